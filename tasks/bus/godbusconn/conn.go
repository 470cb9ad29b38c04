package godbusconn

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/tap"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Conn is a [bus.Conn] over godbus. A [Dialer] makes them.
type Conn struct {
	transport *wire.Transport
	library   *dbus.Conn
	handler   func(*Incoming)
	name      bus.Name          // set before anybody but the dialer has the connection
	bridge    *sshbridge.Bridge // what the transport goes through, or nil

	calls table
	taps  tap.Taps
	mute  atomic.Bool
	names ownNames // only used by the goroutine that reads

	closing sync.Once
	done    chan struct{}

	mu  sync.Mutex
	why error // what Err returns once done is closed; the first reason stays
}

var _ bus.Conn = (*Conn)(nil)

// UniqueName implements [bus.Conn].
func (c *Conn) UniqueName() bus.Name { return c.name }

// Stats implements [bus.Conn].
func (c *Conn) Stats() bus.Stats { return c.calls.stats() }

// OnOrphans implements [bus.Conn].
func (c *Conn) OnOrphans(changed func(int)) { c.calls.onOrphans(changed) }

// Tap implements [bus.Conn].
func (c *Conn) Tap(deliver func(bus.Message)) (untap func()) { return c.taps.Add(deliver) }

// Mute implements [bus.Conn].
func (c *Conn) Mute() { c.mute.Store(true) }

// Done implements [bus.Conn].
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err implements [bus.Conn].
func (c *Conn) Err() error {
	select {
	case <-c.done:
		return c.reason()
	default:
		return nil
	}
}

func (c *Conn) reason() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.why
}

func (c *Conn) setReason(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why == nil {
		c.why = bus.NewDisconnectedError(err)
	}
}

// Close implements [bus.Conn].
func (c *Conn) Close() error {
	c.closing.Do(func() {
		c.setReason(bus.ErrClosed)
		c.library.Close()
	})
	<-c.done
	return nil
}

// Flush waits until everything sent so far has been handed to the bus, ctx or
// the connection ends. Who sends much without waiting for answers calls it now
// and then, since nothing else bounds what is queued.
func (c *Conn) Flush(ctx context.Context) error {
	if err := c.transport.Flush(ctx); err != nil {
		return c.sendError(ctx, err)
	}
	return nil
}

// Receive implements wire.Receiver for the transport.
func (c *Conn) Receive(frame *wire.Frame) {
	c.names.note(frame)
	ours := c.names.hold(frame.Destination)
	isReply := frame.Type == wire.MethodReturn || frame.Type == wire.ErrorReply
	if isReply && ours && c.calls.answer(frame) {
		return
	}
	if c.taps.Wanted() {
		c.taps.Deliver(frame.Message(time.Now()))
	}
	if frame.Type == wire.MethodCall && ours && !c.mute.Load() {
		c.handler(&Incoming{frame: frame, conn: c})
	}
}

// Ended implements wire.Receiver for the transport.
func (c *Conn) Ended(err error) {
	switch {
	case errors.Is(err, io.EOF):
		err = bus.Because("the bus closed the connection").Err()
	case errors.Is(err, net.ErrClosed):
		// Close said why, or else writing failed; only that is told there.
		if broken := c.transport.Failure(); broken != nil {
			err = broken
		}
	}
	if c.bridge != nil {
		if c.reason() == nil {
			// What ssh said tells more than that nothing comes any more.
			if why := c.bridge.Failure(); why != nil {
				err = why
			}
		}
		c.bridge.Close()
	}
	c.setReason(err)
	c.calls.end()
	close(c.done)
}
