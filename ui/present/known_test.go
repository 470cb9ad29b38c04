package present

import (
	"fmt"
	"slices"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

var session = bus.Endpoint{Address: bus.SessionAddress(), Backend: "one"}

func texts(suggestions []Suggestion) []string {
	all := make([]string, len(suggestions))
	for i, s := range suggestions {
		all[i] = s.Text
	}
	return all
}

func knownPlayer() *Known {
	var k Known
	k.SetNames(session, []bus.NameInfo{
		{Name: ":1.5", Owner: ":1.5"},
		{Name: "org.example.Player", Owner: ":1.5"},
		{Name: "org.example.Asleep", Activatable: true},
		{Name: "com.example.Orgel", Owner: ":1.6"},
	})
	k.SetNode(bus.Object{Endpoint: session, Name: "org.example.Player", Path: "/"}, bus.Node{
		Path: "/", Children: []bus.Node{{Path: "/b"}, {Path: "/a", Children: []bus.Node{{Path: "/a/deep"}}}},
		Interfaces: []bus.InterfaceInfo{
			{Name: "org.example.Player", Methods: []bus.Method{
				{Name: "Play", In: []bus.Arg{{Name: "song", Type: "s"}}, NoReply: true}, {Name: "Pause"},
			}},
			{Name: "org.example.List", Methods: []bus.Method{{Name: "Play"}, {Name: "Replay"}}},
		},
	})
	return &k
}

func TestSuggestions(t *testing.T) {
	k := knownPlayer()
	root := bus.Object{Endpoint: session, Name: "org.example.Player", Path: "/"}
	for name, tt := range map[string]struct {
		got  []Suggestion
		want []string
	}{
		"all names":             {k.Destinations(session, ""), []string{"com.example.Orgel", "org.example.Asleep", "org.example.Player", ":1.5"}},
		"the start comes first": {k.Destinations(session, "ORG"), []string{"org.example.Asleep", "org.example.Player", "com.example.Orgel"}},
		"a part of a name":      {k.Destinations(session, "pla"), []string{"org.example.Player"}},
		"all is typed":          {k.Destinations(session, "org.example.Player"), []string{}},
		"another bus":           {k.Destinations(bus.Endpoint{Address: bus.SystemAddress(), Backend: "one"}, ""), []string{}},
		"paths":                 {k.Paths(session, "org.example.Player", "/"), []string{"/", "/a", "/a/deep", "/b"}},
		"a path below":          {k.Paths(session, "org.example.Player", "deep"), []string{"/a/deep"}},
		"paths of another":      {k.Paths(session, "org.example.Asleep", "/"), []string{}},
		"interfaces":            {k.Interfaces(root, "list"), []string{"org.example.List"}},
		"methods":               {k.Methods(root, "org.example.Player", "p"), []string{"Play", "Pause"}},
		"methods of any":        {k.Methods(root, "", "play"), []string{"Play", "Replay"}},
		"an unknown object":     {k.Methods(bus.Object{Endpoint: session, Name: ":1.5", Path: "/"}, "", ""), []string{}},
	} {
		if got := texts(tt.got); !slices.Equal(got, tt.want) {
			t.Errorf("%s: the suggestions are %q, want %q", name, got, tt.want)
		}
	}
	if note := k.Destinations(session, "asleep")[0].Note; note != "Not running" {
		t.Errorf("of a name that nobody has it says %q", note)
	}
	if note := k.Methods(root, "", "pla")[0].Note; note != "(s song) · never answers" {
		t.Errorf("of a method it says %q", note)
	}
}

func TestKnownMethods(t *testing.T) {
	k := knownPlayer()
	root := bus.Object{Endpoint: session, Name: "org.example.Player", Path: "/"}
	if found := k.Method(root, "org.example.Player", "Play"); len(found) != 1 || !found[0].NoReply {
		t.Errorf("the method is %+v", found)
	}
	if found := k.Method(root, "", "Play"); len(found) != 2 {
		t.Errorf("there are %d methods, want both", len(found))
	}
	if found := k.Method(root, "", "Nothing"); len(found) != 0 {
		t.Errorf("there is a method that nobody has: %+v", found)
	}
}

func TestKnownForgetsTheFirst(t *testing.T) {
	var k Known
	object := func(i int) bus.Object {
		return bus.Object{Endpoint: session, Name: "a.b", Path: bus.ObjectPath(fmt.Sprintf("/%d", i))}
	}
	for i := range knownObjectsLimit + 5 {
		k.SetNode(object(i), bus.Node{Path: object(i).Path, XML: "long"})
	}
	if k.HasNode(object(4)) || !k.HasNode(object(5)) || len(k.objects.all) != knownObjectsLimit {
		t.Errorf("it knows %d objects", len(k.objects.all))
	}
	if k.HasNames(session) {
		t.Error("it knows names that nobody told")
	}
	k.SetNames(session, nil)
	if !k.HasNames(session) {
		t.Error("it does not know that there are none")
	}
}

func TestOnlyWay(t *testing.T) {
	var k Known
	object := func(path bus.ObjectPath) bus.Object { return bus.Object{Endpoint: session, Name: "a.b", Path: path} }
	k.SetNode(object("/"), bus.Node{Path: "/", Children: []bus.Node{{Path: "/a"}}})
	if next, ok := k.OnlyWay(object("/")); !ok || next != object("/a") {
		t.Errorf("after the root comes %v", next)
	}
	k.SetNode(object("/a"), bus.Node{Path: "/a", Children: []bus.Node{{Path: "/a/b"}, {Path: "/a/c"}}})
	if next, ok := k.OnlyWay(object("/")); ok {
		t.Errorf("at a fork it goes to %v", next)
	}
	if next, ok := k.OnlyWay(object("/x")); ok {
		t.Errorf("from what is not known it goes to %v", next)
	}
}

func TestHasName(t *testing.T) {
	k := knownPlayer()
	for name, want := range map[bus.Name]bool{":1.5": true, "org.example.Player": true, "org.example.Asleep": false, "org.nobody": false} {
		if got := k.HasName(session, name); got != want {
			t.Errorf("somebody has %s: %v, want %v", name, got, want)
		}
	}
}
