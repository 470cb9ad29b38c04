package gdbusconn

// #cgo pkg-config: gio-2.0
// #cgo noescape bellhop_bare_send
// #cgo nocallback bellhop_bare_send
// #cgo noescape bellhop_bare_open
// #cgo nocallback bellhop_bare_open
// #include "bare.h"
import "C"

import (
	"encoding/binary"
	"runtime"
	"unsafe"

	"github.com/diamondburned/gotk4/pkg/core/gerror"
	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Most calls have no arguments, and most answers one small value or none. Those
// are made and read by themselves: in the format of the wire, GDBus would parse what
// was just encoded, and encode what it has just parsed, which takes up to a third of
// a call's time.

// bareCall is a call without arguments and files, to send.
type bareCall struct {
	call   bus.Call
	serial uint32
}

// isBare tells whether a call can be sent as a bareCall.
func isBare(call bus.Call) bool { return len(call.Args) == 0 && len(call.Files) == 0 }

func (m *bareCall) close() {}

func (m *bareCall) send(conn *gio.DBusConnection) error {
	defer runtime.KeepAlive(conn)
	var room [256]byte
	names := room[:0]
	for _, name := range [...]string{
		string(m.call.Destination), string(m.call.Path), string(m.call.Interface), string(m.call.Member),
	} {
		names = append(append(names, name...), 0)
	}
	var gerr *C.GError
	first := (*C.char)(unsafe.Pointer(&names[0]))
	flags := C.guint8(m.call.Flags & knownFlags)
	switch sent := C.bellhop_bare_send(native(conn), first, flags, C.guint32(m.serial), &gerr); {
	case sent != 0:
		return nil
	case gerr == nil:
		return &bus.Error{Kind: bus.KindUnsupported, Reason: bus.Because("GDBus takes one of the call’s names for invalid")}
	}
	return gerror.Take(unsafe.Pointer(gerr))
}

// bare reads the message as an answer with at most one value, of a basic type. It
// reports false if the message has more than that, or is malformed.
func (m message) bare() (frame *wire.Frame, body []bus.Value, ok bool) {
	var bare C.BellhopBare
	if C.bellhop_bare_open(m.native, &bare) == 0 {
		return nil, nil, false
	}
	frame = &wire.Frame{Type: wire.MethodReturn}
	if bare.error_name != nil {
		frame.Type, frame.ErrorName = wire.ErrorReply, C.GoString(bare.error_name)
	}
	if bare.sender != nil {
		var err error
		if frame.Sender, err = bus.ParseName(C.GoString(bare.sender)); err != nil {
			return nil, nil, false
		}
	}
	if bare._type == 0 {
		return frame, nil, true
	}
	frame.Signature = bus.Signature(byte(bare._type))
	data := unsafe.Slice((*byte)(bare.data), bare.size)
	body, err := wire.Decode(wired(frame.Signature.Type(), data), binary.NativeEndian, frame.Signature)
	return frame, body, err == nil
}

// wired makes the wire's form of a value of a basic type out of GVariant's.
func wired(code bus.TypeCode, data []byte) []byte {
	switch code {
	case bus.TypeBool:
		return binary.NativeEndian.AppendUint32(nil, uint32(data[0]))
	case bus.TypeString, bus.TypeObjectPath:
		return append(binary.NativeEndian.AppendUint32(nil, uint32(len(data)-1)), data...)
	case bus.TypeSignature:
		return append([]byte{byte(len(data) - 1)}, data...)
	}
	return data
}
