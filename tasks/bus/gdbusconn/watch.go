package gdbusconn

// #cgo pkg-config: gio-2.0
// #include "watch.h"
import "C"

import (
	"errors"
	"runtime"
	"runtime/cgo"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
)

// watch tells calls of the replies that come in over a connection, and of its
// end. It is in C since gotk4's handler of "closed" frees an error that is not
// its own, and its filters wrap every message that passes.
type watch C.BellhopWatch

// startWatch must be called on the main loop's thread, so that calls hears of the
// end even if it comes at once.
func startWatch(conn *gio.DBusConnection, calls *table) watch {
	defer runtime.KeepAlive(conn)
	return watch(C.bellhop_watch(native(conn), C.uintptr_t(cgo.NewHandle(calls))))
}

func (w watch) stop(conn *gio.DBusConnection) {
	defer runtime.KeepAlive(conn)
	C.bellhop_unwatch(native(conn), C.BellhopWatch(w))
}

func native(conn *gio.DBusConnection) C.uintptr_t {
	return C.uintptr_t(coreglib.BaseObject(conn).Native())
}

//export bellhopWatchAnswered
func bellhopWatchAnswered(handle C.uintptr_t, serial C.guint32) {
	cgo.Handle(handle).Value().(*table).answered(uint32(serial))
}

//export bellhopWatchClosed
func bellhopWatchClosed(handle C.uintptr_t, message *C.char) {
	why := errors.New("the bus closed the connection")
	if message != nil {
		why = errors.New(C.GoString(message))
	}
	cgo.Handle(handle).Value().(*table).end(why)
}

//export bellhopWatchReleased
func bellhopWatchReleased(handle C.uintptr_t) { cgo.Handle(handle).Delete() }
