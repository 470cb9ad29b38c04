//go:build sandbox

package uitest

import (
	"strings"
	"testing"
)

// What a Flatpak keeps from the program is said, and what helps. These tests are
// for the program in its sandbox, where build-aux/dev flatpak runs them.

func TestSandboxHasNoNetwork(t *testing.T) {
	app := Start(t, Options{})
	app.connectInVain("Bus Address", "Address", "tcp:host=127.0.0.1,port=4000")
	app.awaitLabel("The sandbox that Bellhop runs in keeps it from the network.")
	app.awaitLabel("flatpak override --user --share=network " + applicationID)
}

func TestSandboxShowsNoSocketOfTheHost(t *testing.T) {
	app := Start(t, Options{})
	app.connectInVain("Bus Address", "Address", "unix:path=/run/elsewhere/bus")
	app.awaitLabel("The sandbox that Bellhop runs in does not show it this file or socket.")
	app.awaitLabel("flatpak override --user --filesystem=/run/elsewhere " + applicationID)
}

func TestSandboxHasNoSSH(t *testing.T) {
	app := Start(t, Options{})
	app.connectInVain("SSH Host", "Host", "tv.local")
	app.awaitLabel("The sandbox that Bellhop runs in has no ssh.")
}

func TestSandboxHidesProcesses(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+2")
	app.Await(Role("list item").Prefixed("org.freedesktop.DBus"))
	app.Type(Entry("Search Names"), "a11y")
	app.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
	app.Keys("enter")
	app.awaitLabel("Command: Hidden by the sandbox")
}

// connectInVain tries a new connection, and selects the task that failed.
func (a *App) connectInVain(kind, field, text string) {
	a.t.Helper()
	a.Focus(Button("Connect"))
	a.Keys("enter")
	a.Press(Role("menu item").Named("Other Address…"))
	a.Await(Dialog())
	a.Choose(DropDown("Kind").In(Dialog()), kind)
	a.Type(Entry(field).In(Dialog()), text)
	a.Press(Button("Connect").In(Dialog()))
	a.AwaitGone(Dialog())
	a.Await(filter("Failed", 1))
	a.Select(Role("list item").Prefixed("Connect to "))
}

// awaitLabel waits for a label that holds the text.
func (a *App) awaitLabel(text string) {
	a.t.Helper()
	a.Until("a label with "+text, func(tree *Node) bool {
		for node := range tree.All() {
			if node.Role == "label" && strings.Contains(node.Name, text) {
				return true
			}
		}
		return false
	})
}
