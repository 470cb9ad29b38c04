package uitest

import (
	"strings"
	"testing"
)

// What is marked for the eye, to be read from left to right, has no marks for those
// who hear it.
func TestRightToLeftNamesHaveNoMarks(t *testing.T) {
	app := Start(t, Options{Look: Look{RightToLeft: true}})
	app.Keys("ctrl+2")
	app.Await(Role("list item").Prefixed(":1."))
	app.Await(Role("label").Prefixed(":1."))
	app.Type(Entry("Search Names"), ":1.")
	app.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
	app.Keys("enter")
	app.Await(Role("heading").Prefixed("/"))
	for _, node := range app.Look().Find(Query{}) {
		if strings.ContainsAny(node.Name+node.Description, "\u2066\u2067\u2069") {
			t.Errorf("a %s is named %q, and said to be %q", node.Role, node.Name, node.Description)
		}
	}
}
