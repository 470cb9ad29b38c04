package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// recorder keeps what it is told.
type recorder struct {
	frames chan *Frame
	ended  chan error
}

func (r *recorder) Receive(f *Frame) { r.frames <- f }
func (r *recorder) Ended(err error)  { r.ended <- err }

// begin gives a transport that has done its handshake and is being read from,
// and the far end of its socket.
func begin(t testing.TB) (*Transport, *recorder, *net.UnixConn) {
	t.Helper()
	near, far := sockets(t)
	r := &recorder{frames: make(chan *Frame, 16), ended: make(chan error, 1)}
	transport := NewTransport(near, r)
	var wg sync.WaitGroup
	wg.Go(func() { io.WriteString(far, "AGREE_UNIX_FD\r\n") })
	if _, err := transport.Write([]byte("BEGIN\r\n")); err != nil {
		t.Fatal(err)
	}
	handshake := make([]byte, len("NEGOTIATE_UNIX_FD\r\nBEGIN\r\n"))
	if _, err := io.ReadFull(far, handshake); err != nil || !strings.HasSuffix(string(handshake), "\nBEGIN\r\n") {
		t.Fatalf("the handshake ended with %q, %v", handshake, err)
	}
	wg.Go(func() { transport.Read(make([]byte, 1)) })
	t.Cleanup(func() {
		transport.Close()
		far.Close()
		wg.Wait()
	})
	return transport, r, far
}

// sockets gives both ends of a unix socket.
func sockets(t testing.TB) (near, far *net.UnixConn) {
	t.Helper()
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(t.TempDir(), "s"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	near, err = net.DialUnix("unix", nil, listener.Addr().(*net.UnixAddr))
	if err != nil {
		t.Fatal(err)
	}
	if far, err = listener.AcceptUnix(); err != nil {
		t.Fatal(err)
	}
	return near, far
}

func TestMessagesInPieces(t *testing.T) {
	_, r, far := begin(t)
	long := bus.Bytes(make([]byte, 200_000))
	body, sig, err := Encode([]bus.Value{long})
	if err != nil {
		t.Fatal(err)
	}
	var stream []byte
	for serial := range uint32(5) {
		stream = append(stream, message(MethodReturn, serial+1, nil, replies)...)
		stream = append(stream, message(Signal, serial+100, body, path, iface, member, field(fieldSignature, bus.SignatureValue(sig)))...)
	}
	go func() {
		for part := range slices.Chunk(stream, 7001) {
			far.Write(part)
		}
	}()
	for serial := range uint32(5) {
		if f := <-r.frames; f.Serial != serial+1 {
			t.Fatalf("serial %d; want %d", f.Serial, serial+1)
		}
		f := <-r.frames
		values, err := f.Body()
		if f.Serial != serial+100 || err != nil || !values[0].Equal(long) {
			t.Fatalf("serial %d with a body of %d values, %v", f.Serial, len(values), err)
		}
	}
}

func TestEnds(t *testing.T) {
	whole := message(MethodReturn, 1, nil, replies)
	for _, test := range []struct {
		what string
		send []byte
		want func(error) bool
	}{
		{"between two messages", whole, func(err error) bool { return errors.Is(err, io.EOF) }},
		{"inside the fixed header", whole[:9], func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }},
		{"inside a message", whole[:len(whole)-1], func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }},
		{"with nonsense", []byte("HTTP/1.1 400 Bad Request\r\n\r\n"), isFormatError},
		{"with a message that is too long", []byte("l\x02\x00\x01\xff\xff\xff\x0f\x01\x00\x00\x00\x00\x00\x00\x00"), isFormatError},
		{"with a bad header", message(MethodCall, 1, nil, member), isFormatError},
	} {
		_, r, far := begin(t)
		far.Write(test.send)
		far.Close()
		if err := <-r.ended; !test.want(err) {
			t.Errorf("ended %s: %v", test.what, err)
		}
	}
}

func isFormatError(err error) bool {
	_, ok := errors.AsType[*FormatError](err)
	return ok
}

// TestAnnouncedLengthCostsNothing announces 128 MiB and sends none of it.
func TestAnnouncedLengthCostsNothing(t *testing.T) {
	_, r, far := begin(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	far.Write([]byte("l\x02\x00\x01\x00\x00\xff\x07\x01\x00\x00\x00\x08\x00\x00\x00"))
	far.Close()
	if err := <-r.ended; !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("it took %d bytes", took)
	}
}

// TestSendNeverWaits sends to a peer that reads nothing.
func TestSendNeverWaits(t *testing.T) {
	transport, _, far := begin(t)
	const count, size = 64, 1 << 20
	for i := range count {
		b := make([]byte, size)
		b[0] = byte(i)
		if err := transport.Send(b[:1], b[1:]); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := transport.Flush(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Flush: %v; want DeadlineExceeded while nobody reads", err)
	}
	flushed := make(chan error, 1)
	go func() { flushed <- transport.Flush(t.Context()) }()
	b := make([]byte, size)
	for i := range count {
		if _, err := io.ReadFull(far, b); err != nil || b[0] != byte(i) {
			t.Fatalf("message %d: it starts with %d, %v", i, b[0], err)
		}
	}
	if err := <-flushed; err != nil {
		t.Errorf("Flush: %v", err)
	}
}

func TestCloseWritesWhatWasSent(t *testing.T) {
	transport, r, far := begin(t)
	transport.Send([]byte("last"), []byte(" words"))
	if err := transport.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if all, err := io.ReadAll(far); err != nil || string(all) != "last words" {
		t.Errorf("the far end read %q, %v", all, err)
	}
	if err := <-r.ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("Ended: %v; want net.ErrClosed", err)
	}
	if err := transport.Send([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Send: %v; want net.ErrClosed", err)
	}
	if err := transport.Flush(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Flush: %v; want net.ErrClosed", err)
	}
}

// TestCloseIsNotHeldUp closes while the peer reads nothing.
func TestCloseIsNotHeldUp(t *testing.T) {
	transport, r, _ := begin(t)
	transport.Send(make([]byte, 64<<20))
	transport.Close()
	<-r.ended
	if transport.Failure() == nil {
		t.Error("Failure: nil, though not everything was written")
	}
}

// TestHandshakeIsBounded has the server talk without end before BEGIN.
func TestHandshakeIsBounded(t *testing.T) {
	near, far := sockets(t)
	transport := NewTransport(near, nil)
	defer transport.Close()
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			if _, err := far.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	})
	total := 0
	for p := make([]byte, 4096); ; {
		n, err := transport.Read(p)
		if total += n; err != nil {
			break
		}
		if total > 2*maxHandshake {
			t.Fatalf("%d bytes and no error", total)
		}
	}
	transport.Discard()
	far.Close()
	wg.Wait()
}

// BenchmarkCloseIsHeldUp is how long that takes.
func BenchmarkCloseIsHeldUp(b *testing.B) {
	message := make([]byte, 64<<20)
	for b.Loop() {
		b.StopTimer()
		transport, r, _ := begin(b)
		transport.Send(message)
		b.StartTimer()
		transport.Close()
		b.StopTimer()
		<-r.ended
		b.StartTimer()
	}
}
