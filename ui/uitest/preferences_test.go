package uitest

import (
	"os/exec"
	"slices"
	"testing"
)

// keepingSettings are options with which settings outlive the program, as where
// it is installed.
func keepingSettings(t *testing.T) Options {
	t.Helper()
	schemas := t.TempDir()
	if output, err := exec.Command("glib-compile-schemas", "--strict", "--targetdir="+schemas, "../../data").CombinedOutput(); err != nil {
		t.Fatalf("compile the schema: %v\n%s", err, output)
	}
	return Options{Env: []string{"GSETTINGS_SCHEMA_DIR=" + schemas, "GSETTINGS_BACKEND=keyfile"}}
}

func TestPreferencesOutliveTheProgram(t *testing.T) {
	app := Start(t, keepingSettings(t))
	notify := Role("check box").Named("Notify When Long Tasks End")
	app.Keys("ctrl+comma")
	app.Focus(Role("spin button").Named("Timeout").In(Dialog()))
	app.Keys("ctrl+a", "7")
	app.Choose(DropDown("Backend").In(Dialog()), "GDBus")
	app.Focus(notify)
	app.Keys("space", "escape")
	app.AwaitGone(Dialog())
	end(app)

	app.Restart()
	app.Keys("ctrl+n")
	app.Await(Any("GDBus").In(DropDown("Backend").In(Dialog())))
	app.Await(Any("7 s").In(Dialog())) // among the options
	app.Keys("escape")
	app.AwaitGone(Dialog())
	app.Keys("ctrl+comma")
	app.Await(notify)
	if slices.ContainsFunc(app.Look().Find(notify), func(node *Node) bool { return node.Is(Checked) }) {
		t.Error("notifications are on again")
	}
}

func TestNewCallRemembersTheBus(t *testing.T) {
	app := Start(t, keepingSettings(t))
	nobody := call{destination: "org.example.Nobody", path: "/", iface: "org.example.Nobody", method: "Hello", backend: "GDBus"}
	nobody.fill(app)
	app.Choose(DropDown("Bus").In(Dialog()), "System")
	app.Press(Button("Call").In(Dialog()))
	app.AwaitGone(Dialog())
	app.Await(Row(nobody.title(), "Failed"))
	end(app)

	app.Restart()
	app.Keys("ctrl+n")
	app.Await(Any("System").In(DropDown("Bus").In(Dialog())))
	app.Await(Any("GDBus").In(DropDown("Backend").In(Dialog())))
}

func TestTheWindowComesBackAsItWas(t *testing.T) {
	app := Start(t, keepingSettings(t))
	const width, height = 700, 500
	app.ResizeWindow(width, height)
	end(app)
	app.Restart()
	if w, h := app.WindowSize(); w != width || h != height {
		t.Errorf("it is %dx%d, and was %dx%d", w, h, width, height)
	}
}

func TestItRunsUninstalled(t *testing.T) {
	app := Start(t, Options{Env: []string{"XDG_DATA_DIRS=/usr/share", "GSETTINGS_SCHEMA_DIR=/nonexistent"}})
	app.Keys("ctrl+comma")
	app.Choose(DropDown("Backend").In(Dialog()), "GDBus")
	app.Keys("escape")
	app.AwaitGone(Dialog())
	app.Keys("ctrl+n")
	app.Await(Any("GDBus").In(DropDown("Backend").In(Dialog())))
}

func TestTheDefaultBackendHoldsForEveryConnection(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+comma")
	app.Choose(DropDown("Backend").In(Dialog()), "GDBus")
	app.Keys("escape")
	app.AwaitGone(Dialog())
	app.Keys("ctrl+2") // to browse, which connects
	app.Await(Any("Connected · GDBus"))
}

// end closes the window and waits for the program's end.
func end(app *App) {
	app.t.Helper()
	app.CloseWindow()
	if code := app.AwaitExit(); code != 0 {
		app.t.Errorf("the program ended with %d", code)
	}
}
