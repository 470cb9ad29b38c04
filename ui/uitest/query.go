package uitest

import (
	"fmt"
	"slices"
	"strings"
)

// A Query describes objects to look for: by role, by accessible name, and by
// what they are in. The zero Query describes every object. Queries are values;
// the methods return changed copies.
type Query struct {
	roles  []string
	name   string
	named  bool
	prefix string
	offer  string
	scope  *Query
}

// Any describes objects of any role with that accessible name.
func Any(name string) Query { return Query{name: name, named: true} }

// Role describes objects of that role, whatever their name.
func Role(role string) Query { return Query{roles: []string{role}} }

// Button describes whatever a press acts on: a button, a toggle or an item of
// an open menu.
func Button(name string) Query {
	return Query{roles: []string{"button", "toggle button", "menu item", "check menu item", "radio menu item"}}.Named(name)
}

// Entry describes a text that can be edited.
func Entry(name string) Query {
	return Query{offer: editableTextInterface}.Named(name)
}

// Row describes a task's row in the list: the one with that title and state.
func Row(title, state string) Query {
	return Role("list item").Named(title + ", " + state)
}

// Dialog describes a dialog, be it a question or a form.
func Dialog() Query { return Query{roles: []string{"dialog", "alert"}} }

// Named asks for that accessible name as well, in English or as it is said.
func (q Query) Named(name string) Query {
	q.name, q.named = name, true
	return q
}

// Prefixed asks for an accessible name that begins so.
func (q Query) Prefixed(prefix string) Query {
	q.prefix = prefix
	return q
}

// In asks for objects somewhere below one that scope describes.
func (q Query) In(scope Query) Query {
	q.scope = &scope
	return q
}

func (q Query) matches(node *Node) bool {
	switch {
	case len(q.roles) > 0 && !slices.Contains(q.roles, node.Role),
		q.named && !slices.Contains(node.meant, q.name),
		!slices.ContainsFunc(node.meant, func(name string) bool { return strings.HasPrefix(name, q.prefix) }),
		q.offer != "" && !node.offers(q.offer):
		return false
	case q.scope == nil:
		return true
	}
	for above := node.Parent; above != nil; above = above.Parent {
		if q.scope.matches(above) {
			return true
		}
	}
	return false
}

// String names what is looked for, as in `button "Cancel" in dialog`.
func (q Query) String() string {
	text := "object"
	switch {
	case len(q.roles) > 0:
		text = q.roles[0]
	case q.offer == editableTextInterface:
		text = "entry"
	}
	if q.named {
		text += fmt.Sprintf(" %q", q.name)
	}
	if q.prefix != "" {
		text += fmt.Sprintf(" %q", q.prefix+"…")
	}
	if q.scope != nil {
		text += " in " + q.scope.String()
	}
	return text
}
