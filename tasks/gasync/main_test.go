package gasync_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

// What TestMain sets up for all tests: the loop that runs beside them, the address
// of a bus of their own, and what was reported to the loop.
var (
	loop     *mainloop.Loop
	address  string
	reported reports
)

// reports takes the errors that are reported to the loop.
type reports struct {
	mu   sync.Mutex
	errs []error
}

func (r *reports) add(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, err)
}

// take returns what was reported since it was last called.
func (r *reports) take() []error {
	r.mu.Lock()
	defer r.mu.Unlock()
	errs := r.errs
	r.errs = nil
	return errs
}

func TestMain(m *testing.M) {
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	daemon, err := startDaemon()
	if err != nil {
		fmt.Fprintln(os.Stderr, "dbus-daemon:", err)
		return 1
	}
	defer daemon.stop()
	address = daemon.address
	// For gio.BusGet, which the process asks for its address only once.
	if err := os.Setenv("DBUS_SESSION_BUS_ADDRESS", address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return mainlooptest.Run(m, reported.add, func(l *mainloop.Loop) { loop = l })
}

// daemon is a private message bus.
type daemon struct {
	address string
	cmd     *exec.Cmd
	dir     string
}

const daemonConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=%s</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`

func startDaemon() (*daemon, error) {
	dir, err := os.MkdirTemp("", "gasync")
	if err != nil {
		return nil, err
	}
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, daemonConfig, dir), 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command("dbus-daemon", "--nofork", "--print-address", "--config-file="+config)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, err
	}
	return &daemon{address: strings.TrimSpace(line), cmd: cmd, dir: dir}, nil
}

func (d *daemon) stop() {
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
	_ = os.RemoveAll(d.dir)
}

// testContext returns a context that ends with the test, or in time to fail it.
func testContext(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// dial opens a connection to the private bus.
func dial(ctx context.Context) (*gio.DBusConnection, error) {
	conn, err := gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			flags := gio.DBusConnectionFlagsAuthenticationClient | gio.DBusConnectionFlagsMessageBusConnection
			gio.NewDBusConnectionForAddress(ctx, address, flags, nil, ready)
		},
		gio.NewDBusConnectionForAddressFinish)
	if err != nil {
		return nil, err
	}
	conn.SetExitOnClose(false)
	return conn, nil
}

// closeConn closes the connection and waits for that.
func closeConn(ctx context.Context, conn *gio.DBusConnection) error {
	_, err := gasync.Await(ctx, loop, conn.Close,
		func(res gio.AsyncResulter) (struct{}, error) { return struct{}{}, conn.CloseFinish(res) })
	return err
}

// testConn is dial for a test that closes the connection when it ends.
func testConn(t testing.TB) *gio.DBusConnection {
	t.Helper()
	conn, err := dial(testContext(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := closeConn(ctx, conn); err != nil {
			t.Error("Close:", err)
		}
	})
	return conn
}

// busCall calls a method of the bus itself that takes nothing.
func busCall(conn *gio.DBusConnection, method string) func(context.Context, gio.AsyncReadyCallback) {
	return func(ctx context.Context, ready gio.AsyncReadyCallback) {
		conn.Call(ctx, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
			nil, nil, gio.DBusCallFlagsNone, -1, ready)
	}
}
