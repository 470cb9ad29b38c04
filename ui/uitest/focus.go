package uitest

import (
	"fmt"
	"slices"
)

// stops is more than any window has places for the focus to be.
const stops = 200

// Focus moves the focus to what q describes, with the Tab key.
func (a *App) Focus(q Query) {
	a.t.Helper()
	a.lead("tab", stops, q)
}

// AwaitFocus waits until the focus is on what q describes.
func (a *App) AwaitFocus(q Query) {
	a.t.Helper()
	a.Until("the focus on "+q.String(), func(tree *Node) bool { return slices.ContainsFunc(tree.Find(q), focused) })
}

// rows is more than a test has rows in a list to go over one by one.
const rows = 1000

// GoDown moves the focus to what q describes, with the Down key: in a list, to a
// row below the one that has it.
func (a *App) GoDown(q Query) {
	a.t.Helper()
	a.Await(q)
	a.lead("down", rows, q)
}

// lead presses a key until the focus is on what q describes.
func (a *App) lead(key string, limit int, q Query) {
	a.t.Helper()
	for range limit {
		tree := a.Look()
		if slices.ContainsFunc(tree.Find(q), focused) {
			return
		}
		before := focusOf(tree)
		a.Keys(key)
		a.Until("the focus to move", func(tree *Node) bool { return focusOf(tree) != before })
	}
	a.fail("the key %s does not lead to %v", key, q)
}

// Select selects the row or the like that q describes; of several, the first
// that the Tab key leads to.
func (a *App) Select(q Query) {
	a.t.Helper()
	selected := func(tree *Node) bool {
		return slices.ContainsFunc(tree.Find(q), func(node *Node) bool { return focused(node) && node.Is(Selected) })
	}
	a.Focus(q)
	if !selected(a.Look()) { // the key takes back the selection of what is selected
		a.Keys("space")
		a.Until(q.String()+" selected", selected)
	}
}

func focused(node *Node) bool { return node.Is(Focused) }

// focusOf tells which object has the focus; the zero ref if none has.
func focusOf(tree *Node) ref {
	for node := range tree.All() {
		if focused(node) {
			return node.ref
		}
	}
	return ref{}
}

// DropDown describes a list of which one option is chosen.
func DropDown(name string) Query { return Role("combo box").Named(name) }

// Choose opens the drop-down that q describes, picks the option, and returns
// when the drop-down shows it.
func (a *App) Choose(q Query, option string) {
	a.t.Helper()
	a.Focus(q)
	a.Keys("enter")
	popup := Role("scroll pane").In(q)
	options := Role("list item").In(popup)

	wanted := -1
	a.Until(fmt.Sprintf("the option %q of %v", option, q), func(tree *Node) bool {
		items := tree.Find(options)
		wanted = slices.IndexFunc(items, func(item *Node) bool { return len(item.Find(Any(option))) > 0 })
		return wanted >= 0 && slices.ContainsFunc(items, focused)
	})
	a.Keys("home")
	for step := range wanted + 1 {
		if step > 0 {
			a.Keys("down")
		}
		a.Until("the focus on the option", func(tree *Node) bool {
			return slices.IndexFunc(tree.Find(options), focused) == step
		})
	}
	a.Keys("enter")
	a.AwaitGone(popup)
	a.Await(Any(option).In(q))
}
