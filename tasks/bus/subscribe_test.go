package bus_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

const driver bus.Name = "org.freedesktop.DBus"

var signals = bus.MatchRule{Type: bus.MessageSignal}

// ruleBus is a bus of the test's that keeps match rules.
type ruleBus struct {
	*bustest.Conn

	mu     sync.Mutex
	rules  []string                    // those that are held
	asked  []string                    // all that was asked: "AddMatch type='signal'"
	owners map[string]string           // by well-known name
	answer func(*bustest.Pending) bool // may answer first; nil is none
}

func newRuleBus(t *testing.T) *ruleBus {
	b := &ruleBus{owners: make(map[string]string)}
	b.Conn = bustest.NewConn(b.called)
	t.Cleanup(func() { b.Close() })
	return b
}

func (b *ruleBus) called(p *bustest.Pending) {
	arg, _ := p.Call.Args[0].AsString()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = append(b.asked, string(p.Call.Member)+" "+arg)
	if b.answer != nil && b.answer(p) {
		return
	}
	switch p.Call.Member {
	case "AddMatch":
		b.rules = append(b.rules, arg)
		p.Reply()
	case "RemoveMatch":
		i := slices.Index(b.rules, arg)
		if i < 0 {
			p.Fail("org.freedesktop.DBus.Error.MatchRuleNotFound", "no such rule")
			return
		}
		b.rules = slices.Delete(b.rules, i, i+1)
		p.Reply()
	case "GetNameOwner":
		if owner := b.owners[arg]; owner != "" {
			p.Reply(bus.String(owner))
			return
		}
		p.Fail("org.freedesktop.DBus.Error.NameHasNoOwner", "nobody")
	}
}

// wantRules waits until all is said, and checks what the bus knows. It must be
// called in a synctest bubble.
func (b *ruleBus) wantRules(t *testing.T, want ...string) {
	t.Helper()
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.rules, want) {
		t.Errorf("the bus has the rules %q; want %q", b.rules, want)
	}
}

func (b *ruleBus) wantAsked(t *testing.T, want ...string) {
	t.Helper()
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.asked, want) {
		t.Errorf("the bus was asked %q; want %q", b.asked, want)
	}
	b.asked = nil
}

// inbox collects the members of messages.
type inbox struct{ members []bus.Member }

func (in *inbox) deliver(msg bus.Message) { in.members = append(in.members, msg.Member) }

func (in *inbox) want(t *testing.T, want ...bus.Member) {
	t.Helper()
	if !slices.Equal(in.members, want) {
		t.Errorf("got %q; want %q", in.members, want)
	}
	in.members = nil
}

func signal(member bus.Member, change ...func(*bus.Message)) bus.Message {
	msg := bus.Message{Type: bus.MessageSignal, Sender: ":1.7", Path: "/a", Interface: "com.example.A", Member: member}
	for _, c := range change {
		c(&msg)
	}
	return msg
}

func to(name bus.Name) func(*bus.Message)   { return func(msg *bus.Message) { msg.Destination = name } }
func from(name bus.Name) func(*bus.Message) { return func(msg *bus.Message) { msg.Sender = name } }

func newOwner(name, from, to string) bus.Message {
	return bus.Message{
		Type: bus.MessageSignal, Sender: driver, Path: "/org/freedesktop/DBus", Interface: "org.freedesktop.DBus",
		Member: "NameOwnerChanged", Signature: "sss", Body: []bus.Value{bus.String(name), bus.String(from), bus.String(to)},
	}
}

// add adds a rule that must be accepted.
func add(t *testing.T, m *bus.Matches, rule bus.MatchRule, deliver func(bus.Message)) (remove func()) {
	t.Helper()
	remove, err := m.Add(t.Context(), rule, deliver)
	if err != nil {
		t.Fatalf("Add(%s): %v", rule, err)
	}
	return remove
}

func TestMatchesDeliver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		defer m.Close()
		var all, some, none inbox
		removeAll := add(t, m, signals, all.deliver)
		add(t, m, bus.MatchRule{Member: "B"}, some.deliver)
		add(t, m, bus.MatchRule{Type: bus.MessageCall}, none.deliver)

		for _, member := range []bus.Member{"A", "B", "C"} {
			b.Deliver(signal(member))
		}
		b.Deliver(signal("D", to(":1.1")))
		b.Deliver(signal("E", to(":1.9")))
		all.want(t, "A", "B", "C", "D")
		some.want(t, "B")
		none.want(t)

		removeAll()
		b.Deliver(signal("B"))
		all.want(t)
		some.want(t, "B")
	})
}

func TestMatchesEavesdrop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		defer m.Close()
		var loud, quiet inbox
		add(t, m, bus.MatchRule{Eavesdrop: true}, loud.deliver)
		add(t, m, signals, quiet.deliver)
		b.Deliver(signal("A", to(":1.9")))
		loud.want(t, "A")
		quiet.want(t)
	})
}

func TestMatchesTellTheBusOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		defer m.Close()
		var held []*bustest.Pending
		b.answer = func(p *bustest.Pending) bool {
			held = append(held, p)
			return len(held) == 1
		}
		rules := []bus.MatchRule{
			{Args: []bus.ArgMatch{{Index: 0, Value: "a"}, {Index: 1, Value: "b"}}},
			{Args: []bus.ArgMatch{{Index: 1, Value: "b"}, {Index: 0, Value: "a"}}},
		}
		removes := make(chan func(), 10)
		for i := range cap(removes) {
			go func() { removes <- add(t, m, rules[i%2], func(bus.Message) {}) }()
		}
		synctest.Wait()
		if len(held) != 1 || len(removes) != 0 {
			t.Fatalf("%d calls are out and %d Adds have returned before the bus has answered", len(held), len(removes))
		}
		held[0].Reply()
		b.wantAsked(t, "AddMatch arg0='a',arg1='b'")
		for range cap(removes) - 1 {
			remove := <-removes
			remove()
			remove()
		}
		b.wantAsked(t)
		(<-removes)()
		b.wantAsked(t, "RemoveMatch arg0='a',arg1='b'")

		// It makes room before the next one needs it.
		add(t, m, signals, func(bus.Message) {})()
		add(t, m, signals, func(bus.Message) {})
		b.wantAsked(t, "AddMatch type='signal'", "RemoveMatch type='signal'", "AddMatch type='signal'")
		b.wantRules(t, "type='signal'")
	})
}

func TestMatchesAddIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		defer m.Close()
		var held *bustest.Pending
		b.answer = func(p *bustest.Pending) bool {
			held, b.answer = p, nil
			return true
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var got inbox
		_, err := m.Add(ctx, signals, got.deliver)
		if bus.KindOf(err) != bus.KindTimeout || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Add: %v; want a timeout", err)
		}
		if _, err = m.Add(ctx, signals, got.deliver); bus.KindOf(err) != bus.KindTimeout {
			t.Errorf("Add after its deadline: %v; want a timeout", err)
		}
		b.mu.Lock()
		b.rules = append(b.rules, signals.String())
		b.mu.Unlock()
		held.Reply() // the bus accepts the rule after all
		b.wantRules(t)
		b.Deliver(signal("A"))
		got.want(t)

		// One that still waits in the queue is never told to the bus.
		b.mu.Lock()
		b.asked = nil
		b.answer = func(p *bustest.Pending) bool {
			held, b.answer = p, nil
			return true
		}
		b.mu.Unlock()
		go m.Add(t.Context(), bus.MatchRule{Member: "First"}, got.deliver)
		synctest.Wait()
		ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err = m.Add(ctx, bus.MatchRule{Member: "Second"}, got.deliver); bus.KindOf(err) != bus.KindTimeout {
			t.Errorf("Add: %v; want a timeout", err)
		}
		held.Reply()
		b.wantAsked(t, "AddMatch member='First'")
	})
}

func TestMatchesErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		defer m.Close()
		for name, want := range map[string]bus.Kind{
			"org.freedesktop.DBus.Error.LimitsExceeded":   bus.KindLimit,
			"org.freedesktop.DBus.Error.MatchRuleInvalid": bus.KindBadArguments,
		} {
			b.answer = func(p *bustest.Pending) bool {
				b.answer = nil
				p.Fail(name, "no")
				return true
			}
			var got inbox
			_, err := m.Add(t.Context(), signals, got.deliver)
			e, ok := err.(*bus.Error)
			if !ok || e.Kind != want || e.Name != name || e.Op != "subscribe" || e.Subject != signals.String() {
				t.Errorf("Add: %#v; want %s", err, name)
			}
			b.Deliver(signal("A"))
			got.want(t)
		}
		b.wantRules(t)
		_, err := m.Add(t.Context(), bus.MatchRule{Member: "a.b"}, nil)
		fault, ok := errors.AsType[*bus.SyntaxError](err)
		if !ok || fault.What != "member" || bus.KindOf(err) != bus.KindBadArguments {
			t.Errorf("Add of a bad rule: %v", err)
		}
		b.Disconnect(errors.New("gone"))
		if _, err = m.Add(t.Context(), signals, nil); bus.KindOf(err) != bus.KindDisconnected {
			t.Errorf("Add on a connection that has ended: %v", err)
		}
	})
}

func TestMatchesClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		var got inbox
		remove := add(t, m, signals, got.deliver)
		b.answer = func(*bustest.Pending) bool { return true } // never answered
		errs := make(chan error, 2)
		for _, member := range []bus.Member{"A", "B"} {
			go func() {
				_, err := m.Add(t.Context(), bus.MatchRule{Member: member}, got.deliver)
				errs <- err
			}()
		}
		synctest.Wait()
		m.Close()
		m.Close()
		for range cap(errs) {
			if err := <-errs; bus.KindOf(err) != bus.KindDisconnected || !errors.Is(err, bus.ErrClosed) {
				t.Errorf("Add: %v; want ErrClosed", err)
			}
		}
		if _, err := m.Add(t.Context(), signals, got.deliver); !errors.Is(err, bus.ErrClosed) {
			t.Errorf("Add after Close: %v; want ErrClosed", err)
		}
		remove()
		b.Deliver(signal("A"))
		got.want(t)
	})
}

func TestMatchesDeliverMayRemove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		defer m.Close()
		var first, second, third inbox
		var removeFirst, removeSecond func()
		removeFirst = add(t, m, signals, func(msg bus.Message) {
			first.deliver(msg)
			removeFirst()
			removeSecond()
		})
		removeSecond = add(t, m, signals, second.deliver)
		add(t, m, signals, third.deliver)
		b.Deliver(signal("A"))
		b.Deliver(signal("B"))
		first.want(t, "A")
		second.want(t)
		third.want(t, "A", "B")
	})
}

// What has been removed is not kept: the buffers of a watch are large.
func TestMatchesForgetWhatIsRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		defer m.Close()
		buffer := new([1000]bus.Message)
		kept := weak.Make(buffer)
		remove := add(t, m, signals, func(msg bus.Message) { buffer[0] = msg })
		b.Deliver(signal("A"))
		remove()
		b.wantRules(t)
		runtime.GC()
		if kept.Value() != nil {
			t.Error("the buffer of a subscriber that has gone is still there")
		}
		b.Deliver(signal("B"))
	})
}

const ownerRule = "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus'," +
	"member='NameOwnerChanged',path='/org/freedesktop/DBus',arg0='com.example.A'"

func TestMatchesFollowOwners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		b.owners["com.example.A"] = ":1.7"
		m := bus.NewMatches(b)
		defer m.Close()
		var got, other inbox
		remove := add(t, m, bus.MatchRule{Sender: "com.example.A", Type: bus.MessageSignal}, got.deliver)
		removeOther := add(t, m, bus.MatchRule{Sender: "com.example.A", Member: "B"}, other.deliver)
		b.wantAsked(t, "AddMatch "+ownerRule, "GetNameOwner com.example.A",
			"AddMatch type='signal',sender='com.example.A'", "AddMatch sender='com.example.A',member='B'")

		b.Deliver(signal("A"))
		b.Deliver(signal("B", from(":1.8")))
		b.Deliver(newOwner("com.example.A", ":1.7", ":1.8"))
		b.Deliver(newOwner("com.example.B", "", ":1.7"))
		b.Deliver(signal("C"))
		b.Deliver(signal("D", from(":1.8")))
		b.Deliver(newOwner("com.example.A", ":1.8", ""))
		b.Deliver(signal("E", from(":1.8")))
		b.Deliver(signal("F", from("")))
		got.want(t, "A", "D")
		other.want(t)

		remove()
		b.wantAsked(t, "RemoveMatch type='signal',sender='com.example.A'")
		removeOther()
		b.wantAsked(t, "RemoveMatch sender='com.example.A',member='B'", "RemoveMatch "+ownerRule)
	})
}

// The signal that a name has changed its owner is read before the goroutine that
// asked for the owner has seen the answer, which is older.
func TestMatchesTrustTheLatestOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		b.answer = func(p *bustest.Pending) bool {
			if p.Call.Member != "GetNameOwner" {
				return false
			}
			b.Deliver(newOwner("com.example.A", ":1.7", ":1.8"))
			p.Reply(bus.String(":1.7"))
			return true
		}
		m := bus.NewMatches(b)
		defer m.Close()
		var got inbox
		add(t, m, bus.MatchRule{Sender: "com.example.A"}, got.deliver)
		b.Deliver(signal("A", from(":1.7")))
		b.Deliver(signal("B", from(":1.8")))
		got.want(t, "B")
	})
}

func TestMatchesLeaveNothingOfARuleThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newRuleBus(t)
		m := bus.NewMatches(b)
		defer m.Close()
		for _, fails := range []bus.Member{"GetNameOwner", "AddMatch"} {
			b.answer = func(p *bustest.Pending) bool {
				arg, _ := p.Call.Args[0].AsString()
				if p.Call.Member != fails || arg == ownerRule {
					return false
				}
				p.Fail("org.freedesktop.DBus.Error.LimitsExceeded", "no")
				return true
			}
			_, err := m.Add(t.Context(), bus.MatchRule{Sender: "com.example.A", Destination: "com.example.A"}, nil)
			if bus.KindOf(err) != bus.KindLimit {
				t.Errorf("Add when %s fails: %v; want KindLimit", fails, err)
			}
			b.wantRules(t)
		}
	})
}

// peerConn is a connection that has no bus.
type peerConn struct{ *bustest.Conn }

func (peerConn) UniqueName() bus.Name { return "" }

func TestMatchesOnAPeer(t *testing.T) {
	fake := bustest.NewConn(nil)
	defer fake.Close()
	m := bus.NewMatches(peerConn{fake})
	defer m.Close()
	var got inbox
	remove := add(t, m, bus.MatchRule{Sender: "com.example.A"}, got.deliver)
	fake.Deliver(signal("A", from("com.example.A"), to("com.example.B")))
	fake.Deliver(signal("B", from("")))
	got.want(t, "A")
	remove()
	if calls := fake.Calls(); len(calls) > 0 {
		t.Errorf("the peer was called: %v", calls)
	}
}
