package gdbusconn_test

import (
	"errors"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// busCall is a call of one of the bus's own methods.
func busCall(member bus.Member, args ...bus.Value) bus.Call {
	return bus.Call{
		Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: member, Args: args,
	}
}

func call(t testing.TB, conn bus.Conn, c bus.Call) bus.Reply {
	t.Helper()
	reply, err := conn.Call(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// emit has the bus emit signals in a known order: NameAcquired and NameLost, to
// the connection alone.
func emit(t testing.TB, conn bus.Conn, n int) {
	t.Helper()
	for range n {
		call(t, conn, busCall("RequestName", bus.String("com.example.Tap"), bus.Uint32(0)))
		call(t, conn, busCall("ReleaseName", bus.String("com.example.Tap")))
	}
}

func TestTapSeesSignalsInOrder(t *testing.T) {
	conn := dial(t, bustest.StartDaemon(t).BusAddress(t))
	var members []bus.Member // written by the reader, read after untap
	untap := conn.Tap(func(msg bus.Message) {
		if name, _ := msg.Body[0].AsString(); name == "com.example.Tap" { // our unique name is acquired too
			members = append(members, msg.Member)
		}
	})
	emit(t, conn, 100)
	untap()
	emit(t, conn, 1)
	if len(members) != 200 {
		t.Fatalf("%d signals; want 200", len(members))
	}
	for i, member := range members {
		if want := [...]bus.Member{"NameAcquired", "NameLost"}[i%2]; member != want {
			t.Fatalf("signal %d is %s; want %s", i, member, want)
		}
	}
}

// TestMonitorIsNotFooled has a monitor see answers to calls of another connection,
// whose serial numbers are those of its own calls.
func TestMonitorIsNotFooled(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	monitor, other := dial(t, daemon.BusAddress(t)), dial(t, daemon.BusAddress(t))
	monitor.Mute()
	var replies, calls atomic.Int64
	seen := make(chan struct{})
	monitor.Tap(func(msg bus.Message) {
		if msg.Sender == other.UniqueName() && msg.Member == "GetId" {
			calls.Add(1)
		}
		if msg.Destination == other.UniqueName() && msg.Type == bus.MessageReturn && replies.Add(1) == 100 {
			close(seen)
		}
	})
	all, err := bus.Array("s")
	if err != nil {
		t.Fatal(err)
	}
	call(t, monitor, bus.Call{
		Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus.Monitoring", Member: "BecomeMonitor",
		Args: []bus.Value{all, bus.Uint32(0)},
	})
	for range 100 {
		call(t, other, busCall("GetId"))
	}
	<-seen
	if n := calls.Load(); n != 100 {
		t.Errorf("%d calls were seen; want 100", n)
	}
	// A call to the monitor's old name, or to anyone, is not answered by it: it
	// would be thrown off the bus.
	if err := monitor.Err(); err != nil {
		t.Errorf("the monitor ended: %v", err)
	}
}

// TestFloodIsBounded has a peer send more than anybody takes for a while. What has
// been read by then may not be much more than the inbox is meant to hold.
func TestFloodIsBounded(t *testing.T) {
	const (
		count = 20_000
		size  = 4 << 10 // bytes in the body of each
		most  = 2_000   // signals that may be read, or lie in the socket
	)
	stalled := make(chan int64, 1)
	conn := dial(t, startPeer(t, agree, func(p *peer) {
		p.read() // the call that asks for it
		for i := range uint32(count) {
			msg := signal("Flood", bus.Uint32(i), bus.Bytes(make([]byte, size)))
			msg.Serial = i + 1
			header, body, err := msg.Encode()
			if err != nil {
				t.Error(err)
				return
			}
			for rest := append(header, body...); len(rest) > 0; {
				p.conn.SetDeadline(time.Now().Add(500 * time.Millisecond))
				n, err := p.conn.Write(rest)
				rest = rest[n:]
				switch {
				case errors.Is(err, os.ErrDeadlineExceeded):
					select {
					case stalled <- int64(i):
					default:
					}
				case err != nil:
					t.Error(err)
					return
				}
			}
		}
		p.conn.SetDeadline(time.Now().Add(patience))
		p.serve()
	}))
	all := make(chan struct{})
	var next uint64 // the reader's own until all is closed
	untap := conn.Tap(func(msg bus.Message) {
		if next == 0 {
			if sent := <-stalled; sent > most {
				t.Errorf("%d signals of %d bytes were read ahead", sent, size)
			} else {
				t.Logf("%d signals were read ahead", sent)
			}
		}
		if n, _ := msg.Body[0].AsUint(); n != next {
			t.Errorf("signal %d comes after %d", n, next)
		}
		if next++; next == count {
			close(all)
		}
	})
	defer untap()
	if _, err := conn.Call(t.Context(), bus.Call{Path: "/", Member: "Start", Flags: bus.NoReply}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-all:
	case <-time.After(patience):
		t.Fatal("the signals do not come")
	}
	call(t, conn, peerCall("Echo"))
}

// flooded gives a connection whose reader and GDBus's thread wait for each other's
// turn.
func flooded(t testing.TB) bus.Conn {
	t.Helper()
	conn := dial(t, startPeer(t, agree, func(p *peer) {
		p.read()
		header, body, err := (&wire.Message{Type: wire.Signal, Serial: 1, Path: "/p", Interface: "a.b", Member: "Flood"}).Encode()
		if err != nil {
			t.Error(err)
		}
		for message := append(header, body...); err == nil; {
			_, err = p.conn.Write(message)
		}
	}))
	many, seen := make(chan struct{}), 0
	t.Cleanup(conn.Tap(func(bus.Message) {
		if seen++; seen == 10_000 {
			close(many)
		}
	}))
	if _, err := conn.Call(t.Context(), bus.Call{Path: "/", Member: "Start", Flags: bus.NoReply}); err != nil {
		t.Fatal(err)
	}
	<-many
	return conn
}

func TestCloseWhileFlooded(t *testing.T) {
	conn := flooded(t)
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	<-conn.Done()
	if err := conn.Err(); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("it ended with %v", err)
	}
}

// BenchmarkCloseWhileFlooded is how long that takes.
func BenchmarkCloseWhileFlooded(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		conn := flooded(b)
		b.StartTimer()
		conn.Close()
	}
}
