package bus

import (
	"context"
	"errors"
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// slottedConn is a Conn that keeps to the number of calls that its bus allows it:
// no call fails since there were too many.
type slottedConn struct {
	Conn
	slots   *slots
	longest int           // how many bytes a message may have; 0 is as many as the protocol lets it
	news    chan struct{} // has room for one: something changed that people are shown

	subscribing sync.Once
	matches     *Matches
}

// newSlottedConn puts slots in front of conn, which must not have made a call yet.
// For set see [slots].
func newSlottedConn(conn Conn, a allowance, set func(int)) *slottedConn {
	c := &slottedConn{Conn: conn, longest: a.message, news: make(chan struct{}, 1)}
	c.slots = newSlots(a, set, func() {
		select {
		case c.news <- struct{}{}:
		default:
		}
	})
	conn.OnOrphans(c.slots.setOrphans)
	return c
}

// subscriptions gives the connection's Matches, which is made when first asked for:
// a connection that nobody watches need not decode what comes in. It must be closed
// once the connection has ended.
func (c *slottedConn) subscriptions() *Matches {
	c.subscribing.Do(func() { c.matches = NewMatches(c.Conn) })
	return c.matches
}

// Call implements [Conn]. It waits for a slot, and again if the bus refuses the
// call for want of one.
func (c *slottedConn) Call(ctx context.Context, call Call) (Reply, error) {
	for needsSlot(call) && c.slots.enter(ctx, c.Done()) {
		reply, err := c.send(ctx, call)
		if !isRefusal(err) {
			c.slots.leaveBeside()
			return reply, err
		}
		if !c.slots.refusedBeside() {
			return reply, err
		}
	}
	return c.send(ctx, call) // if there was no slot, this says why
}

// send makes a call, but for one that would have the bus end the connection, without
// a word, since it is too long.
func (c *slottedConn) send(ctx context.Context, call Call) (Reply, error) {
	if c.longest > 0 && measureBody(call.Args).at > c.longest-maxHeader {
		reason := Because("this bus takes no arguments of more than %d MiB", c.longest>>20)
		return Reply{}, &Error{Kind: KindBadArguments, Op: "call", Subject: string(call.Member), Err: &SyntaxError{What: "arguments", Reason: reason}}
	}
	return c.Conn.Call(ctx, call)
}

// onceConn is a slottedConn for a task that makes one call. If there is no slot for
// it, its error is [tasks.ErrAgain].
type onceConn struct{ *slottedConn }

// Call implements [Conn].
func (c onceConn) Call(ctx context.Context, call Call) (Reply, error) {
	switch {
	case !needsSlot(call):
		return c.send(ctx, call)
	case !c.slots.tryEnter():
		return Reply{}, tasks.ErrAgain
	}
	reply, err := c.send(ctx, call)
	if !isRefusal(err) {
		c.slots.leave()
		return reply, err
	}
	if !c.slots.refused() {
		return reply, err
	}
	return Reply{}, tasks.ErrAgain
}

// needsSlot tells whether the bus counts the call until its answer comes: not if
// there is none, or the bus itself gives it.
func needsSlot(call Call) bool { return call.Flags&NoReply == 0 && call.Destination != busDriver }

// isRefusal reports whether err is the bus's refusal to deliver a call since a
// limit is reached. Services answer with the same error, in their own name.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Name == "org.freedesktop.DBus.Error.LimitsExceeded" && e.Sender == busDriver
}
