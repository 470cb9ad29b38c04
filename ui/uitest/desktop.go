package uitest

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/godbus/dbus/v5"
)

// A Desktop is all that a graphical program needs around it: an X server, a
// session bus, an accessibility bus and a home, all private.
type Desktop struct {
	t    testing.TB
	dir  string
	mark string // its entry in the environment of all it starts
	env  []string

	xvfb       *process
	sessionBus *process
	a11yBus    *process
	registry   *process
	started    []*process // what Run started, oldest first

	session *dbus.Conn // the test's own connection to the session bus
	x       *xConn
	a11y    *a11yConn
}

// newDesktop starts a desktop with a screen of that size, such as "1280x900",
// and has it ended with the test.
func newDesktop(t testing.TB, size string, look Look) *Desktop {
	t.Helper()
	// Not t.TempDir: its path grows with the test's name, and that of a socket
	// is bounded.
	dir, err := os.MkdirTemp("", "uitest-")
	if err != nil {
		t.Fatal(err)
	}
	d := &Desktop{t: t, dir: dir, mark: desktopVar + "=" + rand.Text()}
	t.Cleanup(d.close)
	for _, name := range []string{"home", "run", "config", "data", "state"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.configureToolkit(); err != nil {
		t.Fatal(err)
	}
	sessionAddress := "unix:path=" + filepath.Join(dir, "session")
	a11yAddress := "unix:path=" + filepath.Join(dir, "a11y")
	d.env = append(d.environment(sessionAddress, a11yAddress), look.environment()...)

	display := d.startXvfb(size)
	d.env = append(d.env, "DISPLAY="+display)
	d.sessionBus = d.startBus("session", sessionAddress)
	d.a11yBus = d.startBus("accessibility", a11yAddress)
	d.registry = d.startRegistry()

	if d.x, err = dialX(display); err != nil {
		t.Fatalf("connect to the X server: %v", err)
	}
	if err := d.x.wear(look); err != nil {
		t.Fatalf("tell the X server how to look: %v", err)
	}
	if d.session, err = dbus.Connect(sessionAddress); err != nil {
		t.Fatalf("connect to the session bus: %v", err)
	}
	if err := announceA11yBus(d.session, a11yAddress); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), grace)
	defer cancel()
	if d.a11y, err = dialA11y(ctx, a11yAddress); err != nil {
		t.Fatalf("connect to the accessibility bus: %v", err)
	}
	d.a11y.words = newPhrasebook(look.Language)
	return d
}

// configureToolkit switches animations off: they only make a test wait, and
// what moves is hard to hit.
func (d *Desktop) configureToolkit() error {
	dir := filepath.Join(d.dir, "config", "gtk-4.0")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	settings := "[Settings]\ngtk-enable-animations=false\n"
	return os.WriteFile(filepath.Join(dir, "settings.ini"), []byte(settings), 0o600)
}

// environment is what the desktop's programs see. It is written out rather
// than inherited, so that a test means the same on every machine.
func (d *Desktop) environment(session, a11y string) []string {
	env := []string{
		d.mark,
		"HOME=" + filepath.Join(d.dir, "home"),
		"XDG_RUNTIME_DIR=" + filepath.Join(d.dir, "run"),
		"XDG_CONFIG_HOME=" + filepath.Join(d.dir, "config"),
		"XDG_DATA_HOME=" + filepath.Join(d.dir, "data"),
		"XDG_STATE_HOME=" + filepath.Join(d.dir, "state"),
		// Font caches take a second to make, so all desktops share one.
		"XDG_CACHE_HOME=" + cacheDir(),
		"LANG=C.UTF-8",
		"GDK_BACKEND=x11",
		"GSK_RENDERER=cairo",
		"LIBGL_ALWAYS_SOFTWARE=1",
		"GTK_A11Y=atspi",
		"GSETTINGS_BACKEND=memory",
		"G_DEBUG=fatal-criticals",
		"GOTRACEBACK=all",
		"DBUS_SESSION_BUS_ADDRESS=" + session,
		// Toolkits and the registry take this before they ask the session bus,
		// so the accessibility bus does not hang on the session bus.
		"AT_SPI_BUS_ADDRESS=" + a11y,
	}
	for _, name := range []string{"PATH", "LD_LIBRARY_PATH", "XDG_DATA_DIRS", "GOCOVERDIR", "TMPDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// startXvfb starts the X server and returns its display, such as ":1", once it
// takes connections.
func (d *Desktop) startXvfb(size string) string {
	d.t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	defer read.Close()
	// The server picks a free display number itself and writes it to the pipe.
	d.xvfb, err = startProcess(filepath.Join(d.dir, "xvfb.log"), d.env, []*os.File{write},
		"Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-nolisten", "tcp", "-noreset")
	if err != nil {
		d.t.Fatal(err)
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		d.t.Fatalf("Xvfb did not start: %s", d.xvfb.output())
	}
	return ":" + strings.TrimSpace(number)
}

// Run starts the program under test once more on this desktop with the given
// arguments, as a process without a window of its own, and ends it with the
// test.
func (d *Desktop) Run(args ...string) {
	d.t.Helper()
	d.run(builtProgram(d.t), args)
}

func (d *Desktop) run(program string, args []string, env ...string) *process {
	d.t.Helper()
	log := filepath.Join(d.dir, fmt.Sprintf("program-%d.log", len(d.started)))
	mark := programVar + "=" + rand.Text()
	env = append(slices.Concat(d.env, env), mark)
	p, err := startProcess(log, env, nil, append([]string{program}, args...)...)
	if err != nil {
		d.t.Fatal(err)
	}
	p.mark = mark
	d.started = append(d.started, p)
	return p
}

// KillSessionBus kills the session bus daemon as a crash would, and returns
// when it is gone. The accessibility bus lives on.
func (d *Desktop) KillSessionBus() {
	d.t.Helper()
	d.session.Close()
	if err := d.sessionBus.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		d.t.Fatalf("kill the session bus: %v", err)
	}
	<-d.sessionBus.done
}

// close ends all that the desktop started, newest first, and reports whatever
// survives.
func (d *Desktop) close() {
	if d.a11y != nil {
		d.a11y.close()
	}
	if d.session != nil {
		d.session.Close()
	}
	if d.x != nil {
		d.x.close()
	}
	running := append([]*process{d.xvfb, d.sessionBus, d.a11yBus, d.registry}, d.started...)
	for _, p := range slices.Backward(running) {
		if p != nil {
			if err := p.stop(); err != nil {
				d.t.Errorf("%v; it wrote:\n%s", err, p.output())
			}
		}
	}
	for _, left := range leftOver(d.mark) {
		d.t.Errorf("left running after the test: %s", left)
	}
	os.RemoveAll(d.dir)
}
