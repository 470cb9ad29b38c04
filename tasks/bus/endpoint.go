package bus

import (
	"fmt"
	"time"
)

// Backend is a library that connections are made with.
type Backend struct {
	Name   string // for people: "godbus", "GDBus"
	Dialer Dialer
}

// Endpoint is one connection of ours: which bus, and by which backend.
// Endpoints can be compared with ==.
type Endpoint struct {
	Address Address
	Backend string // the name of a Backend; empty is the first one
}

// key is what the tasks of an endpoint share in the engine.
func (ep Endpoint) key() string { return ep.Backend + " " + ep.Address.String() }

// Label names the endpoint for people: "Session", or the address.
func (ep Endpoint) Label() string { return ep.Address.Label() }

// inFlight is how many calls may wait for an answer at once. A system bus
// allows 128 on a connection, of which calls that were given up keep theirs, and
// who runs a bus at an address of its own is not known; session buses allow
// 50,000.
func (ep Endpoint) inFlight() int {
	if ep.Address.Kind() == AddressSession {
		return 10_000
	}
	return 100
}

// ConnectionState is where a connection is in its life. The zero value is
// Connecting.
type ConnectionState uint8

// The states of a connection.
const (
	Connecting ConnectionState = iota
	Connected
	Lost   // it was there and ended by itself
	Failed // it could not be made
	Closed // it was closed on purpose, or given up before it was made
)

// String gives the state in English, for logs.
func (s ConnectionState) String() string {
	switch s {
	case Connecting:
		return "Connecting"
	case Connected:
		return "Connected"
	case Lost:
		return "Lost"
	case Failed:
		return "Failed"
	case Closed:
		return "Closed"
	}
	return fmt.Sprintf("ConnectionState(%d)", uint8(s))
}

// ConnectionInfo is a connection at one moment.
type ConnectionInfo struct {
	Endpoint   Endpoint
	State      ConnectionState
	UniqueName Name  // while Connected
	Err        error // why it is Lost or Failed
	Stats      Stats // while Connected
	Since      time.Time
}
