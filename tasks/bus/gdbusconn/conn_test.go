package gdbusconn_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

// loop runs beside the tests.
var loop *mainloop.Loop

func TestMain(m *testing.M) {
	os.Exit(mainlooptest.Run(m,
		func(err error) { fmt.Fprintln(os.Stderr, "reported to the loop:", err) },
		func(l *mainloop.Loop) { loop = l }))
}

func TestConformance(t *testing.T) {
	bustest.TestConn(t, func(_ testing.TB, getenv func(string) string) bus.Dialer {
		return gdbusconn.NewDialer(loop, gdbusconn.WithGetenv(getenv))
	})
}

// practiceCall is a call of one of the practice service's methods.
func practiceCall(member bus.Member, args ...bus.Value) bus.Call {
	return bus.Call{
		Destination: practice.Name, Path: practice.Path,
		Interface: practice.Interface, Member: member, Args: args,
	}
}

func dial(t testing.TB, address bus.Address) bus.Conn {
	t.Helper()
	conn, err := gdbusconn.NewDialer(loop).Dial(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// TestMainThreadIsRefused tries everything that waits where waiting would never
// end.
func TestMainThreadIsRefused(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	conn := dial(t, daemon.BusAddress(t))
	errs := make(chan error, 3)
	err := loop.Post(func() {
		_, err := gdbusconn.NewDialer(loop).Dial(t.Context(), daemon.BusAddress(t))
		errs <- err
		_, err = conn.Call(t.Context(), practiceCall("Add", bus.Int32(1), bus.Int32(2)))
		errs <- err
		errs <- conn.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
	for range cap(errs) {
		if err := <-errs; !errors.Is(err, gasync.ErrOnMainThread) {
			t.Errorf("on the main thread: %v; want ErrOnMainThread", err)
		}
	}
	if err := conn.Err(); err != nil {
		t.Errorf("the connection ended: %v", err)
	}
}
