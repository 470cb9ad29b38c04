package godbusconn_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// peer is a bus that the test plays itself: it lets one client in, answers its
// Hello, and hands each later call to a script, which writes what it likes.
func peer(t *testing.T, script func(call *wire.Frame, out io.Writer)) bus.Address {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	t.Cleanup(func() {
		listener.Close()
		wg.Wait()
	})
	wg.Go(func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		in := bufio.NewReader(conn)
		if !authenticate(in, conn) {
			return
		}
		for {
			call, err := readCall(in)
			if err != nil {
				return
			}
			if call.Member == "Hello" {
				send(conn, &wire.Message{Type: wire.MethodReturn, ReplySerial: call.Serial, Body: []bus.Value{bus.String(":1.7")}})
			} else {
				script(call, conn)
			}
		}
	})
	address, err := bus.ParseAddress("unix:path=" + path)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// authenticate plays a server's side of the handshake.
func authenticate(in *bufio.Reader, out io.Writer) bool {
	for {
		line, err := in.ReadString('\n')
		switch {
		case err != nil:
			return false
		case strings.HasPrefix(line, "BEGIN"):
			return true
		case strings.HasPrefix(line, "NEGOTIATE"):
			io.WriteString(out, "ERROR\r\n")
		case strings.Contains(line, "EXTERNAL"):
			io.WriteString(out, "OK 0123456789abcdef0123456789abcdef\r\n")
		default:
			io.WriteString(out, "REJECTED EXTERNAL\r\n")
		}
	}
}

// readCall reads a message of the client's, which has a short body.
func readCall(in *bufio.Reader) (*wire.Frame, error) {
	fixed, err := in.Peek(16)
	if err != nil {
		return nil, err
	}
	size := 16 + (wire.Order.Uint32(fixed[12:])+7)&^7 + wire.Order.Uint32(fixed[4:])
	raw := make([]byte, size)
	if _, err := io.ReadFull(in, raw); err != nil {
		return nil, err
	}
	return wire.Parse(raw)
}

// send writes a message.
func send(out io.Writer, msg *wire.Message) { out.Write(encode(msg)) }

func encode(msg *wire.Message) []byte {
	msg.Serial = 1
	header, body, err := msg.Encode()
	if err != nil {
		panic(err)
	}
	return append(header, body...)
}

func dialPeer(t *testing.T, script func(*wire.Frame, io.Writer)) bus.Conn {
	t.Helper()
	conn, err := godbusconn.NewDialer().Dial(t.Context(), peer(t, script))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

var anyCall = bus.Call{Destination: "com.example.Peer", Path: "/", Interface: "com.example.Peer", Member: "Do"}

// TestNameLostWithoutABody sends what makes godbus panic, before the answer.
func TestNameLostWithoutABody(t *testing.T) {
	conn := dialPeer(t, func(call *wire.Frame, out io.Writer) {
		for _, member := range []bus.Member{"NameLost", "NameAcquired"} {
			send(out, &wire.Message{Type: wire.Signal, Path: "/org/freedesktop/DBus", Interface: "org.freedesktop.DBus", Member: member})
		}
		send(out, &wire.Message{Type: wire.MethodReturn, ReplySerial: call.Serial})
	})
	if _, err := conn.Call(t.Context(), anyCall); err != nil {
		t.Error(err)
	}
}

// TestAnswersThatNobodyWaitsFor sends answers to calls that were never made, and
// two to one that was.
func TestAnswersThatNobodyWaitsFor(t *testing.T) {
	conn := dialPeer(t, func(call *wire.Frame, out io.Writer) {
		for _, serial := range []uint32{call.Serial + 1, call.Serial, call.Serial, 1, 1<<32 - 1} {
			send(out, &wire.Message{Type: wire.MethodReturn, ReplySerial: serial, Body: []bus.Value{bus.Uint32(serial)}})
		}
	})
	for range 3 {
		if _, err := conn.Call(t.Context(), anyCall); err != nil {
			t.Fatal(err)
		}
	}
	if got := conn.Stats(); got != (bus.Stats{}) {
		t.Errorf("Stats: %+v; want none", got)
	}
}

// TestMalformedAnswer spoils the text in an answer: the call fails, and only the
// call.
func TestMalformedAnswer(t *testing.T) {
	spoil := true
	conn := dialPeer(t, func(call *wire.Frame, out io.Writer) {
		raw := encode(&wire.Message{Type: wire.MethodReturn, ReplySerial: call.Serial, Body: []bus.Value{bus.String("good")}})
		if spoil {
			raw[len(raw)-2] = 0xff
		}
		spoil = false
		out.Write(raw)
	})
	_, err := conn.Call(t.Context(), anyCall)
	if bus.KindOf(err) != bus.KindProtocol {
		t.Errorf("Call: %v; want KindProtocol", err)
	}
	if reply, err := conn.Call(t.Context(), anyCall); err != nil || reply.Text() != "('good',)" {
		t.Errorf("the next call: %s, %v", reply.Text(), err)
	}
}

// TestMalformedHeader is the end of a connection, since nothing tells where the
// next message would begin.
func TestMalformedHeader(t *testing.T) {
	conn := dialPeer(t, func(_ *wire.Frame, out io.Writer) {
		out.Write([]byte("l\x02\x00\x01\xff\xff\xff\xff\x01\x00\x00\x00\xff\xff\xff\xff"))
	})
	_, err := conn.Call(t.Context(), anyCall)
	if _, ok := errors.AsType[*wire.FormatError](err); bus.KindOf(err) != bus.KindDisconnected || !ok {
		t.Errorf("Call: %v; want KindDisconnected with the *FormatError in it", err)
	}
	<-conn.Done()
}
