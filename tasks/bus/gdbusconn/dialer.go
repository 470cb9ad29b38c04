package gdbusconn

import (
	"context"
	"errors"
	"os"
	"strings"

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
	if d.loop.OnThread() {
		return nil, gasync.ErrOnMainThread
	}
	switch address.Kind() {
	case bus.AddressAccessibility:
		if d.getenv("AT_SPI_BUS_ADDRESS") == "" {
			return d.dialAccessibility(ctx)
		}
	case bus.AddressSSH, bus.AddressContainer:
		return d.dialBridge(ctx, address)
	}
	resolved, err := address.Resolve(d.getenv)
	if err != nil {
		return nil, err
	}
	ask := askBus
	if address.Kind() == bus.AddressPeer {
		ask = askPeer
	}
	var failures []error
	for entry := range strings.SplitSeq(resolved, ";") {
		conn, err := d.dialEntry(ctx, entry, ask)
		if err == nil {
			return conn, nil
		}
		failures = append(failures, err)
		if ctx.Err() != nil {
			break
		}
	}
	return nil, errors.Join(failures...)
}

// dialEntry connects to one entry of a D-Bus address.
func (d *Dialer) dialEntry(ctx context.Context, entry string, ask flags) (*Conn, error) {
	stream, err := openStream(ctx, d.loop, entry)
	if err != nil {
		return nil, err
	}
	t := transport{stream: stream, ask: ask}
	if ask == askPeer || !strings.HasPrefix(entry, "unix:") {
		far, err := stream.socket()
		stream.close()
		if err != nil {
			return nil, err
		}
		if t, err = guarded(far, t); err != nil {
			return nil, err
		}
	}
	return d.greet(ctx, t)
}

// dialAccessibility asks the session bus where the accessibility bus is.
func (d *Dialer) dialAccessibility(ctx context.Context) (*Conn, error) {
	session, err := d.dial(ctx, bus.SessionAddress())
	if err != nil {
		return nil, err
	}
	defer session.Close()
	address, err := bus.AccessibilityAddress(ctx, session)
	if err != nil {
		return nil, err
	}
	return d.dial(ctx, address)
}
