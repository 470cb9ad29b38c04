package uitest

import (
	"context"
	"errors"
	"time"

	"github.com/godbus/dbus/v5"
)

// Press does what a click does on the button, menu item or the like that q
// describes, waiting for it to be there and to react to the user. It fails if
// there are several: say which, with [Query.In].
func (a *App) Press(q Query) {
	a.t.Helper()
	var done bool
	node := a.doTo(q, actionInterface+".DoAction", []any{int32(0)}, &done)
	a.pressed(node, done)
}

// PressNode is Press for an object that was found before.
func (a *App) PressNode(node *Node) {
	a.t.Helper()
	var done bool
	a.do(node, actionInterface+".DoAction", []any{int32(0)}, &done)
	a.pressed(node, done)
}

func (a *App) pressed(node *Node, done bool) {
	a.t.Helper()
	if !done {
		a.fail("%s %q refused to be pressed", node.Role, node.Name)
	}
}

// Type replaces what is in the entry that q describes.
func (a *App) Type(q Query, text string) {
	a.t.Helper()
	var done bool
	node := a.doTo(q, editableTextInterface+".SetTextContents", []any{text}, &done)
	if !done {
		a.fail("%s %q refused the text", node.Role, node.Name)
	}
}

// Text is what stands in the text, label or entry that q describes.
func (a *App) Text(q Query) string {
	a.t.Helper()
	var text string
	a.doTo(q, textInterface+".GetText", allOfText, &text)
	return text
}

// TextOf is Text for an object that was found before.
func (a *App) TextOf(node *Node) string {
	a.t.Helper()
	var text string
	a.do(node, textInterface+".GetText", allOfText, &text)
	return text
}

// allOfText are the arguments of GetText.
var allOfText = []any{int32(0), int32(-1)}

// ValueOf is the number in a spin button or the like that was found before.
func (a *App) ValueOf(node *Node) float64 {
	a.t.Helper()
	var value float64
	a.do(node, "org.freedesktop.DBus.Properties.Get", []any{valueInterface, "CurrentValue"}, &value)
	return value
}

// Keys presses key combinations one after another: letters and names such as
// "escape", "enter" or "f10", with "ctrl", "shift" and "alt" before them, as in
// "ctrl+n". They go to whatever has the focus.
func (a *App) Keys(combinations ...string) {
	a.t.Helper()
	for _, combination := range combinations {
		if err := a.x.strike(combination); err != nil {
			a.fail("press %s: %v", combination, err)
		}
	}
}

// Write types a text on the keyboard, into whatever has the focus.
func (a *App) Write(text string) {
	a.t.Helper()
	for _, r := range text {
		if r == '+' { // stands between the keys of a combination
			a.Keys("plus")
			continue
		}
		a.Keys(string(r))
	}
}

// only waits until exactly one object as described is on screen and sensitive.
func (a *App) only(q Query) *Node {
	a.t.Helper()
	var found []*Node
	a.Until("one "+q.String(), func(tree *Node) bool {
		found = nil
		for _, node := range tree.Find(q) {
			if node.Is(Sensitive) {
				found = append(found, node)
			}
		}
		return len(found) == 1
	})
	return found[0]
}

// do calls a method of an object and stores its one result.
func (a *App) do(node *Node, method string, args []any, result any) {
	a.t.Helper()
	if err := a.try(node, method, args, result); err != nil {
		a.fail("%s of %s %q: %v", method, node.Role, node.Name, err)
	}
}

// doTo is do for the object that q describes, or for the one that has taken its place:
// between the moment that it is found and that of the call it may have gone.
func (a *App) doTo(q Query, method string, args []any, result any) *Node {
	a.t.Helper()
	for start := time.Now(); ; {
		node := a.only(q)
		err := a.try(node, method, args, result)
		if err == nil {
			return node
		}
		if !hasGone(err) || time.Since(start) > a.patience {
			a.fail("%s of %s %q: %v", method, node.Role, node.Name, err)
		}
	}
}

func (a *App) try(node *Node, method string, args []any, result any) error {
	ctx, cancel := context.WithTimeout(a.t.Context(), a.patience)
	defer cancel()
	return a.a11y.call(ctx, node.ref, method, args...).Store(result)
}

// hasGone tells an error of a call to an object that is there no more.
func hasGone(err error) bool {
	var answer dbus.Error
	return errors.As(err, &answer) && (answer.Name == "org.freedesktop.DBus.Error.UnknownObject" ||
		answer.Name == "org.freedesktop.DBus.Error.UnknownMethod")
}
