package godbusconn

import (
	"context"
	"os"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Incoming is a method call that somebody made to this connection. It may be
// kept, and answered from any goroutine, but not more than once.
type Incoming struct {
	frame *wire.Frame
	conn  *Conn
}

// Conn is the connection that the call came in on.
func (in *Incoming) Conn() *Conn { return in.conn }

// Sender is the unique name of the caller.
func (in *Incoming) Sender() bus.Name { return in.frame.Sender }

// Path is the object that is called.
func (in *Incoming) Path() bus.ObjectPath { return in.frame.Path }

// Interface is the interface that is called, "" if the caller leaves it open.
func (in *Incoming) Interface() bus.Interface { return in.frame.Interface }

// Member is the method that is called.
func (in *Incoming) Member() bus.Member { return in.frame.Member }

// Signature is the signature of the arguments.
func (in *Incoming) Signature() bus.Signature { return in.frame.Signature }

// Flags are the flags that the caller set.
func (in *Incoming) Flags() bus.Flags { return bus.Flags(in.frame.Flags) & knownFlags }

// Args decodes the arguments. Its error says that they are malformed.
func (in *Incoming) Args() ([]bus.Value, error) { return in.frame.Body() }

// Files are the descriptors that came along; they are closed.
func (in *Incoming) Files() []bus.FileInfo { return in.frame.Files }

// Reply answers with a result, unless the caller wants none. Its error is a
// *[bus.Error].
func (in *Incoming) Reply(values ...bus.Value) error { return in.ReplyFiles(nil, values...) }

// ReplyFiles is Reply with files, of which handles among the values are indexes.
// They stay the caller's, who may close them once it has returned.
func (in *Incoming) ReplyFiles(files []*os.File, values ...bus.Value) error {
	msg := wire.Message{Type: wire.MethodReturn, Files: len(files), Body: values}
	return in.answer(&msg, func() (fdpass.Set, error) { return fdpass.Dup(files) })
}

// Fail answers with an error, unless the caller wants no answer. The name has
// to be a valid error name.
func (in *Incoming) Fail(name, message string) error {
	text, err := bus.NewString(message)
	if err != nil {
		return encodeError(err)
	}
	return in.answer(&wire.Message{Type: wire.ErrorReply, ErrorName: name, Body: []bus.Value{text}}, noFiles)
}

func (in *Incoming) answer(msg *wire.Message, open func() (fdpass.Set, error)) error {
	if in.frame.Flags&wire.NoReplyExpected != 0 {
		return nil
	}
	msg.Flags = wire.NoReplyExpected
	msg.Serial = in.conn.calls.next()
	msg.ReplySerial = in.frame.Serial
	msg.Destination = in.frame.Sender
	return in.conn.send(context.Background(), msg, open)
}

// maxBacklog is how much memory, in bytes, what waits to be written may take before
// calls to a connection that offers nothing stay unanswered: who calls without end
// and reads no answers would have them pile up here.
const maxBacklog = 8 << 20

// refuse answers what comes to a connection that offers nothing.
func refuse(in *Incoming) {
	if in.conn.transport.Backlog() > maxBacklog {
		return
	}
	if in.Interface() == "org.freedesktop.DBus.Peer" && in.Member() == "Ping" {
		in.Reply()
		return
	}
	in.Fail("org.freedesktop.DBus.Error.UnknownMethod", "This program offers nothing to call.")
}

// Emit sends a signal to everybody who listens for it. Its error is a
// *[bus.Error]. It never blocks; see [Conn.Flush].
func (c *Conn) Emit(path bus.ObjectPath, iface bus.Interface, member bus.Member, args ...bus.Value) error {
	return c.send(context.Background(), &wire.Message{
		Type: wire.Signal, Serial: c.calls.next(),
		Path: path, Interface: iface, Member: member, Body: args,
	}, noFiles)
}
