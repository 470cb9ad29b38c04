package bustest

import (
	"context"
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/tap"
)

// Conn is a [bus.Conn] that has no bus: a function of the test's answers the
// calls. It starts no goroutine and waits on channels alone, so time inside a
// synctest bubble moves on while calls wait. Use [NewConn].
type Conn struct {
	answer func(*Pending)
	done   chan struct{}

	taps tap.Taps

	mu             sync.Mutex
	calls          []bus.Call
	stats          bus.Stats
	orphansChanged func(int)
	why            *bus.Error // what Err returns once done is closed
}

var _ bus.Conn = (*Conn)(nil)

// NewConn returns a connection whose calls are given to answer, by the
// goroutine that calls. Answer may answer at once, keep the [Pending] and have
// it answered later by any goroutine, or never; it must not block. With nil, no
// call is ever answered.
func NewConn(answer func(*Pending)) *Conn {
	if answer == nil {
		answer = func(*Pending) {}
	}
	return &Conn{answer: answer, done: make(chan struct{})}
}

// Pending is a call that wants an answer.
type Pending struct {
	Call bus.Call

	conn   *Conn
	result chan result // has room for one

	// Guarded by conn.mu.
	answered, orphan bool
}

type result struct {
	reply bus.Reply
	err   *bus.Error
}

// Reply answers the call. Like every other answer, it is dropped if the call
// was given up or has been answered.
func (p *Pending) Reply(body ...bus.Value) {
	var sig bus.Signature
	for _, v := range body {
		sig += v.Signature()
	}
	p.end(result{reply: bus.Reply{Body: body, Signature: sig, Sender: ":1.2"}})
}

// Fail answers the call with an error that has a D-Bus name.
func (p *Pending) Fail(name, message string) { p.failFrom(":1.2", name, message) }

// Refuse answers the call as a bus does that does not deliver it, since the
// connection has too many without an answer.
func (p *Pending) Refuse() {
	p.failFrom("org.freedesktop.DBus", "org.freedesktop.DBus.Error.LimitsExceeded", "too many pending replies")
}

func (p *Pending) failFrom(sender bus.Name, name, message string) {
	err := bus.NewRemoteError(name, message)
	err.Sender = sender
	p.end(result{err: err})
}

func (p *Pending) end(r result) {
	p.conn.mu.Lock()
	defer p.conn.mu.Unlock()
	if p.answered || p.conn.why != nil {
		return
	}
	p.answered = true
	if p.orphan {
		p.conn.setOrphansLocked(p.conn.stats.Orphans - 1)
		return
	}
	p.conn.stats.InFlight--
	p.result <- r
}

// Call implements [bus.Conn].
func (c *Conn) Call(ctx context.Context, call bus.Call) (bus.Reply, error) {
	reply, err := c.call(ctx, call)
	if err != nil {
		told := *err
		told.Op, told.Subject = "call", string(call.Interface)+"."+string(call.Member)
		return bus.Reply{}, &told
	}
	return reply, nil
}

func (c *Conn) call(ctx context.Context, call bus.Call) (bus.Reply, *bus.Error) {
	if ctx.Err() != nil {
		return bus.Reply{}, bus.NewContextError(ctx)
	}
	if err := call.Validate(); err != nil {
		return bus.Reply{}, &bus.Error{Kind: bus.KindBadArguments, Err: err}
	}
	p := &Pending{Call: call, conn: c, result: make(chan result, 1)}
	if why := c.add(p); why != nil {
		return bus.Reply{}, why
	}
	c.answer(p)
	if call.Flags&bus.NoReply != 0 {
		return bus.Reply{}, nil
	}
	select {
	case r := <-p.result:
		return r.unwrap()
	case <-c.done:
		return bus.Reply{}, c.reason()
	case <-ctx.Done():
		if c.abandon(p) {
			return bus.Reply{}, bus.NewContextError(ctx)
		}
	}
	select {
	case r := <-p.result:
		return r.unwrap()
	default:
		return bus.Reply{}, c.reason()
	}
}

func (r result) unwrap() (bus.Reply, *bus.Error) {
	return r.reply, r.err
}

func (c *Conn) add(p *Pending) *bus.Error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why != nil {
		return c.why
	}
	c.calls = append(c.calls, p.Call)
	if p.Call.Flags&bus.NoReply != 0 {
		p.answered = true
		return nil
	}
	c.stats.InFlight++
	return nil
}

// abandon makes an orphan of a call, unless it was answered or the connection
// has ended.
func (c *Conn) abandon(p *Pending) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p.answered || c.why != nil {
		return false
	}
	p.orphan = true
	c.stats.InFlight--
	c.setOrphansLocked(c.stats.Orphans + 1)
	return true
}

func (c *Conn) setOrphansLocked(n int) {
	c.stats.Orphans = n
	if c.orphansChanged != nil {
		c.orphansChanged(n)
	}
}

// OnOrphans implements [bus.Conn].
func (c *Conn) OnOrphans(changed func(int)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.orphansChanged = changed
}

// Tap implements [bus.Conn].
func (c *Conn) Tap(deliver func(bus.Message)) (untap func()) { return c.taps.Add(deliver) }

// Mute implements [bus.Conn]. The connection sends nothing by itself anyway.
func (c *Conn) Mute() {}

// Deliver has a message come in, for whoever has tapped the connection.
func (c *Conn) Deliver(msg bus.Message) { c.taps.Deliver(msg) }

// Calls returns the calls that were made so far, in their order.
func (c *Conn) Calls() []bus.Call {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]bus.Call(nil), c.calls...)
}

// Disconnect ends the connection as a bus does that dies.
func (c *Conn) Disconnect(cause error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why != nil {
		return
	}
	c.why = bus.NewDisconnectedError(cause)
	c.stats = bus.Stats{}
	close(c.done)
}

// UniqueName implements [bus.Conn].
func (c *Conn) UniqueName() bus.Name { return ":1.1" }

// Stats implements [bus.Conn].
func (c *Conn) Stats() bus.Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

// Done implements [bus.Conn].
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err implements [bus.Conn].
func (c *Conn) Err() error {
	if why := c.reason(); why != nil {
		return why
	}
	return nil
}

func (c *Conn) reason() *bus.Error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.why
}

// Close implements [bus.Conn].
func (c *Conn) Close() error {
	c.Disconnect(bus.ErrClosed)
	return nil
}

// DialerFunc is a function that is a [bus.Dialer].
type DialerFunc func(context.Context, bus.Address) (bus.Conn, error)

// Dial implements [bus.Dialer].
func (f DialerFunc) Dial(ctx context.Context, address bus.Address) (bus.Conn, error) {
	return f(ctx, address)
}
