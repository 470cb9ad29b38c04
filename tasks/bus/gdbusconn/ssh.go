package gdbusconn

import (
	"context"
	"net"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
)

// dialBridge connects to a bus of another host, or of a container. The bridge is then the connection's,
// which ends it.
func (d *Dialer) dialBridge(ctx context.Context, address bus.Address) (*Conn, error) {
	bridge, err := sshbridge.DialAddress(ctx, address, sshbridge.WithGetenv(d.getenv))
	if err != nil {
		return nil, err
	}
	conn, err := d.greetBridge(ctx, bridge)
	if err != nil {
		if ctx.Err() == nil && !isAnswer(err) {
			// What failed here is not as telling as what ssh said.
			if why := bridge.Failure(); why != nil {
				err = why
			}
		}
		bridge.Close()
		return nil, err
	}
	return conn, nil
}

// isAnswer reports whether err is what the far end said, rather than that it said
// nothing.
func isAnswer(err error) bool {
	kind := bus.KindOf(err)
	return kind == bus.KindAuthentication || kind == bus.KindProtocol
}

// greetBridge makes a connection through a bridge. The connection closes it, but
// nobody does if it fails.
func (d *Dialer) greetBridge(ctx context.Context, bridge *sshbridge.Bridge) (*Conn, error) {
	// Files cannot go through ssh, but GDBus would agree to them if it
	// authenticated over this socket.
	stop := afterFunc(ctx, bridge.Close)
	defer stop()
	if err := authenticate(bridge.File()); err != nil {
		return nil, err
	}
	far, err := net.FileConn(bridge.File())
	if err != nil {
		return nil, err
	}
	t, err := guarded(far, transport{ask: askBridge, bridge: bridge})
	if err != nil {
		return nil, err
	}
	conn, err := d.greet(ctx, t)
	switch {
	case err != nil:
		return nil, err
	case !stop():
		conn.Close()
		return nil, bus.NewContextError(ctx)
	}
	return conn, nil
}
