package godbusconn_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestConformance(t *testing.T) {
	bustest.TestConn(t, func(_ testing.TB, getenv func(string) string) bus.Dialer {
		return godbusconn.NewDialer(godbusconn.WithGetenv(getenv))
	})
}
