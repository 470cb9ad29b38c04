package uitest

import (
	"fmt"
	"testing"
)

// backends are the libraries that calls can go through.
var backends = []string{"godbus", "GDBus"}

// filter is the sidebar's row that says how many tasks are in that state.
func filter(state string, count int) Query {
	return Role("list item").Named(fmt.Sprintf("%s, %d", state, count))
}

// practice is the practice service's name, and its interface's.
const practice = "io.github.bellhop_gtk.Bellhop.Practice"

// practicePath is its object's, whose row stands for the empty ones above it, too.
const practicePath = "/io/github/bellhop_gtk/Bellhop/Practice"

// A call is what a test fills in at New Call; without a backend, the dialog's
// choice stands.
type call struct {
	backend, destination, path, iface, method, arguments string
}

// practiceCall is a call of the practice service.
func practiceCall(method, arguments string) call {
	return call{
		destination: practice, path: practicePath, iface: practice,
		method: method, arguments: arguments,
	}
}

// title is how the row of the call's task is titled.
func (c call) title() string { return c.iface + "." + c.method }

// startWithService starts the program, and the practice service beside it.
func startWithService(t *testing.T) *App {
	t.Helper()
	return startWithServiceAs(t, Options{})
}

// startWithServiceAs is startWithService with the program started as options say.
func startWithServiceAs(t *testing.T, options Options) *App {
	t.Helper()
	app := Start(t, options)
	app.Run("--practice")
	app.AwaitName(practice)
	return app
}

// fill opens New Call and fills it in.
func (c call) fill(app *App) {
	app.t.Helper()
	app.Keys("ctrl+n")
	app.Await(Button("Call").In(Dialog()))
	if c.backend != "" {
		app.Choose(DropDown("Backend").In(Dialog()), c.backend)
	}
	for _, field := range []struct{ name, text string }{
		{"Destination", c.destination},
		{"Object Path", c.path},
		{"Interface", c.iface},
		{"Method", c.method},
		{"Arguments", c.arguments},
	} {
		app.Type(Entry(field.name).In(Dialog()), field.text)
	}
}

// send makes the call with New Call and waits until the dialog is closed.
func (c call) send(app *App) {
	app.t.Helper()
	c.fill(app)
	app.Press(Button("Call").In(Dialog()))
	app.AwaitGone(Dialog())
}
