package gdbusconn

import (
	"context"
	"errors"
	"sync"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// flags say what GDBus does before a connection can be used.
type flags = gio.DBusConnectionFlags

// A peer may speak at once, and would not be heard by a GDBus that is not ready.
const (
	askBus    = gio.DBusConnectionFlagsAuthenticationClient | gio.DBusConnectionFlagsMessageBusConnection
	askPeer   = gio.DBusConnectionFlagsAuthenticationClient | gio.DBusConnectionFlagsDelayMessageProcessing
	askBridge = gio.DBusConnectionFlagsMessageBusConnection // a bus that has authenticated us
)

// transport is what GDBus makes a connection of.
type transport struct {
	stream stream
	ask    flags
	guard  *guard            // nil if the other side can be trusted
	bridge *sshbridge.Bridge // nil unless the stream goes through one
}

// close gives back what a connection that was not made would have used, but for the
// bridge.
func (t transport) close() {
	t.stream.close()
	if t.guard != nil {
		t.guard.close()
	}
}

// greet authenticates and says Hello, as far as is asked for. The transport is
// closed if that fails.
func (d *Dialer) greet(ctx context.Context, t transport) (*Conn, error) {
	// In one step, with the address, GDBus would wait for the answer to Hello
	// whatever becomes of ctx, and hold on to the socket.
	stop := afterFunc(ctx, t.stream.shutdown)
	conn, err := d.connect(ctx, t)
	if err == nil && stop() {
		return conn, nil
	}
	stop()
	if err == nil {
		conn.Close()
		err = bus.NewContextError(ctx)
	}
	t.close()
	if t.guard != nil && ctx.Err() == nil {
		if why := t.guard.failure(); why != nil {
			err = wire.BodyError(why)
		}
	}
	return nil, err
}

func (d *Dialer) connect(ctx context.Context, t transport) (*Conn, error) {
	conn, err := gasync.Await(ctx, d.loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gio.NewDBusConnection(ctx, t.stream, "", t.ask, nil, ready)
		},
		func(res gio.AsyncResulter) (*Conn, error) {
			dbus, err := gasync.Result(gio.NewDBusConnectionFinish(res))
			if err != nil {
				return nil, err
			}
			dbus.SetExitOnClose(false)
			inbox, err := newInbox(dbus)
			return &Conn{loop: d.loop, transport: t, dbus: dbus, calls: newTable(), inbox: inbox}, err
		})
	if errors.Is(err, &gasync.Error{Domain: gasync.IODomain, Code: int(gio.IOErrorInvalidArgument)}) {
		return nil, &bus.Error{Kind: bus.KindProtocol, Reason: bus.Because("Hello was not answered with a name"), Err: err}
	}
	if err != nil {
		return nil, err
	}
	conn.reader.Go(func() { conn.inbox.deliver(conn) })
	if t.ask == askPeer {
		conn.dbus.StartMessageProcessing()
		return conn, nil
	}
	if conn.name, err = bus.ParseName(conn.dbus.UniqueName()); err != nil {
		conn.Close()
		return nil, &bus.Error{Kind: bus.KindProtocol, Reason: bus.Because("Hello was not answered with a name"), Err: err}
	}
	return conn, nil
}

// afterFunc is context.AfterFunc with a stop that waits for f, should it have been
// started, and may be called more than once.
func afterFunc(ctx context.Context, f func()) (stop func() bool) {
	ran := make(chan struct{})
	cancel := context.AfterFunc(ctx, func() {
		defer close(ran)
		f()
	})
	return sync.OnceValue(func() bool {
		if cancel() {
			return true
		}
		<-ran
		return false
	})
}
