package godbusconn

import (
	"context"
	"errors"
	"net"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
)

// dialBridge connects to a bus of another host, or of a container.
func (d *Dialer) dialBridge(ctx context.Context, address bus.Address) (*Conn, error) {
	bridge, err := sshbridge.DialAddress(ctx, address, sshbridge.WithGetenv(d.getenv))
	if err != nil {
		return nil, err
	}
	conn, err := d.greetBridge(ctx, bridge)
	if err == nil {
		return conn, nil
	}
	if ctx.Err() == nil && bus.KindOf(err) != bus.KindProtocol && !errors.Is(err, errAuth) {
		// What failed here is not as telling as what ssh said.
		if why := bridge.Failure(); why != nil {
			err = why
		}
	}
	bridge.Close()
	return nil, err
}

func (d *Dialer) greetBridge(ctx context.Context, bridge *sshbridge.Bridge) (*Conn, error) {
	socket, err := net.FileConn(bridge.File())
	if err != nil {
		return nil, err
	}
	return d.greet(ctx, farSocket{socket}, bridge)
}

// farSocket is a local socket whose other side is another host's, so that no files
// can go over it.
type farSocket struct{ net.Conn }
