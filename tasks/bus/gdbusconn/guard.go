package gdbusconn

import (
	"bytes"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// guard stands between GDBus and another side that no bus vouches for, and lets
// nothing through but well-formed messages. What GDBus finds wrong when it reads by
// itself, it writes to the log, byte by byte: a malformed message of 16 MiB takes it
// ten seconds and half a gigabyte, on the thread that serves every connection of the
// process.
type guard struct {
	far   net.Conn      // to the other side
	near  *net.UnixConn // to GDBus
	begun atomic.Bool   // the handshake is over, and GDBus has said so

	out, in sync.WaitGroup
	mu      sync.Mutex
	why     error // the fault of what came in
}

// guarded completes a transport by a guard, and the stream to it. It takes the
// connection to the other side over.
func guarded(far net.Conn, t transport) (transport, error) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC|syscall.SOCK_NONBLOCK, 0)
	if err != nil {
		far.Close()
		return transport{}, os.NewSyscallError("socketpair", err)
	}
	ours, theirs := os.NewFile(uintptr(ends[0]), "guard"), os.NewFile(uintptr(ends[1]), "guard")
	defer ours.Close()
	defer theirs.Close()
	near, err := net.FileConn(ours)
	if err != nil {
		far.Close()
		return transport{}, err
	}
	if t.stream, err = newStream(theirs); err != nil {
		far.Close()
		near.Close()
		return transport{}, err
	}
	t.guard = newGuard(far, near.(*net.UnixConn), t.ask == askBridge)
	return t, nil
}

// newGuard passes messages between both connections, which it closes. The handshake
// passes too, unless it has been.
func newGuard(far net.Conn, near *net.UnixConn, begun bool) *guard {
	g := &guard{far: far, near: near}
	g.begun.Store(begun)
	g.out.Go(g.passOut)
	g.in.Go(func() {
		g.fail(g.passIn())
	})
	return g
}

// fail ends the connection, for a reason. What has passed already reaches GDBus
// before the end does.
func (g *guard) fail(why error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, malformed := errors.AsType[*wire.FormatError](why); malformed {
		g.why = why
	}
	g.near.CloseWrite()
	g.far.Close()
}

// failure is what was malformed, nil if nothing was. Whoever has seen the end of the
// stream is told.
func (g *guard) failure() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.why
}

// close passes on what GDBus has written before it closed its side, for at most a
// moment, and waits for both directions to end.
func (g *guard) close() {
	soon := time.Now().Add(lastWords)
	g.near.SetReadDeadline(soon)
	g.far.SetWriteDeadline(soon)
	g.out.Wait()
	g.far.Close()
	g.near.Close()
	g.in.Wait()
}

// passOut passes on what GDBus writes.
func (g *guard) passOut() {
	data, control := make([]byte, bufferSize), make([]byte, controlSize)
	var said []byte // so far, until the handshake is over
	for {
		n, files, err := receive(g.near, data, control)
		if !g.begun.Load() {
			said = append(said, data[:n]...)
			if bytes.Contains(said, []byte("\r\nBEGIN\r\n")) {
				g.begun.Store(true)
			}
		}
		if n > 0 {
			err = errors.Join(err, transmit(g.far, data[:n], files))
		}
		files.Close()
		if err != nil {
			g.far.Close() // which ends the other direction
			return
		}
	}
}

// passIn passes on what comes in, and returns why no more does.
func (g *guard) passIn() error {
	in := intake{conn: g.far}
	defer in.close()
	handshake := 0
	for {
		n, err := in.more()
		if err != nil {
			return err
		}
		if g.begun.Load() {
			break
		}
		if handshake += n; handshake > maxHandshake {
			return &wire.FormatError{Offset: handshake, Reason: bus.Because("the handshake does not end")}
		}
		if _, err := g.near.Write(in.data); err != nil {
			return err
		}
		in.drop(n)
	}
	for {
		message, files, err := in.message()
		if err != nil {
			return err
		}
		err = transmit(g.near, message, files)
		files.Close()
		in.drop(len(message))
		if err != nil {
			return err
		}
	}
}

// transmit writes data, of which there is some. Files go with the last byte: that
// belongs to their message, but the first may not, where the data of several writes
// was received at once.
func transmit(conn net.Conn, data []byte, files fdpass.Set) error {
	unix, ok := conn.(*net.UnixConn)
	if !ok || len(files) == 0 {
		_, err := conn.Write(data)
		return err
	}
	last := len(data) - 1
	if _, err := conn.Write(data[:last]); err != nil {
		return err
	}
	_, _, err := unix.WriteMsgUnix(data[last:], syscall.UnixRights(files...), nil)
	return err
}
