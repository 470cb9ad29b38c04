package uitest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// One looks for the practice service, at its objects, reads a property, sets one,
// and watches one.
func TestBrowse(t *testing.T) {
	app := Start(t, Options{})
	app.Press(Button("Try the Practice Service"))
	app.Await(Row("Practice.Sleep (2 s)", "Succeeded"))
	app.Keys("ctrl+2")
	app.Await(Role("list item").Prefixed("org.freedesktop.DBus"))
	app.Type(Entry("Search Names"), "bellhop practice")
	app.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
	app.Keys("enter")
	app.AwaitFocus(Role("list item").Prefixed(practicePath + ", io."))
	app.Keys("enter")
	app.Await(Any("Sleep"))
	app.Await(Any("(u milliseconds)"))
	app.Await(Any("'I never change'"))
	app.Await(Button("Watch Counter"))
	app.Press(Button("Get Counter"))
	app.Press(Button("Set Text"))
	app.Await(Dialog().Named("Text"))
	app.Type(Entry("Value"), "'changed'")
	app.Press(Button("Set"))
	app.Await(Any("'changed'"))
	practiceCall("Tick", "").send(app) // counts
	app.Keys("ctrl+2")
	app.Press(Button("Get Counter"))
	app.Await(Any("uint32 1").In(Role("list item").Named("Counter")))
	app.Await(Any("'The counter is at 0'")) // which was not asked for again
	app.Press(Button("Watch Counter"))
	app.Await(Row("Watch io.github.bellhop_gtk.Bellhop.Practice.Counter", "Running"))
}

// Names come and go in the list as they do on the bus.
func TestBrowseFollowsTheNames(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+2")
	app.Await(Role("list item").Prefixed("org.freedesktop.DBus"))
	if _, err := app.session.RequestName("org.example.Here", 0); err != nil {
		t.Fatal(err)
	}
	app.Await(Role("list item").Prefixed("org.example.Here, "))
	if _, err := app.session.ReleaseName("org.example.Here"); err != nil {
		t.Fatal(err)
	}
	app.AwaitGone(Role("list item").Prefixed("org.example.Here, "))
	app.CloseWindow() // and is not asked what is to become of the task that follows
	if status := app.AwaitExit(); status != 0 {
		t.Errorf("the program ended with status %d", status)
	}
}

// The names say which process has them, and are found by it.
func TestBrowseTellsTheProcesses(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+2")
	app.Await(Role("list item").Prefixed("org.freedesktop.DBus, dbus-daemon · PID "))
	if _, err := app.session.RequestName("org.example.Here", 0); err != nil {
		t.Fatal(err)
	}
	process := fmt.Sprintf("%s · PID %d", filepath.Base(os.Args[0]), os.Getpid())
	here := Role("list item").Named("org.example.Here, " + app.session.Names()[0] + " · " + process)
	app.Await(here)
	app.Type(Entry("Search Names"), fmt.Sprintf("pid %d", os.Getpid()))
	app.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
	app.Await(here)
	app.Await(Role("list item").Prefixed(app.session.Names()[0] + ", " + process + " · "))
}
