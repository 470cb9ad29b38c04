package uitest

import (
	"strings"
	"testing"
)

func TestShortcutsAreListed(t *testing.T) {
	app := Start(t, Options{})
	app.ResizeWindow(narrow[0], narrow[1])
	app.Keys("ctrl+?")
	search := Entry("Search Shortcuts").In(Dialog())
	app.AwaitFocus(search)
	for title, keys := range map[string]string{
		"New call": "Control+N", "Run the selected task again, or reconnect": "F5 or Control+R",
		"Browse": "Control+2", "Preferences": "Control+Comma", "Call, in New Call": "Control+Enter",
	} {
		app.Await(Role("label").Named(title).In(Role("list item").Named(title + ", " + keys)))
	}
	app.GoDown(Role("list item").Named("Main menu, F10")) // out of the search, and over the end of a group
	app.Write("quit")                                     // leads back to the search
	app.AwaitGone(Role("label").Named("New call"))
	app.AwaitFocus(search)
	app.Await(Role("list item").Named("Quit, Control+Q"))
	app.Keys("escape")
	app.Await(Role("label").Named("New call"))
	app.Keys("escape")
	app.AwaitGone(Dialog())
}

func TestAboutTellsWhatToReport(t *testing.T) {
	app := startWithService(t)
	practiceCall("Echo", "<1>").send(app)
	app.Await(Row(practiceCall("Echo", "").title(), "Succeeded"))
	info := debugInfo(app)
	for _, want := range []string{"\n- GTK 4.", "\n- libadwaita 1.", "\nBackends: godbus, GDBus\n", "\n- Session bus over godbus: Connected\n", "/gotk4/pkg v"} {
		if !strings.Contains(info, want) {
			t.Errorf("it lacks %q:\n%s", want, info)
		}
	}
}

// debugInfo opens About and reads what it tells for a bug report.
func debugInfo(app *App) string {
	app.t.Helper()
	app.Activate("about")
	for _, step := range []string{"Troubleshooting", "Debugging Information"} {
		app.Focus(Role("list item").Named(step))
		app.Keys("enter")
	}
	app.Await(Button("Copy Text"))
	return app.AwaitText(Role("text").In(Dialog()))
}
