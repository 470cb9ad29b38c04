package uitest

import (
	"strings"
	"testing"
)

// A pattern is run from its page, with the keyboard alone, and tells what came of
// it; its source stands beside it, and the list of tasks knows of it.
func TestPatternIsRunAndRead(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+3")
	app.GoDown(Role("list item").Named("Await Callbacks"))
	app.Keys("enter")
	app.Await(Any("Copy Source"))
	app.Until("the source", func(tree *Node) bool {
		return strings.Contains(app.Text(Role("text").Named("Source")), "func awaitCallbacks(")
	})
	app.Press(Button("Run"))
	app.Await(Any("Succeeded · 1 + 2 + 3 = 6"))
	app.Keys("ctrl+1")
	app.Await(Row("Await Callbacks", "Succeeded"))
	app.Await(Role("list item").Named("All, 1"))
}

// The Tab key passes by the sidebar's rows and leaves no place.
func TestTabKeyStaysInThePlace(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+3")
	app.Await(Role("list item").Named("Await a Result"))
	app.Focus(Role("list item").Named("Patterns"))
	app.Focus(Role("list item").Named("All, 0"))
	app.Await(Role("list item").Named("Await a Result"))
	app.Keys("enter")
	app.Await(Button("Try the Practice Service"))

	app.Focus(Role("list item").Named("Patterns"))
	app.Focus(Role("list item").Named("All, 0"))
	app.Await(Button("Try the Practice Service"))
}
