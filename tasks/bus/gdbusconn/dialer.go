package gdbusconn

import (
	"context"
	"os"
	"strings"
	"sync"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// Dialer is a [bus.Dialer] whose connections are *[Conn]. Use [NewDialer].
type Dialer struct {
	loop   *mainloop.Loop
	getenv func(string) string
}

// Option changes what [NewDialer] makes.
type Option func(*Dialer)

// WithGetenv has the addresses of the session and system bus looked up by this
// function rather than in the environment of the process.
func WithGetenv(getenv func(string) string) Option {
	return func(d *Dialer) { d.getenv = getenv }
}

// NewDialer returns a dialer, whose connections live on the main loop. It may be
// used by any number of goroutines.
func NewDialer(loop *mainloop.Loop, opts ...Option) *Dialer {
	d := &Dialer{loop: loop, getenv: os.Getenv}
	for _, opt := range opts {
		opt(d)
	}
	return d
}

// connectionFlags ask for a connection to a bus, as a client that says Hello.
const connectionFlags = gio.DBusConnectionFlagsAuthenticationClient | gio.DBusConnectionFlagsMessageBusConnection

// Dial implements [bus.Dialer]. The connection is never the process's shared one,
// which others would miss.
func (d *Dialer) Dial(ctx context.Context, address bus.Address) (bus.Conn, error) {
	conn, err := d.dial(ctx, address)
	if err != nil {
		return nil, dialError(ctx, address, err)
	}
	return conn, nil
}

func (d *Dialer) dial(ctx context.Context, address bus.Address) (*Conn, error) {
	resolved, err := address.Resolve(d.getenv)
	if err != nil {
		return nil, err
	}
	// GDBus takes what is after the last semicolon for one more entry.
	stream, err := openStream(ctx, d.loop, strings.TrimSuffix(resolved, ";"))
	if err != nil {
		return nil, err
	}
	// In one step, with the address, GDBus would wait for the answer to Hello
	// whatever becomes of ctx, and hold on to the socket.
	stop := afterFunc(ctx, stream.shutdown)
	conn, err := d.greet(ctx, stream)
	if err == nil && stop() {
		return conn, nil
	}
	stop()
	if err == nil {
		conn.Close()
		err = bus.NewContextError(ctx)
	}
	stream.close()
	return nil, err
}

// greet authenticates and says Hello.
func (d *Dialer) greet(ctx context.Context, stream stream) (*Conn, error) {
	conn, err := gasync.Await(ctx, d.loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gio.NewDBusConnection(ctx, stream, "", connectionFlags, nil, ready)
		},
		func(res gio.AsyncResulter) (*Conn, error) {
			dbus, err := gasync.Result(gio.NewDBusConnectionFinish(res))
			if err != nil {
				return nil, err
			}
			dbus.SetExitOnClose(false)
			inbox, err := newInbox(dbus)
			return &Conn{loop: d.loop, stream: stream, dbus: dbus, calls: newTable(), inbox: inbox}, err
		})
	if err != nil {
		return nil, err
	}
	conn.reader.Go(func() { conn.inbox.deliver(conn) })
	if conn.name, err = bus.ParseName(conn.dbus.UniqueName()); err != nil {
		conn.Close()
		return nil, &bus.Error{Kind: bus.KindProtocol, Message: "Hello was not answered with a name", Err: err}
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
