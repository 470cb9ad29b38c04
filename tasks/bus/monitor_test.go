package bus_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// What a bus may deny.
const (
	noMonitoring    = `<deny send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus.Monitoring"/>`
	noEavesdropping = `<deny eavesdrop="true"/><allow receive_sender="*"/>`
)

var scene = bus.MatchRule{PathNamespace: "/scene"}

// players are two connections that talk to each other.
type players struct {
	service, caller *godbusconn.Conn
}

func newPlayers(t *testing.T, daemon *bustest.Daemon) players {
	t.Helper()
	dialer := godbusconn.NewDialer(godbusconn.WithHandler(func(in *godbusconn.Incoming) {
		if in.Member() == "Good" {
			in.Reply(bus.String("done"))
			return
		}
		in.Fail("com.example.Error.Bad", "no")
	}))
	service, err := dialer.DialConn(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close() })
	return players{service, dialBus(t, daemon)}
}

// play has the two exchange one message of every type. The last one is a signal.
func (p players) play(t *testing.T) {
	t.Helper()
	call := bus.Call{Destination: p.service.UniqueName(), Path: "/scene/a", Interface: "com.example.Scene", Member: "Good", Args: []bus.Value{bus.Int32(7)}}
	if _, err := p.caller.Call(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	call.Member, call.Args = "Bad", nil
	var e *bus.Error
	if _, err := p.caller.Call(t.Context(), call); !errors.As(err, &e) || e.Name != "com.example.Error.Bad" {
		t.Fatalf("Bad: %v", err)
	}
	if err := p.service.Emit("/scene/a", "com.example.Scene", "End"); err != nil {
		t.Fatal(err)
	}
}

// line says of a message all that play determines.
func (p players) line(msg bus.Message) string {
	who := func(name bus.Name) string {
		switch name {
		case p.service.UniqueName():
			return "service"
		case p.caller.UniqueName():
			return "caller"
		}
		return string(name)
	}
	var args []string
	for _, v := range msg.Body {
		args = append(args, v.Text())
	}
	kind := map[bus.MessageType]string{
		bus.MessageCall: "call", bus.MessageReturn: "return", bus.MessageError: "error", bus.MessageSignal: "signal",
	}[msg.Type]
	return strings.Join(strings.Fields(strings.Join([]string{
		kind, who(msg.Sender), who(msg.Destination), string(msg.Path), string(msg.Member), msg.ErrorName, strings.Join(args, " "),
	}, " ")), " ")
}

var (
	wholePlay = []string{
		"call caller service /scene/a Good 7", "return service caller 'done'",
		"call caller service /scene/a Bad", "error service caller com.example.Error.Bad 'no'",
		"signal service /scene/a End",
	}
	publicPlay = wholePlay[4:]
)

// script collects what a monitor sees of the players, up to the end of the play.
type script struct {
	players  players
	messages []bus.Message // for the test once ended is closed
	over     bool
	ended    chan struct{}
}

func newScript(p players) *script { return &script{players: p, ended: make(chan struct{})} }

func (s *script) deliver(msg bus.Message) {
	us := []bus.Name{s.players.service.UniqueName(), s.players.caller.UniqueName()}
	if s.over || !slices.Contains(us, msg.Sender) {
		return
	}
	s.messages = append(s.messages, msg)
	if msg.Member == "End" {
		s.over = true
		close(s.ended)
	}
}

// want plays, and checks what was seen of it.
func (s *script) want(t *testing.T, want ...string) {
	t.Helper()
	s.players.play(t)
	<-s.ended
	var lines []string
	for _, msg := range s.messages {
		lines = append(lines, s.players.line(msg))
	}
	if !slices.Equal(lines, want) {
		t.Errorf("seen:\n%s\nwant:\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func openMonitor(t *testing.T, dialer bus.Dialer, daemon *bustest.Daemon, deliver func(bus.Message), rules ...bus.MatchRule) *bus.Monitor {
	t.Helper()
	m, err := bus.OpenMonitor(t.Context(), dialer, daemon.BusAddress(t), rules, deliver)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func TestMonitorModes(t *testing.T) {
	for name, test := range map[string]struct {
		denied  []string
		refusal string // with which the bus refuses a rule with Eavesdrop
		rules   []bus.MatchRule
		mode    bus.MonitorMode
		seen    []string
	}{
		"everything": {mode: bus.MonitorFull, seen: wholePlay},
		"some": {
			mode: bus.MonitorFull, seen: []string{wholePlay[0], wholePlay[2], wholePlay[3], wholePlay[4]},
			rules: []bus.MatchRule{scene, {Member: "Good"}, {Type: bus.MessageError}}, // the first call is wanted twice
		},
		"without monitoring":    {denied: []string{noMonitoring}, mode: bus.MonitorEavesdrop, seen: wholePlay},
		"some of it":            {denied: []string{noMonitoring}, mode: bus.MonitorEavesdrop, rules: []bus.MatchRule{scene}, seen: []string{wholePlay[0], wholePlay[2], wholePlay[4]}},
		"without eavesdropping": {denied: []string{noMonitoring, noEavesdropping}, mode: bus.MonitorEavesdrop, seen: publicPlay},
		"eavesdropping is not known": {
			denied: []string{noMonitoring}, refusal: "org.freedesktop.DBus.Error.MatchRuleInvalid",
			mode: bus.MonitorPlain, seen: publicPlay,
		},
		"eavesdropping is refused": {
			denied: []string{noMonitoring}, refusal: "org.freedesktop.DBus.Error.AccessDenied",
			mode: bus.MonitorPlain, rules: []bus.MatchRule{scene, signals}, seen: publicPlay,
		},
	} {
		forBackends(t, name, func(t *testing.T, dialer bus.Dialer) {
			var opts []bustest.DaemonOption
			for _, element := range test.denied {
				opts = append(opts, bustest.WithPolicy(element))
			}
			daemon := bustest.StartDaemon(t, opts...)
			players := newPlayers(t, daemon)
			if test.refusal != "" {
				dialer = refusingDialer(dialer, test.refusal)
			}
			seen := newScript(players)
			m := openMonitor(t, dialer, daemon, seen.deliver, test.rules...)
			if m.Mode() != test.mode {
				t.Errorf("the mode is %s; want %s", m.Mode(), test.mode)
			}
			seen.want(t, test.seen...)
			checkAlone(t, players, test.mode)
			if m.Err() != nil {
				t.Errorf("the monitor has ended: %v", m.Err())
			}
		})
	}
}

// forBackends runs a test with each of the backends.
func forBackends(t *testing.T, name string, test func(*testing.T, bus.Dialer)) {
	for backend, dialer := range backends() {
		t.Run(name+"/"+backend, func(t *testing.T) { test(t, dialer) })
	}
}

// checkAlone checks that of a monitor there is one connection to the bus at most,
// and that it answers who calls it: a monitor in full mode has no name to be called
// by.
func checkAlone(t *testing.T, p players, mode bus.MonitorMode) {
	t.Helper()
	reply, err := p.caller.Call(t.Context(), driverCall("ListNames"))
	if err != nil {
		t.Fatal(err)
	}
	others := 0
	for _, item := range reply.Body[0].Items() {
		text, _ := item.AsString()
		name := bus.Name(text)
		if !name.IsUnique() || name == p.caller.UniqueName() || name == p.service.UniqueName() {
			continue
		}
		others++
		if _, err := p.caller.Call(t.Context(), bus.Call{Destination: name, Path: "/", Member: "Anything"}); bus.KindOf(err) != bus.KindNoSuchMember {
			t.Errorf("a call to %s: %v; want KindNoSuchMember", name, err)
		}
	}
	want := 1
	if mode == bus.MonitorFull {
		want = 0
	}
	if others != want {
		t.Errorf("%d other connections have a name; want %d", others, want)
	}
}

// refusingDialer makes connections to a bus that refuses to let anybody eavesdrop,
// with this error.
func refusingDialer(dialer bus.Dialer, name string) bus.Dialer {
	return bustest.DialerFunc(func(ctx context.Context, addr bus.Address) (bus.Conn, error) {
		conn, err := dialer.Dial(ctx, addr)
		if err != nil {
			return nil, err
		}
		return refusingConn{conn, name}, nil
	})
}

type refusingConn struct {
	bus.Conn
	name string
}

func (c refusingConn) Call(ctx context.Context, call bus.Call) (bus.Reply, error) {
	if call.Member == "AddMatch" {
		if rule, _ := call.Args[0].AsString(); strings.Contains(rule, "eavesdrop") {
			return bus.Reply{}, bus.NewRemoteError(c.name, "no")
		}
	}
	return c.Conn.Call(ctx, call)
}

// A bus throws out a monitor that sends anything, so the connection must be mute
// before it becomes one.
func TestMonitorIsMuteBeforeItIsOne(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	var conn muteConn
	dialer := bustest.DialerFunc(func(ctx context.Context, addr bus.Address) (_ bus.Conn, err error) {
		conn.Conn, err = godbusconn.NewDialer().Dial(ctx, addr)
		return &conn, err
	})
	openMonitor(t, dialer, daemon, func(bus.Message) {})
	if !conn.muteFirst {
		t.Error("the connection was not mute when it became a monitor")
	}
}

type muteConn struct {
	bus.Conn
	mute, muteFirst bool
}

func (c *muteConn) Mute() {
	c.mute = true
	c.Conn.Mute()
}

func (c *muteConn) Call(ctx context.Context, call bus.Call) (bus.Reply, error) {
	if call.Member == "BecomeMonitor" {
		c.muteFirst = c.mute
	}
	return c.Conn.Call(ctx, call)
}

func TestMonitorLeavesItselfOut(t *testing.T) {
	for _, denied := range []string{noMonitoring, `<deny own="com.example.None"/>`} {
		daemon := bustest.StartDaemon(t, bustest.WithPolicy(denied))
		players := newPlayers(t, daemon)
		var strangers []bus.Message
		ended := make(chan struct{})
		m := openMonitor(t, godbusconn.NewDialer(), daemon, func(msg bus.Message) {
			switch who := []bus.Name{players.service.UniqueName(), players.caller.UniqueName()}; {
			case msg.Member == "End":
				close(ended)
			case !slices.Contains(who, msg.Sender) && !slices.Contains(who, msg.Destination) && msg.Member != "NameOwnerChanged":
				strangers = append(strangers, msg)
			}
		}, bus.MatchRule{}, bus.MatchRule{Member: "End"})
		players.play(t)
		<-ended
		if len(strangers) > 0 {
			t.Errorf("%s: the monitor saw %+v", m.Mode(), strangers)
		}
	}
}

func TestMonitorEnds(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	none := func(bus.Message) {}
	closed, lost := openMonitor(t, godbusconn.NewDialer(), daemon, none), openMonitor(t, godbusconn.NewDialer(), daemon, none)
	closed.Close()
	closed.Close()
	<-closed.Done()
	if !errors.Is(closed.Err(), bus.ErrClosed) {
		t.Errorf("Err after Close: %v; want ErrClosed", closed.Err())
	}
	daemon.Kill()
	<-lost.Done()
	if err := lost.Err(); bus.KindOf(err) != bus.KindDisconnected || errors.Is(err, bus.ErrClosed) {
		t.Errorf("Err when the bus has gone: %v; want KindDisconnected", err)
	}
}

func TestMonitorErrors(t *testing.T) {
	deaf := bustest.StartDaemon(t, bustest.WithPolicy(noMonitoring), bustest.WithPolicy(`<deny send_interface="org.freedesktop.DBus" send_member="AddMatch"/>`))
	full := bustest.StartDaemon(t, bustest.WithPolicy(noMonitoring), bustest.WithLimit("max_match_rules_per_connection", 1))
	ended, end := context.WithCancel(t.Context())
	end()
	noBus := bustest.DialerFunc(func(context.Context, bus.Address) (bus.Conn, error) {
		return peerConn{bustest.NewConn(nil)}, nil
	})
	for _, test := range []struct {
		name   string
		ctx    context.Context
		dialer bus.Dialer
		daemon *bustest.Daemon
		rules  []bus.MatchRule
		want   bus.Kind
	}{
		{name: "denied", daemon: deaf, want: bus.KindAccessDenied},
		{name: "limit", daemon: full, rules: []bus.MatchRule{signals, scene}, want: bus.KindLimit},
		{name: "canceled", daemon: full, ctx: ended, want: bus.KindCanceled},
		{name: "bad rule", daemon: full, rules: []bus.MatchRule{{Member: "a.b"}}, want: bus.KindBadArguments},
		{name: "long rule", daemon: full, rules: []bus.MatchRule{{Args: []bus.ArgMatch{{Value: strings.Repeat("a", 1010)}}}}, want: bus.KindBadArguments},
		{name: "no bus", daemon: full, dialer: noBus, want: bus.KindUnsupported},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.ctx == nil {
				test.ctx = t.Context()
			}
			if test.dialer == nil {
				test.dialer = godbusconn.NewDialer()
			}
			m, err := bus.OpenMonitor(test.ctx, test.dialer, test.daemon.BusAddress(t), test.rules, func(bus.Message) {})
			if e, ok := err.(*bus.Error); m != nil || !ok || e.Kind != test.want || e.Op == "" || e.Subject != test.daemon.Address() {
				t.Errorf("OpenMonitor: %v, %#v; want the kind %q", m, err, test.want)
			}
		})
	}
}

func TestMonitorModesHaveWords(t *testing.T) {
	seen := make(map[string]bool)
	for mode := bus.MonitorFull; mode <= bus.MonitorPlain; mode++ {
		for _, text := range []string{mode.String(), mode.Sentence()} {
			if text == "" || seen[text] {
				t.Errorf("%d is called %q, as another one", mode, text)
			}
			seen[text] = true
		}
		if sentence := mode.Sentence(); !strings.HasSuffix(sentence, ".") {
			t.Errorf("%q is no sentence", sentence)
		}
	}
}
