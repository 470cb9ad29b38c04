package wire

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"sync"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
)

// Receiver is told what comes in over a [Transport], by one goroutine. Neither
// method may block.
type Receiver interface {
	// Receive is given each message in its turn. The frame is the receiver's.
	Receive(*Frame)
	// Ended is called once, after the last message, with what ended the
	// reading: io.EOF if the other side hung up between two messages,
	// net.ErrClosed if this side did, a *[FormatError] if the other side did
	// not keep to the protocol.
	Ended(error)
}

// Transport carries D-Bus between a socket and godbus. While godbus
// authenticates, bytes pass as they are, up to a bound. From then on godbus's
// reading goroutine cuts messages out of the stream for the [Receiver], and
// sees none itself; messages to send are written in the order in which they
// were handed over, by a goroutine of the transport's, so that nobody who sends
// ever waits for the other side to read.
//
// On a unix socket it asks for file descriptors, since some buses disconnect a
// client that does not take any. Those that come with a message are described in its
// frame, and closed.
type Transport struct {
	conn     net.Conn
	receiver Receiver
	in       input

	// Only used by the goroutine that authenticates, until it has.
	begun     bool
	handshake int // bytes read so far

	mu      sync.Mutex
	queue   batch           // messages not yet written
	backlog int             // bytes that the queue takes, with what is being written
	flushes []chan struct{} // closed once all that is in the queue is written
	closed  bool
	failure error         // why nothing can be written any more
	wake    chan struct{} // holds a token while the writer has something to do
	writer  sync.WaitGroup
}

const (
	lastWords    = 250 * time.Millisecond // how long Close goes on writing what was sent before it
	pieceSize    = 24                     // bytes that a piece takes in the queue, beside its own
	maxHandshake = 64 << 10               // bytes that a server may send before the first message
)

// NewTransport returns the transport over a connected socket, which from then
// on belongs to it.
func NewTransport(conn net.Conn, receiver Receiver) *Transport {
	return &Transport{
		conn: conn, receiver: receiver, in: input{conn: conn},
		wake: make(chan struct{}, 1),
	}
}

// Read gives godbus the bytes of the handshake. After it, Read receives
// messages until no more come, and then returns what ended them.
func (t *Transport) Read(p []byte) (int, error) {
	if t.begun {
		err := t.receive()
		t.receiver.Ended(err)
		return 0, err
	}
	n, err := t.conn.Read(p)
	if t.handshake += n; t.handshake > maxHandshake {
		return 0, bus.Because("the handshake does not end").Err()
	}
	return n, err
}

func (t *Transport) receive() error {
	defer t.in.arrivals.close()
	for {
		raw, err := t.in.message()
		if err != nil {
			return err
		}
		frame, err := parseFrame(raw)
		if err != nil {
			return err
		}
		if err := t.in.arrivals.claim(frame, t.in.used()); err != nil {
			return err
		}
		t.receiver.Receive(frame)
	}
}

// Write writes a line of the handshake, whose last is BEGIN.
func (t *Transport) Write(p []byte) (int, error) {
	if t.begun {
		return 0, errors.New("wire: a message that did not go through Send")
	}
	begin := bytes.Equal(p, []byte("BEGIN\r\n"))
	if begin {
		if err := t.negotiate(); err != nil {
			return 0, err
		}
	}
	n, err := t.conn.Write(p)
	if begin && err == nil {
		t.begun = true
		t.writer.Go(t.write)
	}
	return n, err
}

// negotiate agrees to receive file descriptors, where that is possible.
func (t *Transport) negotiate() error {
	unix, ok := t.conn.(*net.UnixConn)
	if !ok {
		return nil
	}
	if _, err := io.WriteString(t.conn, "NEGOTIATE_UNIX_FD\r\n"); err != nil {
		return err
	}
	var line []byte
	for one := make([]byte, 1); one[0] != '\n'; line = append(line, one[0]) {
		if _, err := t.Read(one); err != nil {
			return err
		}
	}
	if bytes.HasPrefix(line, []byte("AGREE_UNIX_FD")) {
		t.in.unix = unix
	}
	return nil // with any other answer, this side does without
}

// Send hands over one whole message in pieces, which from then on belong to the
// transport. It never blocks. Its error says that the connection has ended.
func (t *Transport) Send(message ...[]byte) error {
	return t.SendFiles(nil, message...)
}

// CarriesFiles reports whether files can go along with messages. It may be asked
// once the handshake is over.
func (t *Transport) CarriesFiles() bool { return t.in.unix != nil }

// SendFiles is Send for a message with files, which go along with its first byte.
// They too belong to the transport from then on, which closes them. The error may
// be [ErrNoFiles].
func (t *Transport) SendFiles(files fdpass.Set, message ...[]byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.endedLocked()
	if err == nil && len(files) > 0 && !t.CarriesFiles() {
		err = ErrNoFiles
	}
	if err != nil {
		files.Close()
		return err
	}
	if len(files) > 0 {
		t.queue.attached = append(t.queue.attached, attachment{len(t.queue.pieces), files})
	}
	t.queue.pieces = append(t.queue.pieces, message...)
	for _, piece := range message {
		t.backlog += cap(piece) + pieceSize
	}
	t.wakeLocked()
	return nil
}

// Backlog is how much memory, in bytes, is taken by what was sent and is not yet
// written.
func (t *Transport) Backlog() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.backlog
}

// Flush waits until what was sent so far is written, or the context ends, or
// the connection.
func (t *Transport) Flush(ctx context.Context) error {
	t.mu.Lock()
	if err := t.endedLocked(); err != nil {
		t.mu.Unlock()
		return err
	}
	flushed := make(chan struct{})
	t.flushes = append(t.flushes, flushed)
	t.wakeLocked()
	t.mu.Unlock()
	select {
	case <-flushed:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failure
}

func (t *Transport) endedLocked() error {
	if t.failure == nil && t.closed {
		return net.ErrClosed
	}
	return t.failure
}

func (t *Transport) wakeLocked() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// write writes what was sent until the transport is closed and nothing is left,
// or until the other side cannot be written to.
func (t *Transport) write() {
	for {
		<-t.wake
		// Others that are about to send get their turn first: one write for all of
		// them costs this side and the other a fraction of one for each.
		runtime.Gosched()
		t.mu.Lock()
		queue, size, flushes, closed := t.queue, t.backlog, t.flushes, t.closed
		t.queue, t.flushes = batch{}, nil
		t.mu.Unlock()

		err := queue.write(t.conn)
		t.mu.Lock()
		t.backlog -= size
		if err != nil {
			t.failure = err
			t.queue.close()
			t.queue = batch{}
			flushes = append(flushes, t.flushes...)
		}
		t.mu.Unlock()
		if err != nil {
			t.conn.Close() // the reader notices
		}
		for _, flushed := range flushes {
			close(flushed)
		}
		if err != nil || closed {
			return
		}
	}
}

// Close writes what was sent before it, as far as that takes no longer than a
// moment, and closes the socket. It waits for the writer, and may be called
// more than once.
func (t *Transport) Close() error {
	t.mu.Lock()
	if !t.closed {
		t.closed = true
		t.conn.SetWriteDeadline(time.Now().Add(lastWords))
		t.wakeLocked()
	}
	t.mu.Unlock()
	t.writer.Wait()
	if err := t.conn.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// Discard closes the socket at once, which ends every read and write on it. It
// gives up a handshake; a transport still has to be closed after it.
func (t *Transport) Discard() { t.conn.Close() }

// Failure is why writing failed, nil if it did not.
func (t *Transport) Failure() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failure
}
