package present

import (
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// AddressLabel is [bus.Address.Label] in the reader's language, in one line.
func AddressLabel(address bus.Address) string {
	label := Line(address.Label())
	switch address.Kind() {
	case bus.AddressSession:
		return tr.C("bus", "Session")
	case bus.AddressSystem:
		return tr.C("bus", "System")
	case bus.AddressAccessibility:
		return tr.C("bus", "Accessibility")
	case bus.AddressPeer:
		return tr.F("Peer at %s", strings.TrimPrefix(label, "Peer at "))
	case bus.AddressSSH, bus.AddressContainer:
		at := strings.LastIndex(label, " on ")
		if at < 0 {
			return label // it was cut
		}
		// Translators: a bus and the computer that it is on, as in “System on tv.local”
		return tr.F("%s on %s", farBusLabel(address, label[:at]), label[at+len(" on "):])
	}
	return label
}

// farBusLabel names the bus of another host or of a container; label does if it is at
// an address.
func farBusLabel(address bus.Address, label string) string {
	far := label
	if target, ok := address.SSH(); ok {
		far = target.Bus
	} else if target, ok := address.Container(); ok {
		far = target.Bus
	}
	switch far {
	case "session":
		return tr.C("bus", "Session")
	case "system":
		return tr.C("bus", "System")
	}
	return label
}
