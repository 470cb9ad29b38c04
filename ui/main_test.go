package ui

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"go.uber.org/goleak"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// The main loop of the tests, and the application that runs it, on an X server of
// their own.
var (
	loop *mainloop.Loop
	app  *adw.Application
)

func TestMain(m *testing.M) {
	status := run(m)
	if status == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
		}
	}
	os.Exit(status)
}

// run turns the main loop on the main goroutine, where the binding wants it, and
// the tests on another.
func run(m *testing.M) int {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	display, wait, err := startDisplay(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, "an X server is needed:", err)
		return 1
	}
	defer wait()
	defer stop()
	schemas, err := os.MkdirTemp("", "ui-schemas-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(schemas)
	if err := compileSchema(schemas); err != nil {
		fmt.Fprintln(os.Stderr, "compile the schema:", err)
		return 1
	}
	for name, value := range map[string]string{
		"DISPLAY":                  ":" + display,
		"LC_ALL":                   "C.UTF-8",
		"LANGUAGE":                 "",
		"GDK_BACKEND":              "x11",
		"GSK_RENDERER":             "cairo",
		"GTK_A11Y":                 "none",
		"GSETTINGS_BACKEND":        "memory",
		"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
		"G_DEBUG":                  "fatal-criticals",
		debugVar:                   "threads",
	} {
		os.Setenv(name, value)
	}
	var failed atomic.Bool
	loop = mainloop.New(func(err error) {
		fmt.Fprintln(os.Stderr, err)
		failed.Store(true)
	})
	defer loop.Close()
	app = adw.NewApplication(appinfo.ID(), gio.ApplicationNonUnique)
	status := 1
	app.ConnectActivate(func() {
		app.Hold()
		go func() {
			status = m.Run()
			_ = loop.Post(app.Quit)
		}()
	})
	if code := app.Run([]string{"ui.test"}); code != 0 {
		return code
	}
	if status == 0 && failed.Load() {
		return 1 // of what nobody waited for
	}
	return status
}

// startDisplay starts an X server that ends with ctx; wait waits for that.
func startDisplay(ctx context.Context) (display string, wait func(), err error) {
	read, write, err := os.Pipe()
	if err != nil {
		return "", nil, err
	}
	defer read.Close()
	server := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{write}
	err = server.Start()
	write.Close()
	if err != nil {
		return "", nil, err
	}
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		return "", nil, fmt.Errorf("Xvfb did not start: %w", err)
	}
	return strings.TrimSpace(line), func() { _ = server.Wait() }, nil
}

// onLoop runs f on the main loop's thread and waits for it. A panic in f fails the
// test. f must not call Fatal or Skip, which take the process down there.
func onLoop(t testing.TB, f func()) {
	t.Helper()
	done := make(chan struct{})
	guarded := func() {
		defer close(done)
		defer func() {
			if v := recover(); v != nil {
				t.Errorf("panic on the main loop: %v\n%s", v, debug.Stack())
			}
		}()
		f()
	}
	if err := loop.Post(guarded); err != nil {
		t.Fatal(err)
	}
	select {
	case <-done:
	case <-t.Context().Done():
		t.Fatal("the main loop did not run it")
	}
}
