package godbusconn

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"

	"github.com/godbus/dbus/v5"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Conn is a [bus.Conn] over godbus. A [Dialer] makes them.
type Conn struct {
	transport *wire.Transport
	library   *dbus.Conn
	handler   func(*Incoming)
	name      bus.Name

	calls table

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
	switch frame.Type {
	case wire.MethodReturn, wire.ErrorReply:
		c.calls.answer(frame)
	case wire.MethodCall:
		c.handler(&Incoming{frame: frame, conn: c})
	}
}

// Ended implements wire.Receiver for the transport.
func (c *Conn) Ended(err error) {
	switch {
	case errors.Is(err, io.EOF):
		err = errors.New("the bus closed the connection")
	case errors.Is(err, net.ErrClosed):
		// Close said why, or else writing failed; only that is told there.
		if broken := c.transport.Failure(); broken != nil {
			err = broken
		}
	}
	c.setReason(err)
	c.calls.end()
	close(c.done)
}
