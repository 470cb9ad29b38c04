package wire

import (
	"errors"
	"io"
	"net"
	"syscall"
)

// input cuts what comes from a socket into messages. It has one user.
type input struct {
	conn net.Conn
	unix *net.UnixConn // set if file descriptors can come along

	buffer     []byte
	start, end int // what was read and not yet used is buffer[start:end]
	control    []byte
	total      int64 // bytes read from the stream so far
	arrivals   arrivals
}

const (
	bufferSize  = 64 << 10 // bytes asked for in one read
	controlSize = 4 << 10  // room for more descriptors than the kernel lets one message carry
)

// message returns the bytes of the next message, which are the caller's. It
// sets memory aside only as the bytes arrive, whatever length was announced.
func (in *input) message() ([]byte, error) {
	if err := in.need(fixedHeader); err != nil {
		return nil, err
	}
	size, err := frameSize(in.buffer[in.start:in.end])
	if err != nil {
		return nil, err
	}
	message := make([]byte, 0, min(size, bufferSize))
	for {
		n := min(size-len(message), in.end-in.start)
		message = append(message, in.buffer[in.start:in.start+n]...)
		in.start += n
		if len(message) == size {
			return message, nil
		}
		if err := in.need(1); err != nil {
			return nil, midMessage(err)
		}
	}
}

// need makes sure that at least n bytes are in the buffer, n being small.
func (in *input) need(n int) error {
	if in.buffer == nil {
		in.buffer = make([]byte, bufferSize)
	}
	if in.end-in.start >= n {
		return nil
	}
	in.end = copy(in.buffer, in.buffer[in.start:in.end])
	in.start = 0
	for in.end < n {
		k, err := in.read(in.buffer[in.end:])
		in.end += k
		if err != nil && in.end < n {
			if in.end > 0 {
				return midMessage(err)
			}
			return err
		}
	}
	return nil
}

// midMessage tells a connection cut in the middle of a message from one that
// ended between two.
func midMessage(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// used is how many bytes of the stream messages were made of.
func (in *input) used() int64 { return in.total - int64(in.end-in.start) }

// read reads from the socket, with the descriptors that come along.
func (in *input) read(p []byte) (int, error) {
	if in.unix == nil {
		return in.conn.Read(p)
	}
	if in.control == nil {
		in.control = make([]byte, controlSize)
	}
	n, controls, flags, _, err := in.unix.ReadMsgUnix(p, in.control)
	in.total += int64(n)
	if controls > 0 {
		if err := in.arrivals.add(in.control[:controls], in.total); err != nil {
			return 0, err
		}
	}
	switch {
	case err != nil:
		return n, err
	case flags&syscall.MSG_CTRUNC != 0:
		return 0, errCutOff
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}
