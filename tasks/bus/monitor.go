package bus

import (
	"context"
	"slices"
)

// MonitorMode is how much of a bus a [Monitor] sees.
type MonitorMode uint8

// The modes, the best first.
const (
	// MonitorFull is everything that the rules ask for: all that goes over the
	// bus if there are no rules.
	MonitorFull MonitorMode = iota
	// MonitorEavesdrop is what MonitorPlain is, and those messages between others
	// that the bus lets us have. A bus need not say that it lets us have none.
	MonitorEavesdrop
	// MonitorPlain is what is sent to everybody, which is most signals.
	MonitorPlain
)

// String names the mode for logs.
func (m MonitorMode) String() string {
	return [...]string{"full", "eavesdrop", "plain"}[min(m, MonitorPlain)]
}

// Sentence says to people what is seen.
//
//tr:mark
func (m MonitorMode) Sentence() string {
	switch m {
	case MonitorFull:
		return "All messages on the bus are seen."
	case MonitorEavesdrop:
		return "This bus does not allow monitoring. Messages to everybody are seen, and messages between others if the bus lets them be overheard."
	}
	return "Only messages to everybody are seen: this bus does not allow monitoring."
}

// Monitor sees the messages of a bus, those between others too where that is
// allowed. Use [OpenMonitor]. Its methods may be called from any goroutine.
type Monitor struct {
	conn  Conn
	mode  MonitorMode
	untap func()
}

// OpenMonitor connects to the bus at addr and has every message that goes over it
// and that one of the rules wants given to deliver; without rules, every message.
// It becomes a monitor if the bus allows that, eavesdrops if it allows that, and
// listens to what is sent to everybody otherwise: see [Monitor.Mode]. The bus
// applies the rules; whether they have Eavesdrop does not matter.
//
// Messages are delivered in the order in which the bus sent them, once each,
// whatever number of rules want them, by the goroutine that reads from the
// connection: deliver must not block, nor close the monitor. It may be called
// before OpenMonitor has returned, even if that fails. What the monitor says to
// the bus, and the bus to it, is left out. One that is not in the mode
// [MonitorFull] has a name like every connection, so it also gets what others send
// to it.
//
// The end of ctx stops it wherever it is; once it has returned, ctx no longer
// matters. The error is an [*Error]: that of [Dialer.Dial], KindBadArguments with
// the [*SyntaxError] for a rule that fails [MatchRule.Validate] with Eavesdrop set,
// what the bus answers, or KindUnsupported where there is no bus.
func OpenMonitor(ctx context.Context, dialer Dialer, addr Address, rules []MatchRule, deliver func(Message)) (*Monitor, error) {
	for _, rule := range rules {
		rule.Eavesdrop = true // may be put in, and makes it longer
		if err := rule.Validate(); err != nil {
			return nil, monitorError(addr, &Error{Kind: KindBadArguments, Err: err})
		}
	}
	// Each mode is tried on a connection of its own, since what a refused one has
	// done stays: it is mute, and others that call it would wait for ever.
	for mode := MonitorFull; ; mode++ {
		conn, err := dialer.Dial(ctx, addr)
		if err != nil {
			return nil, err
		}
		m := &Monitor{conn: conn, mode: mode}
		m.untap = conn.Tap(func(msg Message) {
			if !isMonitorsOwn(&msg, conn.UniqueName()) {
				deliver(msg)
			}
		})
		if err = m.start(ctx, rules); err == nil {
			return m, nil
		}
		m.Close()
		if mode == MonitorPlain || !isMonitorRefusal(err) {
			return nil, monitorError(addr, err)
		}
	}
}

// start asks the bus for messages.
func (m *Monitor) start(ctx context.Context, rules []MatchRule) error {
	if m.conn.UniqueName() == "" {
		return &Error{Kind: KindUnsupported, Reason: Because("there is no bus to monitor")}
	}
	if m.mode == MonitorFull {
		return m.become(ctx, rules)
	}
	if len(rules) == 0 {
		rules = []MatchRule{{}}
	}
	for _, rule := range rules {
		rule.Eavesdrop = m.mode == MonitorEavesdrop
		if _, err := m.conn.Call(ctx, driverCall("AddMatch", String(rule.String()))); err != nil {
			return err
		}
	}
	return nil
}

// become turns the connection into a monitor.
func (m *Monitor) become(ctx context.Context, rules []MatchRule) error {
	texts := make([]Value, len(rules))
	for i, rule := range rules {
		rule.Eavesdrop = false // for a monitor it goes without saying
		texts[i] = String(rule.String())
	}
	list, err := Array("s", texts...)
	if err != nil {
		return &Error{Kind: KindBadArguments, Err: err}
	}
	call := driverCall("BecomeMonitor", list, Uint32(0))
	call.Interface = "org.freedesktop.DBus.Monitoring"
	// Mute comes first: from the moment that the bus accepts, whatever the monitor
	// sends has it thrown out.
	m.conn.Mute()
	_, err = m.conn.Call(ctx, call)
	return err
}

// isMonitorRefusal reports whether an error means that a mode is not to be had:
// by a policy, or because the bus does not know it. Since the rules are valid, a
// rule that is not can only be one that eavesdrops.
func isMonitorRefusal(err error) bool {
	return slices.Contains([]Kind{KindAccessDenied, KindNoSuchMember, KindUnsupported, KindBadArguments}, KindOf(err))
}

// isMonitorsOwn reports whether a message is about the connection itself: what it
// said, or that it has its name or has it no longer.
func isMonitorsOwn(msg *Message, us Name) bool {
	return msg.Sender == us || msg.Sender == busDriver && msg.Destination == us && msg.Type == MessageSignal
}

func monitorError(addr Address, err error) error {
	told := Error{Kind: KindOf(err), Err: err}
	if e, ok := err.(*Error); ok {
		told = *e
	}
	told.Op, told.Subject = "monitor", addr.String()
	return &told
}

// Mode says how much the monitor sees.
func (m *Monitor) Mode() MonitorMode { return m.mode }

// Done is closed when the connection has ended, for whatever reason.
func (m *Monitor) Done() <-chan struct{} { return m.conn.Done() }

// Err says why the connection ended, as [Conn] does. It is nil until Done is
// closed.
func (m *Monitor) Err() error { return m.conn.Err() }

// Close ends the monitor and returns when nothing is delivered any more. It may
// be called any number of times, but not by deliver.
func (m *Monitor) Close() error {
	m.untap()
	return m.conn.Close()
}
