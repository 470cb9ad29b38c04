package gdbusconn

// #cgo pkg-config: gio-2.0
// #include "message.h"
import "C"

import (
	"runtime"
	"unsafe"

	"github.com/diamondburned/gotk4/pkg/core/gerror"
	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Messages are not wrapped by gotk4: a wrapper costs more than the call, and its
// memory, with the file descriptors that came along, would only be given back when
// the garbage collector gets to it.

// send queues a message that is not empty.
func send(conn *gio.DBusConnection, blob []byte) error {
	defer runtime.KeepAlive(conn)
	var gerr *C.GError
	msg := C.bellhop_message_new(unsafe.Pointer(&blob[0]), C.gsize(len(blob)), &gerr)
	if msg == nil {
		return &bus.Error{Kind: bus.KindBadArguments, Err: gerror.Take(unsafe.Pointer(gerr))}
	}
	if C.bellhop_message_send(native(conn), msg, &gerr) == 0 {
		return gerror.Take(unsafe.Pointer(gerr))
	}
	return nil
}

// message is a message of GDBus's that came in. It must be opened or freed.
type message struct{ native *C.GDBusMessage }

func (m message) free() { C.g_object_unref(C.gpointer(m.native)) }

// reply decodes the message as the answer to a call, and frees it.
func (m message) reply() (bus.Reply, error) {
	frame, err := m.open()
	if err != nil {
		return bus.Reply{}, malformed(err)
	}
	body, err := frame.Body()
	if err != nil {
		return bus.Reply{}, malformed(err)
	}
	if frame.Type == wire.ErrorReply {
		return bus.Reply{}, wire.RemoteError(frame, body)
	}
	return bus.Reply{Body: body, Signature: frame.Signature, Sender: frame.Sender}, nil
}

// open reads the message's header, and frees it.
func (m message) open() (*wire.Frame, error) {
	blob, err := m.blob()
	if err != nil {
		return nil, err
	}
	return wire.Parse(blob)
}

// blob is the message in the format of the wire.
func (m message) blob() ([]byte, error) {
	var size C.gsize
	var gerr *C.GError
	data := C.bellhop_message_take(m.native, &size, &gerr)
	if data == nil {
		return nil, gerror.Take(unsafe.Pointer(gerr))
	}
	defer C.g_free(C.gpointer(data))
	blob := make([]byte, size)
	copy(blob, unsafe.Slice((*byte)(data), size))
	return blob, nil
}

func malformed(err error) error {
	return &bus.Error{Kind: bus.KindProtocol, Message: "the answer is malformed", Err: err}
}
