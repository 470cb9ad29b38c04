package bustest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

// record keeps what a tap is given.
type record struct {
	mu       sync.Mutex
	messages []bus.Message
}

func (r *record) deliver(msg bus.Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.messages = append(r.messages, msg)
}

// all gives what has come so far.
func (r *record) all() []bus.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.messages)
}

// wait waits until a message has come for which ok holds, and gives the first.
func (r *record) wait(t *testing.T, what string, ok func(bus.Message) bool) bus.Message {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		messages := r.all()
		if i := slices.IndexFunc(messages, ok); i >= 0 {
			return messages[i]
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s did not come, but %d other messages", what, len(messages))
		}
	}
}

// recordOf taps a connection until the end of the test.
func recordOf(t *testing.T, conn bus.Conn) *record {
	t.Helper()
	r := new(record)
	t.Cleanup(conn.Tap(r.deliver))
	return r
}

// listen has the bus send the signals of the practice service.
func listen(t *testing.T, conn bus.Conn) {
	t.Helper()
	call(t, conn, busMethod("AddMatch", bus.String("type='signal',interface='"+string(practice.Interface)+"'")))
}

// flooded counts the signals of a flood, which have to come in their order.
type flooded struct {
	next   uint64
	broken string // what came instead of the next
}

func (f *flooded) deliver(msg bus.Message) {
	if msg.Member != "Flooded" || f.broken != "" {
		return
	}
	if msg.Malformed != nil || len(msg.Body) != 2 {
		f.broken = "a signal with the arguments " + bus.Reply{Body: msg.Body}.Text()
		return
	}
	if index, _ := msg.Body[0].AsUint(); index != f.next {
		f.broken = msg.Body[0].Text()
		return
	}
	f.next++
}

// testTapFlood has two taps on one connection, through which calls go on meanwhile.
// The answer to the call that floods comes after the signals, and so finds them
// delivered.
func (s suite) testTapFlood(t *testing.T) {
	const count = 100_000
	conn, _ := s.start(t)
	listen(t, conn)
	var one, two flooded
	var others sync.WaitGroup
	stop := make(chan struct{})
	others.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := conn.Call(t.Context(), method("Add", bus.Int32(1), bus.Int32(2))); err != nil {
				t.Errorf("Add: %v", err)
				return
			}
		}
	})
	untapOne, untapTwo := conn.Tap(one.deliver), conn.Tap(two.deliver)
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
	defer cancel()
	_, err := conn.Call(ctx, method("Flood", bus.Uint32(count)))
	close(stop)
	others.Wait()
	untapOne()
	untapTwo()
	if err != nil {
		t.Fatalf("Flood: %v", err)
	}
	for _, f := range []flooded{one, two} {
		if f.next != count || f.broken != "" {
			t.Errorf("%d signals came in order, and then %q; want %d", f.next, f.broken, count)
		}
	}
	stats(t, conn, bus.Stats{})
}

// testUntap taps and lets go while a flood comes in.
func (s suite) testUntap(t *testing.T) {
	conn, _ := s.start(t)
	listen(t, conn)
	ctx, cancel := context.WithCancel(t.Context())
	ended := goCall(ctx, conn, method("Flood", bus.Uint32(20_000)))
	var steady flooded
	defer conn.Tap(steady.deliver)()
	for range 200 {
		released := false
		untap := conn.Tap(func(bus.Message) {
			if released { // the race detector looks too
				t.Error("a message was delivered after untap had returned")
			}
		})
		untap()
		released = true
		untap()
	}
	if err := <-ended; err != nil {
		t.Errorf("Flood: %v", err)
	}
	cancel()
}

// testTapMessage looks at one message in full, and at what does not come.
func (s suite) testTapMessage(t *testing.T) {
	conn, daemon := s.start(t)
	other := s.dial(t, daemon.BusAddress(t))
	r := recordOf(t, conn)
	before := time.Now()
	c := bus.Call{
		Destination: conn.UniqueName(), Path: "/a/b", Interface: "com.example.Nothing", Member: "Do",
		Args: []bus.Value{bus.String("x"), bus.Uint64(7)}, Flags: bus.InteractiveAuthorization,
	}
	fails(t, other, c, bus.KindNoSuchMember)
	call(t, conn, method("Add", bus.Int32(1), bus.Int32(2)))
	fails(t, conn, method("Fail", bus.String("com.example.Error"), bus.String("")), bus.KindOther)

	msg := r.wait(t, "the call", func(m bus.Message) bool { return m.Type == bus.MessageCall })
	if msg.Flags != c.Flags || msg.Serial == 0 || msg.ReplySerial != 0 || msg.Sender != other.UniqueName() ||
		msg.Destination != c.Destination || msg.Path != c.Path || msg.Interface != c.Interface || msg.Member != c.Member ||
		msg.Signature != "st" || (bus.Reply{Body: msg.Body}).Text() != `('x', uint64 7)` || msg.Malformed != nil ||
		msg.Size < 100 || msg.Size > 300 || msg.Received.Before(before) || msg.Received.After(time.Now()) {
		t.Errorf("the call came as %+v", msg)
	}
	for _, msg := range r.all() {
		if msg.Type == bus.MessageReturn || msg.Type == bus.MessageError {
			t.Errorf("the tap was given the answer to one of our calls: %+v", msg)
		}
	}
}

// testMonitor makes a monitor of a connection on which a call waits, and shows it
// the calls of another, whose serial numbers are the same.
func (s suite) testMonitor(t *testing.T) {
	_, daemon := s.start(t)
	monitor, other := s.dial(t, daemon.BusAddress(t)), s.dial(t, daemon.BusAddress(t))
	r := recordOf(t, monitor)
	ended := goCall(t.Context(), monitor, method("NeverAnswer"))
	stats(t, monitor, bus.Stats{InFlight: 1})
	becomeMonitor(t, monitor)

	for i := range int32(20) {
		call(t, other, method("Add", bus.Int32(i), bus.Int32(1)))
	}
	unknown := bus.Call{Destination: practice.Name, Path: "/", Member: "Unknown"}
	fails(t, other, unknown, bus.KindNoSuchMember)
	unknown.Destination = other.UniqueName()
	fails(t, other, unknown, bus.KindNoSuchMember)
	asked := r.wait(t, "a call to somebody else", func(m bus.Message) bool { return m.Type == bus.MessageCall && m.Destination == practice.Name })
	r.wait(t, "its answer", func(m bus.Message) bool {
		return m.Type == bus.MessageReturn && m.Destination == asked.Sender && m.ReplySerial == asked.Serial
	})
	refusals := func() (n int) {
		for _, m := range r.all() {
			if m.Type == bus.MessageError && m.Destination == other.UniqueName() {
				n++
			}
		}
		return n
	}
	r.wait(t, "the refusals", func(bus.Message) bool { return refusals() == 2 })
	select {
	case err := <-ended:
		t.Errorf("the call that waited was given the answer to another one: %v", err)
	case <-monitor.Done():
		t.Errorf("the bus threw the monitor out: %v", monitor.Err())
	default:
	}
	for _, m := range r.all() {
		if m.Sender == monitor.UniqueName() && m.Member != "NeverAnswer" && m.Member != "Hello" && m.Member != "BecomeMonitor" {
			t.Errorf("the monitor sent %+v", m)
		}
	}
	monitor.Close()
	failure(t, <-ended, bus.KindDisconnected)
}

// becomeMonitor has the bus show a connection everything.
func becomeMonitor(t *testing.T, conn bus.Conn) {
	t.Helper()
	conn.Mute()
	all, err := bus.Array("s")
	if err != nil {
		t.Fatal(err)
	}
	become := busMethod("BecomeMonitor", all, bus.Uint32(0))
	become.Interface = "org.freedesktop.DBus.Monitoring"
	call(t, conn, become)
}

// testEavesdrop lets a connection that is not mute see calls to others. It has to
// leave them alone, and still answer those to itself, by whichever of its names.
func (s suite) testEavesdrop(t *testing.T) {
	conn, daemon := s.start(t)
	monitor, other := s.dial(t, daemon.BusAddress(t)), s.dial(t, daemon.BusAddress(t))
	call(t, conn, busMethod("AddMatch", bus.String("eavesdrop='true'")))
	call(t, conn, busMethod("RequestName", bus.String("com.example.Mine"), bus.Uint32(0)))
	seen, all := recordOf(t, conn), recordOf(t, monitor)
	becomeMonitor(t, monitor)

	call(t, other, method("Add", bus.Int32(1), bus.Int32(2)))
	fails(t, other, bus.Call{Destination: practice.Name, Path: "/", Member: "Unknown"}, bus.KindNoSuchMember)
	seen.wait(t, "the call to somebody else", func(m bus.Message) bool { return m.Member == "Unknown" })
	ping := bus.Call{Destination: "com.example.Mine", Path: "/", Interface: "org.freedesktop.DBus.Peer", Member: "Ping"}
	call(t, other, ping)
	call(t, conn, busMethod("ReleaseName", bus.String("com.example.Mine")))
	fails(t, other, ping, bus.KindNoSuchName)
	ping.Destination = conn.UniqueName()
	call(t, other, ping)

	last := all.wait(t, "the last ping", func(m bus.Message) bool { return m.Member == "Ping" && m.Destination == conn.UniqueName() })
	all.wait(t, "its answer", func(m bus.Message) bool {
		return m.Sender == conn.UniqueName() && m.Destination == last.Sender && m.ReplySerial == last.Serial
	})
	answers := 0
	for _, m := range all.all() {
		if m.Sender == conn.UniqueName() && (m.Type == bus.MessageReturn || m.Type == bus.MessageError) {
			answers++
		}
	}
	if answers != 2 {
		t.Errorf("the connection answered %d calls; want the two to itself", answers)
	}
}

// testOnOrphans looks at the numbers that are told as calls are given up and
// answered, and as the connection ends.
func (s suite) testOnOrphans(t *testing.T) {
	conn, _ := s.start(t)
	var mu sync.Mutex
	var told []int
	conn.OnOrphans(func(n int) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, n)
	})
	const late, never = 5, 4
	ctx, cancel := context.WithCancel(t.Context())
	var ended []<-chan error
	for i := range late + never {
		c := method("Sleep", bus.Uint32(300))
		if i >= late {
			c = method("NeverAnswer")
		}
		ended = append(ended, goCall(ctx, conn, c))
	}
	stats(t, conn, bus.Stats{InFlight: late + never})
	cancel()
	for _, c := range ended {
		<-c
	}
	stats(t, conn, bus.Stats{Orphans: never})
	conn.Close()
	mu.Lock()
	defer mu.Unlock()
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6, 5, 4, 0}; !slices.Equal(told, want) {
		t.Errorf("told %v; want %v", told, want)
	}
}
