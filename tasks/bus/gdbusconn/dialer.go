package gdbusconn

import (
	"context"
	"errors"
	"os"
	"strings"

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
// which others would miss. When it gives up while a bus that says nothing owes an
// answer to Hello, GDBus lets go of the socket only seconds later.
func (d *Dialer) Dial(ctx context.Context, address bus.Address) (bus.Conn, error) {
	resolved, err := address.Resolve(d.getenv)
	if err != nil {
		return nil, dialError(ctx, address, err)
	}
	// GDBus takes what is after the last semicolon for one more entry.
	resolved = strings.TrimSuffix(resolved, ";")
	calls := newTable()
	conn, err := gasync.AwaitDetached(ctx, d.loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gio.NewDBusConnectionForAddress(ctx, resolved, connectionFlags, nil, ready)
		},
		func(res gio.AsyncResulter) (*Conn, error) {
			dbus, err := gasync.Result(gio.NewDBusConnectionForAddressFinish(res))
			if err != nil {
				return nil, err
			}
			dbus.SetExitOnClose(false)
			return &Conn{loop: d.loop, dbus: dbus, calls: calls, watch: startWatch(dbus, calls)}, nil
		},
		(*Conn).discard)
	if err != nil {
		return nil, dialError(ctx, address, err)
	}
	if conn.name, err = bus.ParseName(conn.dbus.UniqueName()); err != nil {
		return nil, dialError(ctx, address, errors.Join(err, conn.Close()))
	}
	return conn, nil
}
