package present

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// drawnValues writes the rows of a tree, one to a line, moved in.
func drawnValues(t *ValueTree) string {
	var b strings.Builder
	for _, row := range t.Rows() {
		mark := " "
		if row.Expanded {
			mark = "-"
		} else if row.Expandable {
			mark = "+"
		}
		fmt.Fprintf(&b, "%s%s%s = %s\n", strings.Repeat("  ", row.Depth), mark, row.Name, row.Text)
	}
	return b.String()
}

func TestValueTreeOpensAndCloses(t *testing.T) {
	value := dict(t,
		bus.Entry{Key: bus.String("path"), Value: bus.Variant(bus.PathValue("/a/b"))},
		bus.Entry{Key: bus.String("list"), Value: bus.Variant(array(t, "s", bus.String("x"), bus.String("y\n")))},
	)
	var tree ValueTree
	if !tree.Reset(bus.Reply{Body: []bus.Value{value}}) {
		t.Fatal("a reply is no values")
	}
	closed := "-Value = 2 entries\n   path = /a/b\n  +list = 2 items\n"
	if got := drawnValues(&tree); got != closed {
		t.Fatalf("it shows\n%s", got)
	}
	if row := tree.Rows()[1]; row.Path != "/a/b" || row.Type != "o" {
		t.Errorf("the path is %+v", row)
	}
	tree.Toggle(2)
	if got, want := drawnValues(&tree), "-Value = 2 entries\n   path = /a/b\n  -list = 2 items\n     0 = “x”\n     1 = “y␊”\n"; got != want {
		t.Errorf("it shows\n%s", got)
	}
	if got := tree.Text(2); got != "['x', 'y\\n']" && got != "<['x', 'y\\n']>" {
		t.Errorf("the list is copied as %q", got)
	}
	tree.Toggle(2)
	tree.Toggle(1) // a leaf
	tree.Toggle(99)
	if got := drawnValues(&tree); got != closed {
		t.Errorf("closed, it shows\n%s", got)
	}
}

func TestValueTreeOfSeveralArguments(t *testing.T) {
	var tree ValueTree
	tree.Reset(bus.Reply{Body: []bus.Value{bus.Uint32(1), bus.Struct(bus.Bytes([]byte{1, 2}), bus.Bytes([]byte("hi\x00")))}})
	tree.Toggle(1)
	want := " Argument 1 = uint32 1\n-Argument 2 = 2 fields\n   0 = 2 bytes · 01 02\n   1 = “hi”\n"
	if got := drawnValues(&tree); got != want {
		t.Errorf("it shows\n%s", got)
	}
	if tree.Reset("words") || len(tree.Rows()) != 0 {
		t.Error("words are values")
	}
}

func TestValueTreeShowsMoreOnDemandAndNotWithoutEnd(t *testing.T) {
	var tree ValueTree
	tree.Reset(array(t, "s", repeat(bus.String("x"), 100_000)...))
	if rows := tree.Rows(); len(rows) != 1+treeStep+1 || !rows[len(rows)-1].More {
		t.Fatalf("there are %d rows", len(rows))
	}
	for range 2 * treeLimit / treeStep {
		tree.Toggle(len(tree.Rows()) - 1)
	}
	last := tree.Rows()[len(tree.Rows())-1]
	if len(tree.Rows()) > treeLimit+1 || !last.Full {
		t.Errorf("there are %d rows, the last is %+v", len(tree.Rows()), last)
	}
}
