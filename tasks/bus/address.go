package bus

import "strings"

// AddressKind says how the address of a bus is found.
type AddressKind uint8

// The kinds of address.
const (
	AddressNone    AddressKind = iota // the zero Address
	AddressSession                    // the bus of the person's session
	AddressSystem                     // the bus of the whole system
	AddressCustom                     // a D-Bus address
)

// Address says which bus to connect to. Addresses can be compared with ==.
// The zero Address is none, and cannot be dialled.
type Address struct {
	kind AddressKind
	text string // of a custom address
}

// SessionAddress is the bus of the person's session.
func SessionAddress() Address { return Address{kind: AddressSession} }

// SystemAddress is the bus of the whole system.
func SystemAddress() Address { return Address{kind: AddressSystem} }

// ParseAddress reads "session", "system", or a D-Bus address: one or more
// entries such as "unix:path=/run/bus" or "tcp:host=localhost,port=4000" with
// semicolons between them, which are tried in order. At least one of them must
// be of a transport that can be dialled: unix, tcp or nonce-tcp. The error is
// a [*SyntaxError].
func ParseAddress(s string) (Address, error) {
	switch s {
	case "session":
		return SessionAddress(), nil
	case "system":
		return SystemAddress(), nil
	}
	if err := checkAddress(s); err != nil {
		return Address{}, err
	}
	return Address{AddressCustom, s}, nil
}

// Kind says how the address is found.
func (a Address) Kind() AddressKind { return a.kind }

// String gives what [ParseAddress] reads: "session", "system", or the D-Bus
// address; "" for the zero Address.
func (a Address) String() string {
	switch a.kind {
	case AddressSession:
		return "session"
	case AddressSystem:
		return "system"
	}
	return a.text
}

// Label names the bus for people: "Session", "System", or the D-Bus address.
func (a Address) Label() string {
	switch a.kind {
	case AddressSession:
		return "Session"
	case AddressSystem:
		return "System"
	}
	return a.text
}

// Resolve gives the D-Bus address to dial, always one that [ParseAddress]
// accepts. For the session it is DBUS_SESSION_BUS_ADDRESS, or the socket "bus"
// in XDG_RUNTIME_DIR; for the system it is DBUS_SYSTEM_BUS_ADDRESS, or the
// usual socket. The error is an [*Error] with KindBadAddress.
func (a Address) Resolve(getenv func(string) string) (string, error) {
	switch a.kind {
	case AddressSession:
		if s := getenv("DBUS_SESSION_BUS_ADDRESS"); s != "" {
			return resolved(s, "DBUS_SESSION_BUS_ADDRESS")
		}
		if dir := getenv("XDG_RUNTIME_DIR"); strings.HasPrefix(dir, "/") {
			return "unix:path=" + escapeAddress(dir+"/bus"), nil
		}
		return "", &Error{
			Kind: KindBadAddress, Op: "resolve", Subject: a.String(),
			Message: "neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set",
		}
	case AddressSystem:
		if s := getenv("DBUS_SYSTEM_BUS_ADDRESS"); s != "" {
			return resolved(s, "DBUS_SYSTEM_BUS_ADDRESS")
		}
		return "unix:path=/var/run/dbus/system_bus_socket", nil
	case AddressCustom:
		return a.text, nil
	}
	return "", &Error{Kind: KindBadAddress, Op: "resolve", Message: "there is no address"}
}

// resolved checks an address that came from the environment.
func resolved(s, variable string) (string, error) {
	if err := checkAddress(s); err != nil {
		return "", &Error{Kind: KindBadAddress, Op: "resolve", Subject: variable, Err: err}
	}
	return s, nil
}
