package gdbusconn_test

import (
	"sync/atomic"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
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
	untap := conn.Tap(func(msg bus.Message) { members = append(members, msg.Member) })
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
