package uitest

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// A Node is one accessible object as it was when it was looked at.
type Node struct {
	Role        string // in AT-SPI's words: "button", "list item", "entry"
	Name        string // in the language that the program speaks
	Description string
	Parent      *Node
	Children    []*Node

	ref        ref
	meant      []string // what the name may be in English
	states     uint64
	interfaces []string
}

// A State is a bit of what AT-SPI says of an object.
type State uint

const (
	Active  State = 1
	Checked State = 4
	// Expandable objects have something to show, and Expanded ones show it.
	Expandable State = 9
	Expanded   State = 10
	// Focusable objects can have the keyboard.
	Focusable State = 11
	Focused   State = 12
	Modal     State = 16
	Pressed   State = 20
	Selected  State = 23
	// Sensitive objects react to the user.
	Sensitive State = 24
	// Showing objects are on the screen, or would be if scrolled to.
	Showing State = 25
	// Invalid entries hold what the program does not accept.
	Invalid State = 36
	// Completing entries offer, in a popup that they have, what may be meant.
	Completing State = 37
	HasPopup   State = 42
)

var stateNames = map[State]string{
	Active: "active", Checked: "checked", Expanded: "expanded", Focused: "focused",
	Modal: "modal", Pressed: "pressed", Selected: "selected", Invalid: "invalid",
}

// roleNames holds the roles that GTK gives to its widgets.
var roleNames = map[uint32]string{
	2: "alert", 7: "check box", 8: "check menu item", 11: "combo box", 16: "dialog", 20: "filler",
	23: "frame", 27: "image", 29: "label", 31: "list", 32: "list item", 33: "menu", 34: "menu bar",
	35: "menu item", 37: "page tab", 38: "page tab list", 39: "panel", 42: "progress bar",
	43: "button", 44: "radio button", 45: "radio menu item", 48: "scroll bar", 49: "scroll pane",
	50: "separator", 51: "slider", 52: "spin button", 54: "status bar", 55: "table",
	56: "table cell", 61: "text", 62: "toggle button", 63: "tool bar", 64: "tool tip", 65: "tree",
	66: "tree table", 67: "unknown", 69: "window", 73: "paragraph", 75: "application", 79: "entry",
	83: "heading", 85: "section", 88: "link", 90: "table row", 91: "tree item", 98: "list box",
	99: "grouping", 101: "notification", 103: "level bar", 104: "title bar", 116: "static",
}

func (n *Node) fill(item cacheItem) {
	n.Name, n.Description, n.interfaces = item.Name, item.Description, item.Interfaces
	n.Role = roleNames[item.Role]
	if n.Role == "" {
		n.Role = fmt.Sprintf("role %d", item.Role)
	}
	for i, word := range item.States {
		n.states |= uint64(word) << (32 * i)
	}
}

// Is says whether the object is in that state.
func (n *Node) Is(state State) bool {
	return n.states&(1<<state) != 0
}

func (n *Node) offers(name string) bool {
	return slices.Contains(n.interfaces, name)
}

// All walks over the object and what is below it, in the order of reading.
func (n *Node) All() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		n.walk(yield)
	}
}

func (n *Node) walk(yield func(*Node) bool) bool {
	if !yield(n) {
		return false
	}
	for _, child := range n.Children {
		if !child.walk(yield) {
			return false
		}
	}
	return true
}

// Find lists the objects on screen that q asks for, in the order of reading.
func (n *Node) Find(q Query) []*Node {
	var found []*Node
	for node := range n.All() {
		if node.Is(Showing) && q.matches(node) {
			found = append(found, node)
		}
	}
	return found
}

// String is the tree below the object, for people.
func (n *Node) String() string {
	var text strings.Builder
	n.write(&text, 0)
	return text.String()
}

func (n *Node) write(text *strings.Builder, depth int) {
	fmt.Fprintf(text, "%s%s %q", strings.Repeat("  ", depth), n.Role, n.Name)
	if n.Description != "" {
		fmt.Fprintf(text, " (%s)", n.Description)
	}
	for state := range State(64) {
		if name := stateNames[state]; name != "" && n.Is(state) {
			text.WriteString(" " + name)
		}
	}
	if n.Role != "application" && !n.Is(Showing) {
		text.WriteString(" not showing")
	}
	if n.Is(Showing) && !n.Is(Sensitive) {
		text.WriteString(" insensitive")
	}
	text.WriteByte('\n')
	for _, child := range n.Children {
		child.write(text, depth+1)
	}
}
