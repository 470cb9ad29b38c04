package gdbusconn

// #cgo pkg-config: gio-2.0
// #include "answer.h"
import "C"

import (
	"runtime"
	"unsafe"

	"github.com/diamondburned/gotk4/pkg/core/gerror"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// answer is GDBus's message of a reply. It is not wrapped by gotk4, so that its
// memory, and the file descriptors that came with it, are given back when it is
// opened and not when the garbage collector gets to it.
type answer struct{ native *C.GDBusMessage }

// finishAnswer ends SendMessageWithReply.
func finishAnswer(conn *gio.DBusConnection, res gio.AsyncResulter) (answer, error) {
	defer runtime.KeepAlive(conn)
	defer runtime.KeepAlive(res)
	var gerr *C.GError
	msg := C.bellhop_answer_finish(native(conn), C.uintptr_t(coreglib.BaseObject(res).Native()), &gerr)
	if msg == nil {
		return answer{}, gerror.Take(unsafe.Pointer(gerr))
	}
	return answer{msg}, nil
}

// open decodes the answer and frees it. It must be called once.
func (a answer) open() (bus.Reply, error) {
	blob, err := a.blob()
	if err != nil {
		return bus.Reply{}, malformed(err)
	}
	frame, err := wire.Parse(blob)
	if err != nil {
		return bus.Reply{}, malformed(err)
	}
	body, err := frame.Body()
	if err != nil {
		return bus.Reply{}, malformed(err)
	}
	if frame.Type == wire.ErrorReply {
		return bus.Reply{}, wire.RemoteError(frame.ErrorName, body)
	}
	return bus.Reply{Body: body, Signature: frame.Signature, Sender: frame.Sender}, nil
}

// blob is the message in the format of the wire.
func (a answer) blob() ([]byte, error) {
	var size C.gsize
	var gerr *C.GError
	data := C.bellhop_answer_take(a.native, &size, &gerr)
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
