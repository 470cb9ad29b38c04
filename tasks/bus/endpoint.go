package bus

import (
	"fmt"
	"math"
	"time"
)

// Backend is a library that connections are made with.
type Backend struct {
	Name   string // for people: "godbus", "GDBus"
	Dialer Dialer
	// Peers says that the backend can be trusted with a peer without a bus,
	// where nobody has checked what comes in. Such peers are never dialled with
	// another.
	Peers bool
}

// Endpoint is one connection of ours: which bus, and by which backend.
// Endpoints can be compared with ==.
type Endpoint struct {
	Address Address
	Backend string // the name of a Backend; empty is the default one; of no matter for a peer
}

// key is what the tasks share in the engine that have calls out.
func (ep Endpoint) key() string { return ep.Backend + " " + ep.Address.String() }

// standingKey is what the tasks share that use the endpoint without having calls
// out: watches, and those whose children have. There may be any number.
func (ep Endpoint) standingKey() string { return ep.key() + " standing" }

// Label names the endpoint for people: "Session", or the address.
func (ep Endpoint) Label() string { return ep.Address.Label() }

// allowance is what is known of the endpoint's limits. Buses are dbus-daemon with
// its own more often than not; of who runs a bus at an address of its own nothing
// is known, and a peer without a bus counts nothing.
func (ep Endpoint) allowance() allowance {
	switch ep.Address.Kind() {
	case AddressSession:
		return allowance{most: 10_000, limit: 50_000}
	case AddressSystem:
		return allowance{most: 100, limit: 128, message: 32 << 20}
	case AddressPeer:
		return allowance{most: 10_000, limit: math.MaxInt, guessed: true}
	}
	return allowance{most: 100, limit: 100, guessed: true}
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
	Limit      int   // while Connected, of InFlight and Orphans together; 0 if it is not known
	Full       bool  // while Connected: orphans have every slot, so calls wait for their answers, or for a Reset
	Since      time.Time
}
