package bus

import "strings"

// AddressKind says how the address of a bus is found.
type AddressKind uint8

// The kinds of address.
const (
	AddressNone          AddressKind = iota // the zero Address
	AddressSession                          // the bus of the person's session
	AddressSystem                           // the bus of the whole system
	AddressCustom                           // a D-Bus address
	AddressAccessibility                    // the bus of assistive technologies, which the session bus knows
	AddressPeer                             // a D-Bus address where a program listens, without a bus between
	AddressSSH                              // a bus of another host, through ssh
	AddressContainer                        // a bus in a container of this machine
)

// Address says which bus to connect to. Addresses can be compared with ==.
// The zero Address is none, and cannot be dialled.
type Address struct {
	kind AddressKind
	text string // what String gives, but for the kinds that one word names
}

// SessionAddress is the bus of the person's session.
func SessionAddress() Address { return Address{kind: AddressSession} }

// SystemAddress is the bus of the whole system.
func SystemAddress() Address { return Address{kind: AddressSystem} }

// AccessibilityBus is the bus of assistive technologies. Where it is, the session
// bus has to be asked.
func AccessibilityBus() Address { return Address{kind: AddressAccessibility} }

// PeerAddress is a program that listens at a D-Bus address, without a bus between:
// there is no Hello, there are no names, and nobody has checked what it sends. The
// error is a [*SyntaxError].
func PeerAddress(inner string) (Address, error) { return parsePeer(peerPrefix + inner) }

// ParseAddress reads what a person types:
//   - "session", "system" or "accessibility";
//   - a D-Bus address: one or more entries such as "unix:path=/run/bus" or
//     "tcp:host=localhost,port=4000" with semicolons between them, which are tried
//     in order. At least one of them must be of a transport that can be dialled:
//     unix, tcp or nonce-tcp;
//   - "peer:" and a D-Bus address, see [PeerAddress];
//   - "ssh:host=…", see [SSHTarget];
//   - "container:name=…", see [ContainerTarget].
//
// The error is a [*SyntaxError].
func ParseAddress(s string) (Address, error) {
	switch s {
	case "session":
		return SessionAddress(), nil
	case "system":
		return SystemAddress(), nil
	case "accessibility":
		return AccessibilityBus(), nil
	}
	switch {
	case strings.HasPrefix(s, peerPrefix):
		return parsePeer(s)
	case strings.HasPrefix(s, sshPrefix):
		return parseSSH(s)
	case strings.HasPrefix(s, containerPrefix):
		return parseContainer(s)
	}
	if _, err := parseEntries(s, 0); err != nil {
		return Address{}, err
	}
	return Address{AddressCustom, s}, nil
}

const peerPrefix = "peer:"

func parsePeer(s string) (Address, error) {
	if _, err := parseEntries(s, len(peerPrefix)); err != nil {
		return Address{}, err
	}
	return Address{AddressPeer, s}, nil
}

// Kind says how the address is found.
func (a Address) Kind() AddressKind { return a.kind }

// String gives what [ParseAddress] reads; "" for the zero Address.
func (a Address) String() string {
	switch a.kind {
	case AddressSession:
		return "session"
	case AddressSystem:
		return "system"
	case AddressAccessibility:
		return "accessibility"
	}
	return a.text
}

// Label names the bus for people: "Session", "System on tv.local", "Peer at
// /run/app", or the D-Bus address. It holds what was typed, escapes undone where
// that makes it short, so it is to be shown as plain text.
func (a Address) Label() string {
	switch a.kind {
	case AddressSession:
		return "Session"
	case AddressSystem:
		return "System"
	case AddressAccessibility:
		return "Accessibility"
	case AddressPeer:
		return "Peer at " + placeOf(strings.TrimPrefix(a.text, peerPrefix))
	case AddressSSH:
		return a.sshLabel()
	case AddressContainer:
		return a.containerLabel()
	}
	return a.text
}

// Resolve gives the D-Bus address to dial, of which every entry can be dialled.
// For the session it is DBUS_SESSION_BUS_ADDRESS, or the socket "bus" in
// XDG_RUNTIME_DIR; for the system it is DBUS_SYSTEM_BUS_ADDRESS, or the usual
// socket; for a peer it is where the peer listens; for the accessibility bus it is
// AT_SPI_BUS_ADDRESS, which is set in sandboxes. The error is an [*Error] with
// KindBadAddress. That is also what comes for AddressAccessibility elsewhere, which
// the session bus has to be asked for, and for AddressSSH and AddressContainer,
// which no D-Bus address reaches.
func (a Address) Resolve(getenv func(string) string) (string, error) {
	switch a.kind {
	case AddressSession:
		if s := getenv("DBUS_SESSION_BUS_ADDRESS"); s != "" {
			return dialable(s, "DBUS_SESSION_BUS_ADDRESS")
		}
		if dir := getenv("XDG_RUNTIME_DIR"); strings.HasPrefix(dir, "/") {
			return "unix:path=" + escapeAddress(dir+"/bus"), nil
		}
		return "", unresolved(a, Because("neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set"))
	case AddressSystem:
		if s := getenv("DBUS_SYSTEM_BUS_ADDRESS"); s != "" {
			return dialable(s, "DBUS_SYSTEM_BUS_ADDRESS")
		}
		return "unix:path=/var/run/dbus/system_bus_socket", nil
	case AddressCustom, AddressPeer:
		return dialable(strings.TrimPrefix(a.text, peerPrefix), a.text)
	case AddressAccessibility:
		if s := getenv("AT_SPI_BUS_ADDRESS"); s != "" {
			return dialable(s, "AT_SPI_BUS_ADDRESS")
		}
		return "", unresolved(a, Because("the session bus has to be asked for the address"))
	case AddressSSH:
		return "", unresolved(a, Because("the bus is reached through ssh alone"))
	case AddressContainer:
		return "", unresolved(a, Because("the bus is reached through systemd-stdio-bridge alone"))
	}
	return "", unresolved(a, Because("there is no address"))
}

// dialable leaves out the entries of a D-Bus address that must not be dialled: a
// library might know more transports than are allowed here, some of which start
// programs.
func dialable(s, subject string) (string, error) {
	entries, err := parseEntries(s, 0)
	if err != nil {
		return "", &Error{Kind: KindBadAddress, Op: "resolve", Subject: subject, Err: err}
	}
	var kept []string
	for _, t := range entries {
		if t.supported {
			kept = append(kept, t.text)
		}
	}
	return strings.Join(kept, ";"), nil
}

func unresolved(a Address, why Reason) *Error {
	return &Error{Kind: KindBadAddress, Op: "resolve", Subject: a.String(), Reason: why}
}
