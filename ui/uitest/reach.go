package uitest

import (
	"slices"
	"strings"
)

// Unreached lists the controls on the screen that the Tab key leads to neither
// themselves nor, where they are rows of a list or choices of which one is taken,
// to one beside them, from where the arrow keys lead on. The focus ends where it
// began.
func (a *App) Unreached() []string {
	a.t.Helper()
	reached := a.tour()
	tree := a.Look().top()
	groups := map[*Node]bool{}
	for node := range tree.All() {
		if reached[node.ref] && node.withArrows() {
			groups[node.group()] = true
		}
	}
	var found []string
	for node := range tree.All() {
		if node.Is(Showing) && node.Is(Sensitive) && node.Is(Focusable) && slices.Contains(controls, node.Role) &&
			!reached[node.ref] && !(node.withArrows() && groups[node.group()]) && !node.leads(reached) && !node.isOfShell() {
			found = append(found, node.place())
		}
	}
	return found
}

// top is the dialog that is open, or all there is.
func (n *Node) top() *Node {
	if dialogs := n.Find(Dialog()); len(dialogs) > 0 {
		return dialogs[len(dialogs)-1]
	}
	return n
}

// isOfShell tells of the buttons with which a shell's keys compete: they close the
// window, and change its size.
func (n *Node) isOfShell() bool {
	return n.Role == "button" && strings.HasSuffix(n.Description, " the window")
}

// tour presses the Tab key until the focus is where it began, or where it was
// before, and gives all the places.
func (a *App) tour() map[ref]bool {
	a.t.Helper()
	reached := map[ref]bool{}
	at := ref{}
	a.Until("the focus to be somewhere", func(tree *Node) bool {
		at = focusOf(tree)
		return at != ref{}
	})
	for range stops {
		if reached[at] {
			return reached
		}
		reached[at] = true
		before := at
		a.Keys("tab")
		a.Until("the focus to move", func(tree *Node) bool {
			at = focusOf(tree)
			return at != before && at != ref{}
		})
	}
	a.fail("the Tab key does not come back to where it began")
	return nil
}

// withArrows tells of what the arrow keys go through.
func (n *Node) withArrows() bool {
	return n.Role == "list item" || n.Role == "radio button"
}

// group is the list or the like that a row or a choice is in.
func (n *Node) group() *Node {
	for above := n.Parent; above != nil; above = above.Parent {
		if above.Role == "list" || n.Role == "radio button" {
			return above
		}
	}
	return nil
}

// leads tells of what has the focus by a part of it, and of what is a part of what
// has it: the switch of a row, and what a drop-down has to offer.
func (n *Node) leads(reached map[ref]bool) bool {
	for inner := range n.All() {
		if reached[inner.ref] {
			return true
		}
	}
	for above := n.Parent; above != nil; above = above.Parent {
		if reached[above.ref] && (above.Role == "check box" || above.Role == "combo box") {
			return true
		}
	}
	return false
}
