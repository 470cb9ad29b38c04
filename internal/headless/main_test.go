package headless_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/internal/headless"
	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
	"pgregory.net/rapid"
)

// loop is the GDBus backend's.
var loop *mainloop.Loop

func TestMain(m *testing.M) {
	os.Setenv("LC_ALL", "C.UTF-8")
	os.Setenv("LANGUAGE", "")
	if err := flag.Set("rapid.checks", "50"); err != nil {
		panic(err)
	}
	os.Exit(mainlooptest.Run(m, nil, func(l *mainloop.Loop) { loop = l }))
}

// patience is how long something may take that is expected to happen.
const patience = 30 * time.Second

// shell runs command lines on a private bus.
type shell struct {
	daemon  *bustest.Daemon
	backend string
	getenv  func(string) string // what the backends look things up with; nil is os.Getenv
}

// onEach runs a test on a private bus with the practice service, over either
// backend.
func onEach(t *testing.T, test func(t *testing.T, s shell), opts ...bustest.DaemonOption) {
	for _, backend := range []string{"godbus", "gdbus"} {
		t.Run(backend, func(t *testing.T) {
			daemon := bustest.StartDaemon(t, opts...)
			service, err := practice.Start(t.Context(), daemon.BusAddress(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { service.Close() })
			test(t, shell{daemon: daemon, backend: backend})
		})
	}
}

// ran is what a command line came to.
type ran struct {
	out, err string
	status   int
}

// run runs a verb with options and operands on the shell's bus.
func (s shell) run(t rapid.TB, verb string, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	var out, errs bytes.Buffer
	status := s.start(t, ctx, tasks.New(tasks.Options{}), &out, &errs, verb, args...)
	return ran{out.String(), errs.String(), status}
}

// start is run with a context, an engine and writers of the test's.
func (s shell) start(t rapid.TB, ctx context.Context, engine *tasks.Engine, out, errs io.Writer, verb string, args ...string) int {
	t.Helper()
	getenv := s.getenv
	if getenv == nil {
		getenv = os.Getenv
	}
	connections := bus.NewConnections(engine,
		bus.Backend{Name: "godbus", Dialer: godbusconn.NewDialer(godbusconn.WithGetenv(getenv))},
		bus.Backend{Name: "GDBus", Dialer: gdbusconn.NewDialer(loop, gdbusconn.WithGetenv(getenv)), Peers: true})
	line := append([]string{verb, "--bus", s.daemon.Address(), "--backend", s.backend}, args...)
	status := headless.Program{Engine: engine, Connections: connections, Stdout: out, Stderr: errs}.Run(ctx, line)
	down, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := errors.Join(engine.Shutdown(down), connections.Shutdown(down)); err != nil {
		t.Errorf("shutting down: %v", err)
	}
	return status
}

// call runs "call" for a method of the practice service.
func (s shell) call(t rapid.TB, options []string, method string, args ...string) ran {
	t.Helper()
	return s.run(t, "call", append(append(options, onPractice(method)...), args...)...)
}

// onPractice is the operands that lead to the practice service, and more.
func onPractice(more ...string) []string {
	return append([]string{string(practice.Name), string(practice.Path), string(practice.Interface)}, more...)
}

func (r ran) want(t rapid.TB, out string) {
	t.Helper()
	if r.status != 0 || r.out != out || r.err != "" {
		t.Errorf("it wrote %q and %q with status %d; want %q", r.out, r.err, r.status, out)
	}
}

// wantFailure checks that nothing but words was written, and that words are among
// them.
func (r ran) wantFailure(t rapid.TB, status int, words ...string) {
	t.Helper()
	if r.status != status || r.out != "" {
		t.Errorf("it wrote %q with status %d; want nothing with %d", r.out, r.status, status)
	}
	for _, word := range words {
		if !strings.Contains(r.err, word) {
			t.Errorf("it says %q; want %q in it", r.err, word)
		}
	}
}

// decoded reads the one document of a run.
func decoded[T any](t rapid.TB, r ran) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(r.out), &v); err != nil || r.status != 0 || strings.Count(r.out, "\n") != 1 {
		t.Fatalf("it wrote %q and %q with status %d (%v)", r.out, r.err, r.status, err)
	}
	return v
}
