package gdbusconn

import (
	"io"
	"net"
	"syscall"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

const (
	bufferSize   = 64 << 10 // bytes asked for in one read
	controlSize  = 4 << 10  // room for more descriptors than the kernel lets come along
	maxHandshake = 64 << 10 // bytes that the other side may send before the first message
	maxWaiting   = 253      // descriptors that may wait for their message
)

// intake cuts what comes in into messages, and checks them.
type intake struct {
	conn    net.Conn
	data    []byte // received and not dropped yet
	files   fdpass.Set
	buffer  []byte
	control []byte
}

// more receives once, and gives the number of bytes.
func (in *intake) more() (int, error) {
	if in.buffer == nil {
		in.buffer, in.control = make([]byte, bufferSize), make([]byte, controlSize)
	}
	n, files, err := receive(in.conn, in.buffer, in.control)
	in.files = append(in.files, files...)
	in.data = append(in.data, in.buffer[:n]...)
	if err == nil && len(in.files) > maxWaiting {
		err = &wire.FormatError{Reason: bus.Because("more file descriptors than one message can have")}
	}
	return n, err
}

// message gives the next message, which stays in data, and its files, which are
// the caller's.
func (in *intake) message() ([]byte, fdpass.Set, error) {
	if err := in.need(wire.HeaderSize); err != nil {
		return nil, nil, err
	}
	size, err := wire.Size(in.data)
	if err != nil {
		return nil, nil, err
	}
	if err := in.need(size); err != nil {
		return nil, nil, err
	}
	count, err := check(in.data[:size:size])
	if err != nil {
		return nil, nil, err
	}
	if uint64(count) > uint64(len(in.files)) {
		return nil, nil, &wire.FormatError{Offset: size, Reason: bus.Because("fewer file descriptors than it says")}
	}
	files := in.files[:count:count]
	in.files = in.files[count:]
	return in.data[:size], files, nil
}

// need receives until there are n bytes. Memory is set aside as they arrive,
// whatever length was announced.
func (in *intake) need(n int) error {
	for len(in.data) < n {
		if _, err := in.more(); err != nil {
			return err
		}
	}
	return nil
}

// drop forgets the first n bytes, and the memory of long messages.
func (in *intake) drop(n int) {
	rest := in.data[n:]
	if cap(in.data) > 4*bufferSize {
		in.data = append([]byte(nil), rest...)
		return
	}
	in.data = in.data[:copy(in.data, rest)]
}

// close closes the files that no message has claimed.
func (in *intake) close() { in.files.Close() }

// check tells whether a message is well-formed, and how many files go with it. It
// asks GDBus too, which refuses a few that are, and would write those to the log.
func check(raw []byte) (files uint32, err error) {
	frame, err := wire.Parse(raw)
	if err != nil {
		return 0, err
	}
	if _, err := frame.Body(); err != nil {
		return 0, err
	}
	m, err := newMessage(raw)
	if err != nil {
		return 0, &wire.FormatError{Offset: len(raw), Reason: bus.Because("%s", err.Error())}
	}
	m.free()
	return frame.FileCount, nil
}

// receive reads once, with the files that come along. At the end of the connection
// the error is io.EOF.
func receive(conn net.Conn, data, control []byte) (int, fdpass.Set, error) {
	unix, ok := conn.(*net.UnixConn)
	if !ok {
		n, err := conn.Read(data)
		return n, nil, err
	}
	n, controls, flags, _, err := unix.ReadMsgUnix(data, control)
	files := rights(control[:max(controls, 0)])
	switch {
	case err != nil:
		return max(n, 0), files, err
	case flags&syscall.MSG_CTRUNC != 0:
		return n, files, io.ErrUnexpectedEOF // too many files are open here
	case n == 0:
		return 0, files, io.EOF
	}
	return n, files, nil
}

// rights are the files in the control data of a read.
func rights(control []byte) fdpass.Set {
	messages, err := syscall.ParseSocketControlMessage(control)
	if err != nil {
		return nil
	}
	var files fdpass.Set
	for i := range messages {
		if fds, err := syscall.ParseUnixRights(&messages[i]); err == nil {
			files = append(files, fds...)
		}
	}
	return files
}
