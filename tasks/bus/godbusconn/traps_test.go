package godbusconn_test

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// The tests here are of what godbus does to its users, each of which has to be
// worked round here or not to matter.

// serving gives a connection to a private bus, and one whose calls handler answers.
func serving(t *testing.T, handler func(*godbusconn.Incoming)) (conn *godbusconn.Conn, service bus.Name) {
	t.Helper()
	daemon := bustest.StartDaemon(t)
	dial := func(opts ...godbusconn.Option) *godbusconn.Conn {
		c, err := godbusconn.NewDialer(opts...).DialConn(t.Context(), daemon.BusAddress(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	return dial(), dial(godbusconn.WithHandler(handler)).UniqueName()
}

func to(service bus.Name, args ...bus.Value) bus.Call {
	return bus.Call{Destination: service, Path: "/", Interface: "com.example.Trap", Member: "Do", Args: args}
}

func TestTrapAInteractiveAuthorization(t *testing.T) {
	flags := make(chan bus.Flags, 1)
	conn, service := serving(t, func(in *godbusconn.Incoming) {
		flags <- in.Flags()
		in.Reply()
	})
	c := to(service)
	c.Flags = bus.InteractiveAuthorization | bus.NoAutoStart
	if _, err := conn.Call(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := <-flags; got != c.Flags {
		t.Errorf("the flags arrived as %03b; want %03b", got, c.Flags)
	}
}

func TestTrapBHeadersOfReplies(t *testing.T) {
	conn, service := serving(t, func(in *godbusconn.Incoming) { in.Reply(bus.Uint16(1), bus.String("x")) })
	reply, err := conn.Call(t.Context(), to(service))
	if err != nil || reply.Signature != "qs" || reply.Sender != service || reply.Size() != 10 {
		t.Errorf("%+v, %v; want “qs” from %s", reply, err, service)
	}
}

// TestTrapCOrderOfSignals has ten thousand signals come in, in their order, and
// without a goroutine for each.
func TestTrapCOrderOfSignals(t *testing.T) {
	const count = 10_000
	conn := dialPeer(t, func(call *wire.Frame, out io.Writer) {
		var all []byte
		for i := range uint32(count) {
			all = append(all, encode(&wire.Message{
				Type: wire.Signal, Path: "/", Interface: "com.example.Peer", Member: "Counted", Body: []bus.Value{bus.Uint32(i)},
			})...)
		}
		out.Write(all)
		send(out, &wire.Message{Type: wire.MethodReturn, ReplySerial: call.Serial})
	})
	before := runtime.NumGoroutine()
	next, most := uint64(0), 0
	defer conn.Tap(func(msg bus.Message) {
		if i, _ := msg.Body[0].AsUint(); i == next {
			next++
		}
		most = max(most, runtime.NumGoroutine())
	})()
	if _, err := conn.Call(t.Context(), anyCall); err != nil || next != count {
		t.Errorf("%d signals came in their order, %v; want %d", next, err, count)
	}
	if most > before+3 {
		t.Errorf("there were %d goroutines; want about %d", most, before)
	}
}

// TestTrapDCallsInFlight counts the calls that wait, for whoever keeps to the limits
// of a bus, and ends one that has no answer with its context.
func TestTrapDCallsInFlight(t *testing.T) {
	conn, service := serving(t, func(*godbusconn.Incoming) {})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	const count = 300
	for range count {
		go func() {
			_, err := conn.Call(ctx, to(service))
			ended <- err
		}()
	}
	for conn.Stats().InFlight < count {
		runtime.Gosched()
	}
	cancel()
	for range count {
		if err := <-ended; bus.KindOf(err) != bus.KindCanceled {
			t.Errorf("%v; want KindCanceled", err)
		}
	}
	if got := conn.Stats(); got != (bus.Stats{Orphans: count}) {
		t.Errorf("Stats: %+v; want %d orphans", got, count)
	}
}

// TestTrapELateReplies has an answer with files come after its call was given up.
func TestTrapELateReplies(t *testing.T) {
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	calls := make(chan *godbusconn.Incoming, 1)
	conn, service := serving(t, func(in *godbusconn.Incoming) { calls <- in })
	before := bustest.Descriptors(t)
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		given := make(chan error)
		go func() {
			_, err := conn.Call(ctx, to(service))
			given <- err
		}()
		in := <-calls
		cancel()
		if err := <-given; bus.KindOf(err) != bus.KindCanceled {
			t.Fatalf("%v; want KindCanceled", err)
		}
		if err := in.ReplyFiles([]*os.File{file, file}, bus.Handle(1)); err != nil {
			t.Fatal(err)
		}
	}
	for conn.Stats() != (bus.Stats{}) {
		time.Sleep(time.Millisecond)
	}
	bustest.NoneLeft(t, before)
}

// TestTrapFGoroutinesOfCalls makes calls with a context that does not end.
func TestTrapFGoroutinesOfCalls(t *testing.T) {
	conn, service := serving(t, func(in *godbusconn.Incoming) { in.Reply() })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	before := runtime.NumGoroutine()
	for range 500 {
		if _, err := conn.Call(ctx, to(service)); err != nil {
			t.Fatal(err)
		}
	}
	if now := runtime.NumGoroutine(); now > before {
		t.Errorf("%d goroutines are left of 500 calls", now-before)
	}
}

// TestTrapGDeadlineOfDial dials servers that stop in the middle of the handshake, at
// each line of it.
func TestTrapGDeadlineOfDial(t *testing.T) {
	for lines := range 4 {
		path := filepath.Join(t.TempDir(), "bus")
		listener, err := net.Listen("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		served := make(chan struct{})
		go func() {
			defer close(served)
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			for _, line := range []string{"REJECTED EXTERNAL", "OK 0123456789abcdef0123456789abcdef", "AGREE_UNIX_FD"}[:lines] {
				conn.Read(make([]byte, 1000))
				io.WriteString(conn, line+"\r\n")
			}
			io.Copy(io.Discard, conn) // until the other side gives up
		}()
		address, err := bus.ParseAddress("unix:path=" + path)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		conn, err := godbusconn.NewDialer().Dial(ctx, address)
		if conn != nil || bus.KindOf(err) != bus.KindTimeout {
			t.Errorf("after %d lines: %v; want KindTimeout", lines, err)
		}
		cancel()
		listener.Close()
		<-served
	}
}

// TestTrapHWhatPeersClaim has a peer send what godbus believes or stumbles over: the
// call fails, at the most the connection, and nothing else.
func TestTrapHWhatPeersClaim(t *testing.T) {
	spoil := func(v bus.Value, old, with string) func(*wire.Frame) string {
		return func(call *wire.Frame) string {
			return strings.Replace(string(encode(&wire.Message{Type: wire.MethodReturn, ReplySerial: call.Serial, Body: []bus.Value{v}})), old, with, 1)
		}
	}
	for what, c := range map[string]struct {
		answer func(*wire.Frame) string
		want   bus.Kind
	}{
		"text that is not UTF-8":     {spoil(bus.String("good"), "good", "go\xffd"), bus.KindProtocol},
		"a path that is none":        {spoil(bus.PathValue("/a/b"), "/a/b", "/a//"), bus.KindProtocol},
		"an array of 4 GiB":          {spoil(bus.Bytes([]byte("abcd")), "\x04\x00\x00\x00abcd", "\xff\xff\xff\xffabcd"), bus.KindProtocol},
		"an array of 64 MiB":         {spoil(bus.Bytes([]byte("abcd")), "\x04\x00\x00\x00abcd", "\x01\x00\x00\x04abcd"), bus.KindProtocol},
		"lengths that wrap round":    {func(*wire.Frame) string { return "l\x02\x00\x01\xf0\xff\xff\xff\x01\x00\x00\x00\x10\x00\x00\x00" }, bus.KindDisconnected},
		"a message that is too long": {func(*wire.Frame) string { return "l\x02\x00\x01\x00\x00\x00\x08\x01\x00\x00\x00\x08\x00\x00\x00" }, bus.KindDisconnected},
	} {
		conn := dialPeer(t, func(call *wire.Frame, out io.Writer) { io.WriteString(out, c.answer(call)) })
		if _, err := conn.Call(t.Context(), anyCall); bus.KindOf(err) != c.want {
			t.Errorf("%s: %v; want the kind %q", what, err, c.want)
		}
		if alive := conn.Err() == nil; alive != (c.want == bus.KindProtocol) {
			t.Errorf("%s: the connection lives: %v", what, alive)
		}
	}
	t.Run("a name that is lost without being told", TestNameLostWithoutABody)
}

func TestTrapIOrderOfStructsAndDicts(t *testing.T) {
	conn, service := serving(t, func(in *godbusconn.Incoming) {
		args, err := in.Args()
		if err != nil {
			t.Error(err)
		}
		in.Reply(args...)
	})
	text := "({'z': <(1, 'one', [true])>, 'a': <@a{s(iv)} {}>, 'z': <@a(yv) []>}, (3, (2, (1,))), @aas [])"
	args, err := bus.ParseArguments(text, "a{sv}(i(i(i)))aas")
	if err != nil {
		t.Fatal(err)
	}
	reply, err := conn.Call(t.Context(), to(service, args...))
	if err != nil || reply.Text() != text || !slices.EqualFunc(reply.Body, args, bus.Value.Equal) {
		t.Errorf("%s, %v; want %s", reply.Text(), err, text)
	}
}

// TestCallsWithoutEnd has a peer call, and read no answers.
func TestCallsWithoutEnd(t *testing.T) {
	const count, bound = 200_000, 32 << 20
	read := make(chan struct{})
	defer close(read)
	conn := dialPeer(t, func(call *wire.Frame, out io.Writer) {
		if call.Type != wire.MethodCall {
			return
		}
		ping := encode(&wire.Message{Type: wire.MethodCall, Path: "/", Interface: "org.freedesktop.DBus.Peer", Member: "Ping"})
		for range count / 100 {
			out.Write(slices.Repeat(ping, 100))
		}
		send(out, &wire.Message{Type: wire.MethodReturn, ReplySerial: call.Serial})
		<-read
	})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if _, err := conn.Call(t.Context(), anyCall); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); took > bound {
		t.Errorf("the answers to %d calls take %d MiB; want at most %d", count, took>>20, bound>>20)
	}
}

// TestPeersAreForGDBus dials a program without a bus between.
func TestPeersAreForGDBus(t *testing.T) {
	address, err := bus.PeerAddress("unix:path=/nonexistent")
	if err != nil {
		t.Fatal(err)
	}
	if conn, err := godbusconn.NewDialer().Dial(t.Context(), address); conn != nil || bus.KindOf(err) != bus.KindUnsupported {
		t.Errorf("Dial: %v; want KindUnsupported", err)
	}
}
