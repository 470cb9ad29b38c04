package gdbusconn_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
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
