package bus_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"pgregory.net/rapid"
)

// ownName has the bus give a connection a name.
func ownName(t *testing.T, conn bus.Conn, name string) {
	t.Helper()
	if _, err := conn.Call(t.Context(), driverCall("RequestName", bus.String(name), bus.Uint32(0))); err != nil {
		t.Fatal(err)
	}
}

// listener is what a connection has heard.
type listener struct {
	mu       sync.Mutex
	messages []bus.Message
	ended    chan struct{} // receives when the signal End has come in
}

func newListener() *listener { return &listener{ended: make(chan struct{}, 10)} }

func (h *listener) deliver(msg bus.Message) {
	if msg.Member == "End" {
		h.ended <- struct{}{}
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.messages = append(h.messages, msg)
}

// take gives what was heard since it was called last, when all is there.
func (h *listener) take(t rapid.TB) []bus.Message {
	t.Helper()
	select {
	case <-h.ended:
	case <-time.After(20 * time.Second):
		t.Fatalf("the last signal did not arrive")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	messages := h.messages
	h.messages = nil
	return messages
}

// What the bus delivers for a rule is what Matches says, and what it delivers.
func TestRulesDeliverWhatTheySay(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	emitter, ear := dialBus(t, daemon), dialBus(t, daemon)
	ownName(t, emitter, "com.example.A")
	incoming := newListener()
	defer ear.Tap(func(msg bus.Message) {
		if msg.Sender == emitter.UniqueName() {
			incoming.deliver(msg)
		}
	})()
	matches := bus.NewMatches(ear)
	defer matches.Close()
	add(t, matches, bus.MatchRule{Interface: "com.example.Control"}, func(bus.Message) {})

	wanted, unwanted := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		rule := looseRules().Draw(t, "rule")
		sent := rapid.SliceOfN(signalsLike(), 0, 10).Draw(t, "signals")
		var want []bus.Message
		for _, msg := range sent {
			msg.Sender = emitter.UniqueName()
			plain := rule
			if rule.Sender == "com.example.A" {
				plain.Sender = msg.Sender
			}
			if plain.Matches(msg) {
				want = append(want, msg)
			}
		}
		wanted += len(want)
		unwanted += len(sent) - len(want)

		delivered := newListener()
		remove, err := matches.Add(context.Background(), rule, delivered.deliver)
		if err != nil {
			t.Fatal(err)
		}
		defer remove()
		for _, msg := range append(sent, bus.Message{Path: "/", Interface: "com.example.Control", Member: "End"}) {
			if err := emitter.Emit(msg.Path, msg.Interface, msg.Member, msg.Body...); err != nil {
				t.Fatal(err)
			}
		}
		checkMessages(t, "the bus sent", incoming.take(t), want)
		delivered.ended <- struct{}{} // what was read before the last signal is delivered
		checkMessages(t, "delivered", delivered.take(t), want)
	})
	if wanted < unwanted/20 || unwanted < wanted/20 {
		t.Errorf("%d signals were wanted and %d not; the test checks too little", wanted, unwanted)
	}
}

func checkMessages(t rapid.TB, what string, got, want []bus.Message) {
	t.Helper()
	same := func(a, b bus.Message) bool {
		return a.Path == b.Path && a.Interface == b.Interface && a.Member == b.Member && slices.EqualFunc(a.Body, b.Body, bus.Value.Equal)
	}
	if !slices.EqualFunc(got, want, same) {
		t.Fatalf("%s %+v; want %+v", what, got, want)
	}
}

// looseRules generates rules with few conditions, which many signals to everybody
// agree with.
func looseRules() *rapid.Generator[bus.MatchRule] {
	return rapid.Custom(func(t *rapid.T) bus.MatchRule {
		full := matchRules().Draw(t, "full rule")
		rule := bus.MatchRule{Type: bus.MessageSignal}
		for range rapid.IntRange(0, 2).Draw(t, "conditions") {
			switch rapid.IntRange(0, 5).Draw(t, "condition") {
			case 0:
				rule.Sender = full.Sender
			case 1:
				rule.Interface, rule.Member = full.Interface, full.Member
			case 2:
				rule.Path, rule.PathNamespace = full.Path, full.PathNamespace
			case 3:
				rule.Args = full.Args[:min(len(full.Args), 1)]
			case 4:
				rule.Arg0Namespace = full.Arg0Namespace
			case 5:
				rule.Type = full.Type
			}
		}
		return rule
	}).Filter(func(rule bus.MatchRule) bool { return rule.Validate() == nil })
}

// signalsLike generates signals that rules of matchRules are about.
func signalsLike() *rapid.Generator[bus.Message] {
	texts := matchArguments()
	paths := rapid.SampledFrom([]bus.ObjectPath{"/", "/a", "/a/b", "/ab"})
	args := rapid.OneOf(
		rapid.Map(texts, bus.String), rapid.Map(texts, bus.String), rapid.Map(paths, bus.PathValue),
		rapid.Map(texts, func(s string) bus.Value { return bus.Variant(bus.String(s)) }),
		rapid.Just(bus.SignatureValue("s")), rapid.Just(bus.Uint32(7)), rapid.Just(bus.Bytes([]byte("com"))),
	)
	return rapid.Custom(func(t *rapid.T) bus.Message {
		return bus.Message{
			Type: bus.MessageSignal, Path: paths.Draw(t, "path"),
			Interface: rapid.SampledFrom([]bus.Interface{"com.example.A", "com.example.B"}).Draw(t, "interface"),
			Member:    rapid.SampledFrom([]bus.Member{"A", "B"}).Draw(t, "member"),
			Body:      rapid.SliceOfN(args, 0, 3).Draw(t, "body"),
		}
	})
}

// A rule for a well-known name wants the signals of whoever has it.
func TestMatchesFollowOwnersOnABus(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	first, second, ear := dialBus(t, daemon), dialBus(t, daemon), dialBus(t, daemon)
	matches := bus.NewMatches(ear)
	defer matches.Close()
	got := newListener()
	add(t, matches, bus.MatchRule{Sender: "com.example.A", Interface: "com.example.A"}, got.deliver)
	// So that the bus sends everything, and the choice is ours.
	add(t, matches, bus.MatchRule{Interface: "com.example.A"}, func(bus.Message) {})

	emit := func(conn *godbusconn.Conn, member bus.Member) {
		t.Helper()
		if err := conn.Emit("/", "com.example.A", member); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Call(t.Context(), driverCall("GetId")); err != nil { // the bus has it now
			t.Fatal(err)
		}
	}
	release := func(conn bus.Conn) {
		t.Helper()
		if _, err := conn.Call(t.Context(), driverCall("ReleaseName", bus.String("com.example.A"))); err != nil {
			t.Fatal(err)
		}
	}
	emit(first, "Nobody")
	ownName(t, first, "com.example.A")
	emit(first, "First")
	emit(second, "NotYet")
	ownName(t, second, "com.example.A") // it waits
	emit(second, "Waiting")
	release(first)
	emit(first, "NoLonger")
	emit(second, "Second")
	release(second)
	emit(second, "Nobody")
	ownName(t, second, "com.example.A")
	emit(second, "End")
	want := []bus.Message{
		{Path: "/", Interface: "com.example.A", Member: "First"},
		{Path: "/", Interface: "com.example.A", Member: "Second"},
	}
	checkMessages(t, "delivered", got.take(t), want)
}

// The bus has every rule once, and none that nobody uses. It says so by having
// room for two: the owner of a name takes one, the signals the other.
func TestMatchesKeepToTheLimitOfABus(t *testing.T) {
	daemon := bustest.StartDaemon(t, bustest.WithLimit("max_match_rules_per_connection", 2))
	matches := bus.NewMatches(dialBus(t, daemon))
	defer matches.Close()
	none := func(bus.Message) {}
	for range 3 {
		var removes []func()
		for range 20 {
			removes = append(removes, add(t, matches, bus.MatchRule{Sender: "com.example.A"}, none))
		}
		_, err := matches.Add(t.Context(), signals, none)
		if bus.KindOf(err) != bus.KindLimit {
			t.Errorf("Add of one rule more: %v; want KindLimit", err)
		}
		for _, remove := range removes {
			remove()
		}
		add(t, matches, signals, none)()
	}
}

// The bus forgets a rule by itself when the connection that it names has gone.
func TestMatchesRemoveARuleThatIsGone(t *testing.T) {
	daemon := bustest.StartDaemon(t, bustest.WithLimit("max_match_rules_per_connection", 1))
	other := dialBus(t, daemon)
	ear := dialBus(t, daemon)
	matches := bus.NewMatches(ear)
	defer matches.Close()
	remove := add(t, matches, bus.MatchRule{Sender: other.UniqueName()}, func(bus.Message) {})
	other.Close()
	remove()
	add(t, matches, signals, func(bus.Message) {})
	if ear.Err() != nil {
		t.Errorf("the connection has ended: %v", ear.Err())
	}
}
