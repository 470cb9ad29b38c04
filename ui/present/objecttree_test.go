package present

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// drawn writes a tree down, a row a line.
func drawn(tree *ObjectTree) []string {
	var rows []string
	for _, row := range tree.Rows() {
		mark := " "
		switch {
		case row.Expanded:
			mark = "-"
		case row.Expandable:
			mark = "+"
		}
		rows = append(rows, strings.TrimRight(strings.Repeat(" ", row.Depth)+mark+row.Title+" "+row.Subtitle, " "))
	}
	return rows
}

func expectTree(t *testing.T, tree *ObjectTree, want ...string) {
	t.Helper()
	if got := drawn(tree); !slices.Equal(got, want) {
		t.Errorf("the tree is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestObjectTree(t *testing.T) {
	var tree ObjectTree
	tree.Reset("/")
	expectTree(t, &tree, "+/")
	if !tree.Toggle("/") {
		t.Error("an object of which nothing is known need not be looked at")
	}
	tree.SetLoading("/")
	expectTree(t, &tree, "-/ Looking…")
	tree.SetNode(bus.Node{Path: "/", Children: []bus.Node{
		{Path: "/org/b"},
		{Path: "/org/a", Complete: true, Interfaces: []bus.InterfaceInfo{{Name: "x.Y"}, {Name: "org.freedesktop.DBus.Peer"}}},
	}}, nil)
	expectTree(t, &tree, "-/", "  org/a x.Y", " +org/b")
	if tree.Toggle("/org/a") {
		t.Error("an object that came whole is to be looked at")
	}
	tree.Toggle("/org/b")
	tree.SetNode(bus.Node{Path: "/org/b"}, &bus.Error{Kind: bus.KindTimeout})
	if row := tree.Rows()[2]; !row.Failed || row.Subtitle != "Timed out" {
		t.Errorf("the failed row is %+v", row)
	}
	tree.Toggle("/")
	expectTree(t, &tree, "+/")
}

// Objects that name one another in a ring are each shown once, for ever so long
// as one opens rows.
func TestObjectTreeOfARing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tree ObjectTree
		tree.Reset("/")
		path := rapid.Custom(func(t *rapid.T) bus.ObjectPath {
			n := rapid.IntRange(0, 5).Draw(t, "n")
			return []bus.ObjectPath{"/", "/a", "/b", "/a/b", "/a/b/c", "/b/a"}[n]
		})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			at := path.Draw(t, "at")
			if rapid.Bool().Draw(t, "toggle") {
				tree.Toggle(at)
			} else {
				var children []bus.Node
				for _, child := range rapid.SliceOfNDistinct(path, 0, 4, rapid.ID[bus.ObjectPath]).Draw(t, "children") {
					children = append(children, bus.Node{Path: child, Complete: rapid.Bool().Draw(t, "complete")})
				}
				tree.SetNode(bus.Node{Path: at, Children: children}, nil)
			}
			seen := map[bus.ObjectPath]bool{}
			for i, row := range tree.Rows() {
				if seen[row.Path] {
					t.Fatalf("%s is shown twice", row.Path)
				}
				seen[row.Path] = true
				if i > 0 && row.Depth > tree.Rows()[i-1].Depth+1 {
					t.Fatalf("row %d stands too far in", i)
				}
			}
		}
	})
}

func TestMemberLines(t *testing.T) {
	method := bus.Method{Name: "F", In: []bus.Arg{{Name: "name", Type: "s"}, {Type: "u"}}, Out: []bus.Arg{{Type: "b"}}, NoReply: true, Deprecated: true}
	property := bus.Property{Name: "P", Type: "a{sv}", Access: bus.AccessRead | bus.AccessWrite, Emits: bus.EmitsConst}
	for got, want := range map[string]string{
		MethodLine(&method): "(s name, u) → b · never answers, deprecated",
		SignalLine(&bus.Signal{Args: []bus.Arg{{Type: "u"}}}): "(u)",
		PropertyLine(&property):                               "a{sv} · read and write · never changes",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if text, failed := PropertyText(bus.PropertyValue{Err: bus.NewRemoteError("a.b.Failed", "it is broken")}); text != "Failed · it is broken" || !failed {
		t.Errorf("of a failure it says %q, %v", text, failed)
	}
	if text, failed := PropertyText(bus.PropertyValue{Value: bus.Uint32(7)}); text != "uint32 7" && text != "7" || failed {
		t.Errorf("of 7 it says %q", text)
	}
}

func TestFoundObjects(t *testing.T) {
	var tree ObjectTree
	tree.Reset("/")
	tree.Found(bus.Tree{Root: "/", Nodes: []bus.TreeNode{
		{Node: bus.Node{Path: "/"}, Parent: -1},
		{Node: bus.Node{Path: "/a", Interfaces: []bus.InterfaceInfo{{Name: "x.Y"}}}, Parent: 0},
		{Node: bus.Node{Path: "/a/b"}, Parent: 1, Err: &bus.Error{Kind: bus.KindTimeout}},
	}})
	expectTree(t, &tree, "-/a x.Y", " +b Timed out")
	if !tree.Toggle("/a/b") {
		t.Error("an object that said nothing is not looked at again")
	}
}

// What is found below an object joins what was known there, in order, and what the
// objects said before stays.
func TestFoundObjectsJoinTheKnown(t *testing.T) {
	var tree ObjectTree
	tree.Reset("/")
	tree.Toggle("/")
	tree.SetNode(bus.Node{Path: "/", Children: []bus.Node{{Path: "/a"}}}, nil)
	tree.Toggle("/a")
	tree.SetNode(bus.Node{Path: "/a", Children: []bus.Node{{Path: "/a/c"}, {Path: "/a/d", Complete: true, Children: []bus.Node{{Path: "/a/d/e", Complete: true}}}}}, nil)
	expectTree(t, &tree, "-/a", " +c", "  d/e")
	known := tree.Node("/a")
	tree.Found(bus.Tree{Root: "/a", Nodes: []bus.TreeNode{
		{Node: bus.Node{Path: "/a"}, Parent: -1},
		{Node: bus.Node{Path: "/a/b", Interfaces: []bus.InterfaceInfo{{Name: "x.Y"}}}, Parent: 0},
		{Node: bus.Node{Path: "/a/c"}, Parent: 0},
		{Node: bus.Node{Path: "/a/c/x", Interfaces: []bus.InterfaceInfo{{Name: "x.Y"}}}, Parent: 2},
		{Node: bus.Node{Path: "/a/c/z"}, Parent: 2},
		{Node: bus.Node{Path: "/a/d"}, Parent: 0},
		{Node: bus.Node{Path: "/a/d/e"}, Parent: 5},
	}})
	expectTree(t, &tree, "-/a", " -b x.Y", " -c", "  -x x.Y", "  -z", " -d/e")
	if tree.Node("/a") != known {
		t.Error("an object that was looked at says something else")
	}
}

func TestHasBelow(t *testing.T) {
	var tree ObjectTree
	tree.Reset("/")
	for what, test := range map[string]struct {
		node bus.Node
		want bool
	}{
		"nothing":     {bus.Node{}, false},
		"an object":   {bus.Node{Children: []bus.Node{{Path: "/a"}}}, true},
		"interfaces":  {bus.Node{Interfaces: []bus.InterfaceInfo{{Name: "x.Y"}}}, false},
		"its objects": {bus.Node{Interfaces: []bus.InterfaceInfo{{Name: "org.freedesktop.DBus.ObjectManager"}}}, true},
	} {
		tree.Reset("/")
		if tree.HasBelow("/") {
			t.Error("an object that was not looked at has others below it")
		}
		test.node.Path = "/"
		if tree.SetNode(test.node, nil); tree.HasBelow("/") != test.want {
			t.Errorf("one that has %s: %v", what, !test.want)
		}
	}
}

// Objects that have nothing to show but one below them share its row, as far as they
// were looked at.
func TestJoinedObjects(t *testing.T) {
	var tree ObjectTree
	tree.Reset("/")
	tree.Toggle("/")
	tree.SetNode(bus.Node{Path: "/", Interfaces: []bus.InterfaceInfo{{Name: "org.freedesktop.DBus.Peer"}}, Children: []bus.Node{{Path: "/a"}}}, nil)
	expectTree(t, &tree, "+/a")
	if !tree.Toggle("/a") {
		t.Error("the object at the end of the row need not be looked at")
	}
	tree.SetNode(bus.Node{Path: "/a", Children: []bus.Node{{Path: "/a/b"}}}, nil)
	expectTree(t, &tree, "+/a/b")
	tree.Toggle("/a/b")
	tree.SetLoading("/a/b")
	expectTree(t, &tree, "-/a/b Looking…")
	tree.SetNode(bus.Node{Path: "/a/b"}, &bus.Error{Kind: bus.KindTimeout})
	expectTree(t, &tree, "-/a/b Timed out")
	tree.SetNode(bus.Node{Path: "/a/b", Children: []bus.Node{
		{Path: "/a/b/c", Complete: true, Children: []bus.Node{{Path: "/a/b/c/d"}}},
		{Path: "/a/b/e", Complete: true, Interfaces: []bus.InterfaceInfo{{Name: "x.Y"}}, Children: []bus.Node{{Path: "/a/b/e/f"}}},
	}}, nil)
	expectTree(t, &tree, "-/a/b", " +c/d", " +e x.Y")
	for path, want := range map[bus.ObjectPath]int{"/": 0, "/a": 0, "/a/b": 0, "/a/b/c": 1, "/a/b/c/d": 1, "/a/b/e": 2, "/a/b/e/f": -1} {
		if got, _ := tree.Position(path); got != want {
			t.Errorf("the row of %s is %d, want %d", path, got, want)
		}
	}
	tree.Toggle("/a/b")
	expectTree(t, &tree, "+/a/b")
}

// An object that said not all of itself, with an error to show, keeps its row.
func TestFailedObjectIsNotJoined(t *testing.T) {
	var tree ObjectTree
	tree.Reset("/")
	tree.Toggle("/")
	tree.SetNode(bus.Node{Path: "/", Children: []bus.Node{{Path: "/a"}}}, &bus.Error{Kind: bus.KindTimeout})
	expectTree(t, &tree, "-/ Timed out", " +a")
}

// A service may have objects below objects without end.
func TestJoinedObjectsEnd(t *testing.T) {
	var tree ObjectTree
	tree.Reset("/")
	tree.Toggle("/")
	path, child, looked := bus.ObjectPath("/"), bus.ObjectPath("/a"), 0
	for ok := true; ok; looked++ {
		tree.SetNode(bus.Node{Path: path, Children: []bus.Node{{Path: child}}}, nil)
		if path, ok = tree.Passage(path); ok {
			tree.Toggle(path)
			child = path + "/a"
		}
	}
	if looked != maxJoined+1 {
		t.Errorf("%d objects were looked at, want %d", looked, maxJoined+1)
	}
}

func TestPassage(t *testing.T) {
	var tree ObjectTree
	tree.Reset("/")
	tree.Toggle("/")
	tree.SetNode(bus.Node{Path: "/", Children: []bus.Node{{Path: "/a"}}}, nil)
	if below, ok := tree.Passage("/"); below != "/a" || !ok {
		t.Errorf("below / there is %q, %v", below, ok)
	}
	tree.SetNode(bus.Node{Path: "/", Interfaces: []bus.InterfaceInfo{{Name: "x.Y"}}, Children: []bus.Node{{Path: "/a"}}}, nil)
	if below, ok := tree.Passage("/"); ok {
		t.Errorf("an object with an interface is passed by to %q", below)
	}
}

// As many objects as there may be are found below one.
func BenchmarkFoundObjects(b *testing.B) {
	const many = 10_000
	found := bus.Tree{Root: "/", Nodes: []bus.TreeNode{{Node: bus.Node{Path: "/"}, Parent: -1}}}
	for i := range many {
		path := bus.ObjectPath(fmt.Sprintf("/org/example/Garden/bed/%05d", many-i))
		found.Nodes = append(found.Nodes, bus.TreeNode{Node: bus.Node{Path: path}, Parent: 0})
	}
	for b.Loop() {
		var tree ObjectTree
		tree.Reset("/")
		tree.Found(found)
	}
}
