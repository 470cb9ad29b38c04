package godbusconn

import (
	"context"
	"io"
	"net"
	"os"
	"strings"

	"github.com/godbus/dbus/v5"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// endpoint is one entry of a D-Bus address.
type endpoint struct {
	transport string
	params    map[string]string
}

// endpoints takes apart an address that [bus.Address.Resolve] gave, and has
// therefore been checked.
func endpoints(address string) []endpoint {
	var ends []endpoint
	for entry := range strings.SplitSeq(address, ";") {
		transport, params, _ := strings.Cut(entry, ":")
		if transport == "" {
			continue // after a semicolon at the end
		}
		end := endpoint{transport, make(map[string]string)}
		for param := range strings.SplitSeq(params, ",") {
			key, escaped, _ := strings.Cut(param, "=")
			if value, err := dbus.UnescapeBusAddressValue(escaped); err == nil {
				end.params[key] = value
			}
		}
		ends = append(ends, end)
	}
	return ends
}

// dial connects a socket.
func (e endpoint) dial(ctx context.Context) (net.Conn, error) {
	var dialer net.Dialer
	switch e.transport {
	case "unix":
		if name := e.params["abstract"]; name != "" {
			return dialer.DialContext(ctx, "unix", "@"+name)
		}
		path := e.params["path"]
		if strings.HasPrefix(path, "@") {
			path = "./" + path // net takes a leading @ for an abstract name
		}
		return dialer.DialContext(ctx, "unix", path)
	case "tcp":
		return e.dialTCP(ctx)
	case "nonce-tcp":
		return e.dialNonceTCP(ctx)
	}
	return nil, bus.Because("the transport “%s” is not supported", e.transport).Err()
}

func (e endpoint) dialTCP(ctx context.Context) (net.Conn, error) {
	var dialer net.Dialer
	network := "tcp"
	switch e.params["family"] {
	case "ipv4":
		network = "tcp4"
	case "ipv6":
		network = "tcp6"
	}
	host := e.params["host"]
	if host == "" {
		host = "localhost"
	}
	return dialer.DialContext(ctx, network, net.JoinHostPort(host, e.params["port"]))
}

// nonceSize is the length of the secret that a nonce-tcp server wants first.
const nonceSize = 16

func (e endpoint) dialNonceTCP(ctx context.Context) (net.Conn, error) {
	file, err := os.Open(e.params["noncefile"])
	if err != nil {
		return nil, err
	}
	defer file.Close()
	nonce := make([]byte, nonceSize)
	if _, err := io.ReadFull(file, nonce); err != nil {
		return nil, &bus.Error{Kind: bus.KindNoServer, Reason: bus.Because("the nonce cannot be read"), Err: err}
	}
	socket, err := e.dialTCP(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := socket.Write(nonce); err != nil {
		socket.Close()
		return nil, err
	}
	return socket, nil
}
