package gdbusconn

// #cgo pkg-config: gio-2.0
// #include "stream.h"
import "C"

import (
	"context"
	"net"
	"os"
	"runtime"
	"unsafe"

	"github.com/diamondburned/gotk4/pkg/core/gerror"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// stream is a connected socket that speaks no D-Bus yet.
type stream struct{ gio.IOStreamer }

// openStream connects to the first entry of a D-Bus address that lets it.
func openStream(ctx context.Context, loop *mainloop.Loop, address string) (stream, error) {
	return gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gio.DBusAddressGetStream(ctx, address, ready)
		},
		finishStream)
}

// finishStream does what gotk4's DBusAddressGetStreamFinish should, which panics
// where there is an error.
func finishStream(res gio.AsyncResulter) (stream, error) {
	defer runtime.KeepAlive(res)
	var gerr *C.GError
	native := C.bellhop_stream_finish(C.uintptr_t(coreglib.BaseObject(res).Native()), &gerr)
	if native == nil {
		return stream{}, gerror.Take(unsafe.Pointer(gerr))
	}
	return stream{coreglib.AssumeOwnership(unsafe.Pointer(native)).Cast().(gio.IOStreamer)}, nil
}

// newStream makes a stream of a connected socket. The file stays the caller's.
func newStream(socket *os.File) (stream, error) {
	var native *C.GIOStream
	var gerr *C.GError
	raw, err := socket.SyscallConn()
	if err != nil {
		return stream{}, err
	}
	err = raw.Control(func(fd uintptr) { native = C.bellhop_stream_new(C.int(fd), &gerr) })
	switch {
	case err != nil:
		return stream{}, err
	case native == nil:
		return stream{}, gerror.Take(unsafe.Pointer(gerr))
	}
	return stream{coreglib.AssumeOwnership(unsafe.Pointer(native)).Cast().(gio.IOStreamer)}, nil
}

// socket is a duplicate of the stream's socket.
func (s stream) socket() (net.Conn, error) {
	defer runtime.KeepAlive(s.IOStreamer)
	fd, err := C.bellhop_stream_socket(s.native())
	if fd < 0 {
		return nil, os.NewSyscallError("fcntl", err)
	}
	file := os.NewFile(uintptr(fd), "socket")
	defer file.Close()
	return net.FileConn(file)
}

func (s stream) native() C.uintptr_t {
	return C.uintptr_t(coreglib.BaseObject(s.IOStreamer).Native())
}

// shutdown ends whatever reads or writes on the socket.
func (s stream) shutdown() {
	defer runtime.KeepAlive(s.IOStreamer)
	C.bellhop_stream_shutdown(s.native())
}

// close gives the socket back, once nothing reads or writes on it.
func (s stream) close() {
	defer runtime.KeepAlive(s.IOStreamer)
	C.bellhop_stream_close(s.native())
}
