package uitest

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	applicationID   = "io.github.bellhop_gtk.Bellhop"
	applicationPath = dbus.ObjectPath("/io/github/bellhop_gtk/Bellhop")
)

// Options says how to start the program. The zero Options will do.
type Options struct {
	// Program is the path of the program; empty is the program under test.
	Program string
	// Args are the program's arguments, and Env what its environment has beside
	// what every program on a [Desktop] gets.
	Args, Env []string
	// Screen is the size of the screen, "1280x900" if empty.
	Screen string
	// Look is how the desktop looks.
	Look Look
	// Patience is how long a method waits for what it waits for before it
	// fails the test: 20 seconds if zero, which is for slow machines and not a
	// measure of the program.
	Patience time.Duration
	// Prepare, if any, is called before the program starts.
	Prepare func(*Desktop)
}

// An App is the running program, with its window on the screen.
type App struct {
	*Desktop

	options  Options
	process  *process
	root     ref // of the tree on the accessibility bus
	patience time.Duration
	mayEnd   bool // the test has asked the program to end
}

// Start starts the program on a desktop of its own and returns when its window
// is there. The program and the desktop end with the test.
func Start(t testing.TB, options Options) *App {
	t.Helper()
	if options.Screen == "" {
		options.Screen = "1280x900"
	}
	if options.Patience == 0 {
		options.Patience = 20 * time.Second
	}
	if options.Program == "" {
		options.Program = builtProgram(t)
	}
	a := &App{Desktop: newDesktop(t, options.Screen, options.Look), options: options, patience: options.Patience}
	t.Cleanup(a.finish) // runs before the desktop's own clean-up
	a.startHost()
	if options.Prepare != nil {
		options.Prepare(a.Desktop)
	}
	a.launch()
	return a
}

// Restart starts the program once more on the same desktop, after it has ended.
func (a *App) Restart() {
	a.t.Helper()
	if !a.Ended() {
		a.fail("the program still runs")
	}
	a.mayEnd = false
	a.launch()
}

func (a *App) launch() {
	a.t.Helper()
	a.process = a.run(a.options.Program, a.options.Args, a.options.Env...)
	a.introduce()
}

// introduce returns when the program's window is there, and has the keyboard.
func (a *App) introduce() {
	a.t.Helper()
	a.await("the program to appear on the accessibility bus", a.patience, func(ctx context.Context) (bool, error) {
		root, ok, err := a.a11y.program(ctx, a.process.mark)
		a.root = root
		return ok, err
	})
	a.Await(Role("frame"))
	a.FocusWindow()
}

// finish checks at the end of the test that the program has not ended by itself,
// and that no library has warned.
func (a *App) finish() {
	if a.process == nil {
		return // it could not be started
	}
	if a.process.ended() && !a.mayEnd {
		a.t.Errorf("the program ended by itself: %v; it wrote:\n%s", a.process.err, a.process.output())
		return
	}
	if a.t.Failed() {
		return
	}
	if warnings := glibWarnings(a.process.output()); warnings != "" {
		a.t.Errorf("the program warned:\n%s", warnings)
	}
}

// glibWarnings are what GLib, GTK, Pango and their like have warned of, in their own
// words or, once the binding logs for them, in those of log/slog.
func glibWarnings(output string) string {
	var warnings strings.Builder
	for line := range strings.Lines(output) {
		logged := strings.Contains(line, " glib_domain=") && (strings.Contains(line, " WARN ") || strings.Contains(line, " ERROR "))
		if logged || strings.Contains(line, "-WARNING **") || strings.Contains(line, "-CRITICAL **") {
			warnings.WriteString(line)
		}
	}
	return warnings.String()
}

// CloseWindow does what a click on the window's close button does. The program
// may ask before it ends.
func (a *App) CloseWindow() {
	a.t.Helper()
	windows, err := a.x.windows()
	if err != nil || len(windows) == 0 {
		a.fail("there is no window to close (%v)", err)
	}
	a.mayEnd = true
	if err := a.x.askToClose(windows[0]); err != nil {
		a.fail("close the window: %v", err)
	}
}

// AwaitExit waits until the program has ended and returns its exit code, -1
// for a signal. It fails the test if a process that the program started is
// left. Use it after [App.CloseWindow], or after a question to end was answered.
func (a *App) AwaitExit() int {
	a.t.Helper()
	a.mayEnd = true
	select {
	case <-a.process.done:
	case <-time.After(a.patience):
		a.process.cmd.Process.Signal(syscall.SIGQUIT) // makes Go print where it hangs
		<-a.process.done
		a.t.Fatalf("the program did not end in %v; it wrote:\n%s", a.patience, a.process.output())
	}
	for _, left := range leftOver(a.process.mark) {
		a.t.Errorf("the program ended and left running: %s", left)
	}
	if exit, ok := errors.AsType[*exec.ExitError](a.process.err); ok {
		a.t.Logf("the program wrote:\n%s", a.process.output())
		return exit.ExitCode()
	}
	return 0
}

// Ended says whether the program has ended.
func (a *App) Ended() bool { return a.process.ended() }

// ResidentKiB is the program's resident memory in KiB.
func (a *App) ResidentKiB() int {
	a.t.Helper()
	resident, err := residentKiB(a.process.cmd.Process.Pid)
	if err != nil {
		a.fail("%v", err)
	}
	return resident
}

// Activate activates an action of the application, such as "new-call" for
// app.new-call, as the desktop's shell does over the session bus. At most one
// parameter may be given.
func (a *App) Activate(action string, parameter ...any) {
	a.t.Helper()
	a.activate(applicationPath, action, parameter)
}

// activate activates an action of the object at that path.
func (a *App) activate(path dbus.ObjectPath, action string, parameter []any) {
	a.t.Helper()
	packed := make([]dbus.Variant, len(parameter))
	for i, value := range parameter {
		packed[i] = dbus.MakeVariant(value)
	}
	ctx, cancel := context.WithTimeout(a.t.Context(), a.patience)
	defer cancel()
	call := a.session.Object(applicationID, path).CallWithContext(ctx, "org.gtk.Actions.Activate", 0, action, packed, map[string]dbus.Variant{})
	if call.Err != nil {
		a.fail("activate %s: %v", action, call.Err)
	}
}
