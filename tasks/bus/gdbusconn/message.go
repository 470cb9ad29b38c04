package gdbusconn

// #cgo pkg-config: gio-2.0 gio-unix-2.0
// #include "message.h"
import "C"

import (
	"runtime"
	"unsafe"

	"github.com/diamondburned/gotk4/pkg/core/gerror"
	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Messages are not wrapped by gotk4: a wrapper costs more than the call, and its
// memory, with the file descriptors that came along, would only be given back when
// the garbage collector gets to it.

// outgoing is a message to send.
type outgoing interface {
	// send queues the message.
	send(*gio.DBusConnection) error
	// close must be called in the end, whether the message was sent or not.
	close()
}

// encoded is a message in the format of the wire, and the open files that go with
// it.
type encoded struct {
	blob  []byte // not empty
	files fdpass.Set
}

// close closes the files of a message that was not sent.
func (m *encoded) close() { m.files.Close() }

// send queues a message. Its files are GDBus's then, which closes them once the
// message is written.
func (m *encoded) send(conn *gio.DBusConnection) error {
	defer runtime.KeepAlive(conn)
	if len(m.files) > 0 && C.bellhop_message_can_have_files(native(conn)) == 0 {
		return &bus.Error{Kind: bus.KindUnsupported, Reason: bus.Because("files cannot be sent over this connection")}
	}
	msg, err := newMessage(m.blob)
	if err != nil {
		return &bus.Error{Kind: bus.KindUnsupported, Err: err}
	}
	msg.setFiles(m.files)
	m.files = nil
	var gerr *C.GError
	if C.bellhop_message_send(native(conn), msg.native, &gerr) == 0 {
		return gerror.Take(unsafe.Pointer(gerr))
	}
	return nil
}

// message is a message of GDBus's that came in. It must be opened or freed.
type message struct{ native *C.GDBusMessage }

func (m message) free() { C.g_object_unref(C.gpointer(m.native)) }

// reply decodes the message as the answer to a call, and frees it.
func (m message) reply() (bus.Reply, error) {
	frame, body, err := m.openReply()
	if err != nil {
		return bus.Reply{}, wire.BodyError(err)
	}
	if frame.Type == wire.ErrorReply {
		return bus.Reply{}, wire.RemoteError(frame, body)
	}
	return bus.Reply{Body: body, Signature: frame.Signature, Sender: frame.Sender, Files: frame.Files}, nil
}

// openReply reads the message, and frees it.
func (m message) openReply() (*wire.Frame, []bus.Value, error) {
	if frame, body, ok := m.bare(); ok {
		m.free()
		return frame, body, nil
	}
	frame, err := m.open()
	if err != nil {
		return nil, nil, err
	}
	body, err := frame.Body()
	return frame, body, err
}

// errLost says that GDBus loses an item, as package documentation tells.
var errLost = bus.Because("GDBus cannot carry all of the message").Err()

// newMessage makes a message of bytes, of which there are some.
func newMessage(blob []byte) (message, error) {
	var gerr *C.GError
	first := unsafe.Pointer(&blob[0])
	m := message{C.bellhop_message_new(first, C.gsize(len(blob)), &gerr)}
	if m.native == nil {
		return message{}, gerror.Take(unsafe.Pointer(gerr))
	}
	if C.bellhop_message_is_whole(m.native, first) == 0 {
		m.free()
		return message{}, errLost
	}
	return m, nil
}

// setFiles gives the message open files, which are its own then.
func (m message) setFiles(set fdpass.Set) {
	if len(set) == 0 {
		return
	}
	files := make([]C.int, len(set))
	for i, fd := range set {
		files[i] = C.int(fd)
	}
	C.bellhop_message_set_files(m.native, &files[0], C.int(len(files)))
}

// open reads the message's header, looks at the files that came along, and frees
// the message.
func (m message) open() (*wire.Frame, error) {
	files := m.files().Describe()
	blob, err := m.blob()
	if err != nil {
		return nil, err
	}
	frame, err := wire.Parse(blob)
	if err != nil {
		return nil, err
	}
	frame.Files = files
	return frame, nil
}

// files are still the message's.
func (m message) files() fdpass.Set {
	var n C.int
	first := C.bellhop_message_files(m.native, &n)
	set := make(fdpass.Set, n)
	for i, fd := range unsafe.Slice(first, n) {
		set[i] = int(fd)
	}
	return set
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
