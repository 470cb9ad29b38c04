package uitest

import (
	"fmt"
	"testing"

	"github.com/godbus/dbus/v5"
)

// describe has the test's own connection take a name, with objects that say of
// themselves what texts say.
func describe(t *testing.T, app *App, name string, texts map[dbus.ObjectPath]string) {
	t.Helper()
	for path, text := range texts {
		methods := map[string]any{"Introspect": func() (string, *dbus.Error) { return "<node>" + text + "</node>", nil }}
		if err := app.session.ExportMethodTable(methods, path, "org.freedesktop.DBus.Introspectable"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := app.session.RequestName(name, 0); err != nil {
		t.Fatal(err)
	}
}

// openName goes to the objects of a name.
func openName(app *App, name string) {
	app.t.Helper()
	app.Keys("ctrl+2")
	app.Type(Entry("Search Names"), name)
	app.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
	app.Await(Role("list item").Prefixed(name + ", "))
	app.Keys("enter")
}

// A small service shows all its objects as soon as it is opened, and the keyboard
// stays where it is.
func TestBrowseUnfoldsASmallService(t *testing.T) {
	app := Start(t, Options{})
	const shed = `<interface name="org.example.Shed"/>`
	describe(t, app, "org.example.Small", map[dbus.ObjectPath]string{
		"/": `<node name="garden"/>`, "/garden": `<node name="bed"/><node name="shed"/>`,
		"/garden/bed": `<node name="rose"/>`, "/garden/bed/rose": shed, "/garden/shed": shed,
	})
	openName(app, "org.example.Small")
	app.Await(Role("list item").Named("bed/rose, org.example.Shed"))
	app.Await(Role("list item").Named("shed, org.example.Shed"))
	app.AwaitFocus(Role("list item").Named("/garden"))
	app.Keys("down", "down", "enter")
	app.Await(Role("heading").Named("/garden/shed"))
}

// A large one shows what is at its beginning, and is not asked for more.
func TestBrowseLeavesALargeServiceFolded(t *testing.T) {
	app := Start(t, Options{})
	texts := map[dbus.ObjectPath]string{"/": `<node name="bed0"/><node name="bed1"/>`, "/bed0": `<node name="rose"/>`, "/bed0/rose": ""}
	for i := range 200 {
		texts["/bed1"] += fmt.Sprintf(`<node name="tulip%d"/>`, i)
	}
	describe(t, app, "org.example.Large", texts)
	openName(app, "org.example.Large")
	app.Await(Role("list item").Named("bed0"))
	app.Keys("ctrl+1")
	app.Await(Row("Expand /", "Succeeded"))
	app.Keys("ctrl+2")
	app.Await(Role("list item").Named("bed1"))
	app.AwaitCount(0, Role("list item").Named("bed0/rose"))
	app.AwaitCount(0, Role("list item").Named("rose"))
	app.Press(Button("Expand").In(Role("list item").Named("bed0")))
	app.Await(Role("list item").Named("bed0/rose"))
}
