package wire

import (
	"net"
	"syscall"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
)

// maxDescriptors is how many may wait for their message, which is as many as the
// kernel lets come along at once.
const maxDescriptors = 253

// arrivals are the descriptors that came in and that no message has claimed yet.
// They come with the first bytes of their message, or before.
type arrivals struct {
	waiting fdpass.Set
	by      int64 // the messages that begin before this byte of the stream have to claim all
}

// add takes over the descriptors in the control data of a read that ended at a
// byte of the stream.
func (a *arrivals) add(control []byte, end int64) error {
	messages, err := syscall.ParseSocketControlMessage(control)
	if err != nil {
		return err
	}
	for i := range messages {
		fds, err := syscall.ParseUnixRights(&messages[i])
		if err != nil {
			continue // credentials, say
		}
		a.waiting = append(a.waiting, fds...)
		a.by = end
	}
	if len(a.waiting) > maxDescriptors {
		return &FormatError{Reason: bus.Because("more file descriptors than one message can have")}
	}
	return nil
}

// claim gives the descriptors of a message that ends at a byte of the stream, and
// closes them.
func (a *arrivals) claim(f *Frame, end int64) error {
	if uint64(f.FileCount) > uint64(len(a.waiting)) {
		return &FormatError{Offset: f.Size(), Reason: bus.Because("fewer file descriptors than it says")}
	}
	own := a.waiting[:f.FileCount]
	f.Files = own.Describe()
	own.Close()
	a.waiting = a.waiting[f.FileCount:]
	if end >= a.by && len(a.waiting) > 0 {
		return &FormatError{Offset: f.Size(), Reason: bus.Because("more file descriptors than it says")}
	}
	return nil
}

// close closes what nobody has claimed.
func (a *arrivals) close() {
	a.waiting.Close()
	a.waiting = nil
}

// errCutOff is the end of a connection whose messages are not whole any more.
var errCutOff = bus.Because("file descriptors that came in were lost, since too many are open here").Err()

// ErrNoFiles is the error of sending files where they cannot go along.
var ErrNoFiles = &bus.Error{Kind: bus.KindUnsupported, Reason: bus.Because("files can only be sent over a local socket whose other side agrees to them")}

// attachment is what goes along with a piece of the queue.
type attachment struct {
	piece int
	files fdpass.Set
}

// batch is a number of messages to write, in pieces.
type batch struct {
	pieces   net.Buffers
	attached []attachment // in the order of their pieces
}

// close closes the files that have not been sent.
func (b *batch) close() {
	for _, a := range b.attached {
		a.files.Close()
	}
	b.attached = nil
}

// write writes the batch, and each file with the first byte of its piece. It closes
// the files.
func (b *batch) write(conn net.Conn) error {
	defer b.close()
	written := 0
	for len(b.attached) > 0 {
		next := b.attached[0]
		before := b.pieces[written:next.piece]
		if _, err := before.WriteTo(conn); err != nil {
			return err
		}
		piece := &b.pieces[next.piece]
		n, _, err := conn.(*net.UnixConn).WriteMsgUnix(*piece, syscall.UnixRights(next.files...), nil)
		if err != nil {
			return err
		}
		*piece = (*piece)[n:]
		written = next.piece
		next.files.Close()
		b.attached = b.attached[1:]
	}
	rest := b.pieces[written:]
	_, err := rest.WriteTo(conn)
	return err
}
