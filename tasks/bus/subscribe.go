package bus

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// Matches delivers the messages that come in on a connection to those who have
// added a rule that wants them, and keeps the bus told of the rules: once each,
// however often it is added, and no longer than somebody uses it.
//
// Messages are delivered in the order in which they came in, to the subscribers
// in the order in which they were added, by the goroutine that reads from the
// connection. Only messages to everybody and to the connection's unique name are
// delivered, and those to others to rules with Eavesdrop, as far as the bus lets
// us have them.
//
// Where Sender or Destination is a well-known name, Matches follows its owner.
// One thing it cannot tell is that a message which was sent to one name of a
// connection was for another of its names.
//
// On a peer there is no bus to tell: rules choose among what the peer sends, and
// names are compared as they are.
//
// Use [NewMatches]. Its methods may be called from any goroutine.
type Matches struct {
	conn  Conn
	untap func()
	bus   *ruleKeeper

	mu     sync.Mutex
	subs   []*subscription // those that are delivered to; replaced, never changed
	closed bool

	wanting []*subscription // used by receive alone
}

// subscription is one use of a rule.
type subscription struct {
	rule    MatchRule
	deliver func(Message)
	removed atomic.Bool
	held    bool // the bus knows its rule; for the ruleKeeper's goroutine alone
}

// NewMatches starts to look at what comes in on conn. It must be closed. The
// rules stay at the bus until they are removed or the connection ends, so it is
// best closed together with conn.
func NewMatches(conn Conn) *Matches {
	m := &Matches{conn: conn, bus: newRuleKeeper(conn)}
	m.untap = conn.Tap(m.receive)
	return m
}

// Add has the messages that rule wants delivered, until remove is called. All
// that the bus sends after Add has returned are; it waits until the bus has
// accepted the rule. When ctx ends first, Add gives up and leaves no rule behind.
//
// deliver must not block, nor call Add or Close; it may call remove. remove
// returns at once and may be called any number of times, from anywhere. After it
// has returned no delivery begins, but one may be going on.
//
// The error is an [*Error]: KindBadArguments with the [*SyntaxError] for a rule
// that fails [MatchRule.Validate]; what the bus answers, which is KindLimit when
// it has too many rules; KindCanceled or KindTimeout when ctx has ended;
// KindDisconnected when the connection or the Matches has.
func (m *Matches) Add(ctx context.Context, rule MatchRule, deliver func(Message)) (remove func(), err error) {
	rule.Args = slices.Clone(rule.Args)
	if err := rule.Validate(); err != nil {
		return nil, subscribeError(rule, &Error{Kind: KindBadArguments, Err: err})
	}
	if ctx.Err() != nil {
		return nil, subscribeError(rule, NewContextError(ctx))
	}
	s := &subscription{rule: rule, deliver: deliver}
	result := make(chan error, 1)
	if !m.bus.do(func(ctx context.Context) { result <- m.arm(ctx, s) }) {
		return nil, subscribeError(rule, NewDisconnectedError(ErrClosed))
	}
	select {
	case err := <-result:
		if err != nil {
			return nil, subscribeError(rule, err)
		}
		return func() { m.remove(s) }, nil
	case <-ctx.Done():
		m.remove(s)
		return nil, subscribeError(rule, NewContextError(ctx))
	}
}

// arm makes the rule known to the bus and has it delivered to. The goroutine that
// talks to the bus calls it.
func (m *Matches) arm(ctx context.Context, s *subscription) error {
	if s.removed.Load() {
		return nil // whoever added it has gone
	}
	err := m.bus.hold(ctx, s)
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.closed:
		return NewDisconnectedError(ErrClosed)
	case err == nil && !s.removed.Load():
		m.subs = append(slices.Clone(m.subs), s)
	}
	return err
}

func (m *Matches) remove(s *subscription) {
	if s.removed.Swap(true) {
		return
	}
	m.mu.Lock()
	m.subs = slices.DeleteFunc(slices.Clone(m.subs), func(other *subscription) bool { return other == s })
	m.mu.Unlock()
	m.bus.do(func(ctx context.Context) { m.bus.release(ctx, s) })
}

// receive delivers one message. The connection calls it.
func (m *Matches) receive(msg Message) {
	m.bus.follow(&msg)
	m.mu.Lock()
	subs := m.subs
	m.mu.Unlock()
	// All are chosen first: what a subscriber does must not change who is next.
	m.wanting = m.wanting[:0]
	for _, s := range subs {
		if s.rule.matches(&msg, m.bus.isSame) && (s.rule.Eavesdrop || m.isForUs(&msg)) {
			m.wanting = append(m.wanting, s)
		}
	}
	for _, s := range m.wanting {
		if !s.removed.Load() {
			s.deliver(msg)
		}
	}
	clear(m.wanting)
}

// isForUs reports whether a message is one that comes without eavesdropping. The
// connections of this package own no well-known names.
func (m *Matches) isForUs(msg *Message) bool {
	us := m.conn.UniqueName()
	return us == "" || msg.Destination == "" || msg.Destination == us
}

// Close ends all deliveries and returns when the goroutine that talks to the bus
// has ended, and the delivery that is going on. It does not take the rules away
// at the bus. It may be called any number of times, but not by deliver.
func (m *Matches) Close() {
	m.untap()
	m.mu.Lock()
	m.subs, m.closed = nil, true
	m.mu.Unlock()
	m.bus.close()
}

// subscribeError says of an error what was tried.
func subscribeError(rule MatchRule, err error) error {
	told := Error{Kind: KindOf(err), Err: err}
	if e, ok := err.(*Error); ok {
		told = *e
	}
	told.Op, told.Subject = "subscribe", rule.String()
	return &told
}
