// Package uitest drives the built program as a person with a screen reader and
// a keyboard does: it starts the binary on an X server of its own, reads what
// the window says from the accessibility bus, presses and types there, and
// waits for the events that the toolkit emits.
//
//	func TestPracticeTasksFinish(t *testing.T) {
//		app := uitest.Start(t, uitest.Options{})
//		app.Press(uitest.Button("Try the Practice Service"))
//		app.Await(uitest.Row("Practice.Echo", "Succeeded"))
//	}
//
// # What a test gets
//
// Each [Start] makes a [Desktop] of its own: an Xvfb, a session bus on which
// nothing can be activated, an accessibility bus with the real registry, and an
// empty home. The accessibility bus does not depend on the session bus, so a
// test may kill the session bus ([Desktop.KillSessionBus]) and still see and
// press the window.
//
// The binary is the one that BELLHOP_BINARY names. When that is unset,
// the first Start builds the module's main package.
//
// # Hands
//
// Buttons are pressed and entries filled over the accessibility bus, and the
// keyboard is the X server's. There is no mouse: where a widget is on the screen
// is not told exactly enough. What can only be reached with the focus is reached
// with the Tab key ([App.Focus], [App.Select], [App.Choose]), which proves on the
// way that it can be.
//
// # Failing
//
// An [App] holds the test it was started for. Every method that cannot do what
// it was asked to fails that test at once, with the accessible tree in the log
// and the path of a screenshot; so methods must be called from the test's own
// goroutine. GLib criticals kill the program, a warning fails the test, and a program that ends without
// having been asked to fails its test, with all it wrote. At the end of a test
// everything is ended, and a process that outlives it is an error.
//
// # Waiting
//
// Nothing sleeps but [App.Screenshot]. Await and its kin look at a fresh tree, and look again each
// time that the program emits an accessibility event, until [Options.Patience]
// is over. A few things change without an event (GTK emits none when a text
// view's contents are replaced while it is unfocused, say); for their sake a
// look is taken at least every quarter of a second.
package uitest
