package godbusconn

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"

	"github.com/godbus/dbus/v5"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// Dialer is a [bus.Dialer] whose connections are *[Conn]. Use [NewDialer].
type Dialer struct {
	getenv  func(string) string
	handler func(*Incoming)
}

// Option changes what [NewDialer] makes.
type Option func(*Dialer)

// WithGetenv has the addresses of the session and system bus looked up by this
// function rather than in the environment of the process.
func WithGetenv(getenv func(string) string) Option {
	return func(d *Dialer) { d.getenv = getenv }
}

// WithHandler has method calls that come in passed to handler, in their order,
// by the goroutine that reads: it must not block, nor close the connection. The
// call may be answered then, later, or never.
func WithHandler(handler func(*Incoming)) Option {
	return func(d *Dialer) { d.handler = handler }
}

// NewDialer returns a dialer. It may be used by any number of goroutines.
func NewDialer(opts ...Option) *Dialer {
	d := &Dialer{getenv: os.Getenv, handler: refuse}
	for _, opt := range opts {
		opt(d)
	}
	return d
}

// Dial implements [bus.Dialer].
func (d *Dialer) Dial(ctx context.Context, address bus.Address) (bus.Conn, error) {
	// Returned through the interface, a nil *Conn would not be nil.
	conn, err := d.DialConn(ctx, address)
	if err != nil {
		return nil, err
	}
	return conn, nil
}

// DialConn is Dial for those who need a *[Conn].
func (d *Dialer) DialConn(ctx context.Context, address bus.Address) (*Conn, error) {
	conn, err := d.dial(ctx, address)
	if err != nil {
		return nil, dialError(ctx, address, err)
	}
	return conn, nil
}

func (d *Dialer) dial(ctx context.Context, address bus.Address) (*Conn, error) {
	switch address.Kind() {
	case bus.AddressAccessibility:
		if d.getenv("AT_SPI_BUS_ADDRESS") == "" {
			return d.dialAccessibility(ctx)
		}
	case bus.AddressSSH, bus.AddressContainer:
		return d.dialBridge(ctx, address)
	case bus.AddressPeer:
		return nil, errPeer
	}
	resolved, err := address.Resolve(d.getenv)
	if err != nil {
		return nil, err
	}
	var failures []error
	for _, end := range endpoints(resolved) {
		socket, err := end.dial(ctx)
		if err == nil {
			var conn *Conn
			if conn, err = d.greet(ctx, socket, nil); err == nil {
				return conn, nil
			}
		}
		failures = append(failures, err)
		if ctx.Err() != nil {
			break
		}
	}
	return nil, errors.Join(failures...)
}

// errPeer refuses a connection that no bus would check.
var errPeer = &bus.Error{Kind: bus.KindUnsupported, Reason: bus.Because("godbus connects to buses alone; a peer without one is for GDBus")}

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

// greet authenticates over a socket, which is then the connection's, and says
// Hello. A bridge that the socket goes through is closed by the connection, but
// by nobody if there is none.
func (d *Dialer) greet(ctx context.Context, socket net.Conn, bridge *sshbridge.Bridge) (*Conn, error) {
	c := &Conn{handler: d.handler, bridge: bridge, done: make(chan struct{})}
	c.transport = wire.NewTransport(socket, c)
	if err := c.authenticate(ctx); err != nil {
		return nil, err
	}
	if err := c.hello(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// errAuth marks the failures of authentication that are not the socket's.
var errAuth = bus.Because("the bus does not accept this user").Err()

// authenticate runs godbus's side of the handshake, which knows no context.
func (c *Conn) authenticate(ctx context.Context) error {
	stop := context.AfterFunc(ctx, c.transport.Discard)
	defer stop()
	conn, err := dbus.NewConn(c.transport)
	if err != nil {
		c.transport.Close()
		return err
	}
	uid := strconv.Itoa(os.Geteuid())
	if err := conn.Auth([]dbus.Auth{dbus.AuthExternal(uid), dbus.AuthAnonymous()}); err != nil {
		conn.Close()
		if !isHangup(err) {
			err = errors.Join(errAuth, err)
		}
		return err
	}
	c.library = conn
	return nil
}

// hello asks the bus for this connection's name, as the first call has to.
func (c *Conn) hello(ctx context.Context) error {
	reply, err := c.Call(ctx, bus.Call{
		Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: "Hello",
	})
	if err != nil {
		return err
	}
	text := ""
	if reply.Signature == "s" {
		text, _ = reply.Body[0].AsString()
	}
	if c.name, err = bus.ParseName(text); err != nil {
		return &bus.Error{Kind: bus.KindProtocol, Reason: bus.Because("Hello was not answered with a name"), Err: err}
	}
	return nil
}
