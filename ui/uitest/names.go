package uitest

import (
	"fmt"
	"slices"
	"strings"
)

// controls are the roles of what a person acts on.
var controls = []string{
	"button", "toggle button", "check box", "radio button", "combo box", "spin button", "slider",
	"entry", "text", "list item", "tree item", "table row", "menu item", "check menu item", "radio menu item",
	"link", "page tab", "dialog", "alert",
}

// Unnamed lists the controls on the screen that do not say what they are, each by
// what it is in.
func (n *Node) Unnamed() []string {
	var found []string
	for node := range n.All() {
		if node.Is(Showing) && slices.Contains(controls, node.Role) && strings.TrimSpace(node.Name) == "" && !node.namedWithin() {
			found = append(found, node.place())
		}
	}
	return found
}

// namedWithin tells of a list item that leaves it to a label in it, as in a
// drop-down, or to another one: it is what libadwaita makes of a row that expands.
// Its toasts are alerts with no more than a label, too.
func (n *Node) namedWithin() bool {
	if n.Role != "list item" && n.Role != "alert" {
		return false
	}
	for inner := range n.All() {
		if inner.Name != "" && (inner.Role == "list item" || inner.Role == "label") {
			return true
		}
	}
	return false
}

// place is the object and what it is in, those that say something.
func (n *Node) place() string {
	var steps []string
	for node := n; node != nil; node = node.Parent {
		if node == n || node.Name != "" || slices.Contains(controls, node.Role) {
			steps = append(steps, fmt.Sprintf("%s %q", node.Role, node.Name))
		}
	}
	return strings.Join(steps, " in ")
}
