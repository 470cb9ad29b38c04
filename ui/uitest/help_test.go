package uitest

import (
	"strings"
	"testing"
)

func TestShortcutsAreListed(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+?")
	for _, title := range []string{"New call", "Search tasks", "Browse", "Preferences", "Quit"} {
		app.Await(Role("label").Named(title))
	}
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
