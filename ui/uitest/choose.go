package uitest

import (
	"fmt"
	"slices"
)

// DropDown describes a list of which one option is chosen.
func DropDown(name string) Query { return Role("combo box").Named(name) }

// Choose opens the drop-down that q describes, picks the option, and returns
// when the drop-down shows it.
func (a *App) Choose(q Query, option string) {
	a.t.Helper()
	a.Click(q)
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

func focused(node *Node) bool { return node.Is(Focused) }
