package uitest

import (
	"slices"
	"testing"
)

// window is a small tree: two rows with a button each, and a dialog.
func window() *Node {
	return node("frame", "Bellhop",
		node("list", "",
			node("list item", "Sleep, Running", node("button", "Cancel")),
			node("list item", "Sleep, Canceled", node("button", "Retry"))),
		node("dialog", "New Call",
			node("text", "Destination"),
			node("button", "Call"),
			node("button", "Cancel")))
}

func node(role, name string, children ...*Node) *Node {
	n := &Node{Role: role, Name: name, meant: []string{name}, Children: children, states: 1 << Showing}
	if role == "text" {
		n.interfaces = []string{editableTextInterface}
	}
	for _, child := range children {
		child.Parent = n
	}
	return n
}

func TestQueryFinds(t *testing.T) {
	for _, test := range []struct {
		query Query
		want  []string // the names of the parents of what is found
		text  string
	}{
		{Button("Cancel"), []string{"Sleep, Running", "New Call"}, `button "Cancel"`},
		{Button("Cancel").In(Dialog()), []string{"New Call"}, `button "Cancel" in dialog`},
		{Button("Cancel").In(Row("Sleep", "Running")), []string{"Sleep, Running"}, `button "Cancel" in list item "Sleep, Running"`},
		{Button("Cancel").In(Row("Sleep", "Canceled")), nil, `button "Cancel" in list item "Sleep, Canceled"`},
		{Entry("Destination"), []string{"New Call"}, `entry "Destination"`},
		{Entry("Call"), nil, `entry "Call"`},
		{Role("list item").Prefixed("Sleep"), []string{"", ""}, `list item "Sleep…"`},
		{Any("Bellhop"), []string{"none"}, `object "Bellhop"`},
	} {
		t.Run(test.text, func(t *testing.T) {
			var got []string
			for _, found := range window().Find(test.query) {
				parent := "none"
				if found.Parent != nil {
					parent = found.Parent.Name
				}
				got = append(got, parent)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("found below %q, want below %q", got, test.want)
			}
			if text := test.query.String(); text != test.text {
				t.Errorf("the query calls itself %s, want %s", text, test.text)
			}
		})
	}
}

func TestFindLeavesOutWhatIsHidden(t *testing.T) {
	tree := window()
	for hidden := range tree.All() {
		if hidden.Role == "dialog" {
			hidden.states = 0
		}
	}
	if found := tree.Find(Dialog()); len(found) != 0 {
		t.Errorf("found %v, which is not showing", found)
	}
}

func TestAllStopsWhenTold(t *testing.T) {
	var seen int
	for range window().All() {
		if seen++; seen == 3 {
			break
		}
	}
	if seen != 3 {
		t.Errorf("saw %d objects, want 3", seen)
	}
}

func TestDumpShowsWhatMatters(t *testing.T) {
	n := node("text", "Destination")
	n.Description, n.states = "Not a bus name", 1<<Showing|1<<Focused|1<<Invalid
	want := "text \"Destination\" (Not a bus name) focused invalid insensitive\n"
	if got := n.String(); got != want {
		t.Errorf("dump is %q, want %q", got, want)
	}
}
