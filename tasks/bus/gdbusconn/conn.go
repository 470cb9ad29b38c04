package gdbusconn

import (
	"context"
	"sync"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/tap"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// Conn is a [bus.Conn] over GDBus. A [Dialer] makes them.
type Conn struct {
	transport
	loop   *mainloop.Loop
	dbus   *gio.DBusConnection
	name   bus.Name // empty on a peer
	calls  *table
	inbox  *inbox
	taps   tap.Taps
	broken bool // a malformed message came in; the reader's own

	reader  sync.WaitGroup // passes on what comes into the inbox
	closing sync.Once
}

var _ bus.Conn = (*Conn)(nil)

// UniqueName implements [bus.Conn].
func (c *Conn) UniqueName() bus.Name { return c.name }

// Stats implements [bus.Conn].
func (c *Conn) Stats() bus.Stats { return c.calls.stats() }

// OnOrphans implements [bus.Conn].
func (c *Conn) OnOrphans(changed func(int)) { c.calls.onOrphans(changed) }

// Done implements [bus.Conn].
func (c *Conn) Done() <-chan struct{} { return c.calls.done }

// Err implements [bus.Conn].
func (c *Conn) Err() error {
	select {
	case <-c.calls.done:
		return c.calls.reason()
	default:
		return nil
	}
}

// lastWords is how long Close goes on writing what was sent before it.
const lastWords = 250 * time.Millisecond

// Close implements [bus.Conn], but for the main loop's thread: there it does
// nothing and returns gasync.ErrOnMainThread.
func (c *Conn) Close() error {
	if c.loop.OnThread() {
		return gasync.ErrOnMainThread
	}
	c.closing.Do(func() {
		c.calls.close(bus.ErrClosed)
		flush, cancel := context.WithTimeout(context.Background(), lastWords)
		defer cancel()
		// Neither says anything that matters: the connection ends in any case.
		_ = c.await(flush, c.dbus.Flush, c.dbus.FlushFinish)
		_ = c.await(context.Background(), c.dbus.Close, c.dbus.CloseFinish)
		c.inbox.end(c.dbus)
		c.reader.Wait()
		c.calls.running.Wait() // who looks for an answer uses the inbox
		c.inbox.free()
		if c.guard != nil {
			c.guard.close()
		}
		if c.bridge != nil {
			c.bridge.Close()
		}
	})
	return nil
}

// await awaits an operation that has no result.
func (c *Conn) await(ctx context.Context, start func(context.Context, gio.AsyncReadyCallback), finish func(gio.AsyncResulter) error) error {
	_, err := gasync.Await(ctx, c.loop, start,
		func(res gio.AsyncResulter) (struct{}, error) { return struct{}{}, finish(res) },
		gasync.OnCaller())
	return err
}
