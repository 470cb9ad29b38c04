package bus_test

import (
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// backends are the dialers that what looks at a bus is tested with.
func backends() map[string]bus.Dialer {
	return map[string]bus.Dialer{
		"godbus": godbusconn.NewDialer(),
		"GDBus":  gdbusconn.NewDialer(loop),
	}
}
