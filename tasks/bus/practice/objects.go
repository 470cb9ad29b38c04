package practice

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// The objects below the service's own: a shelf, which is an ObjectManager, and
// the items on it, which are named by numbers from 1.
const (
	Shelf         bus.ObjectPath = Path + "/Shelf"
	ItemInterface bus.Interface  = Interface + ".Item"

	items = 3
)

// The interfaces of the specification that objects have.
const (
	introspectable bus.Interface = "org.freedesktop.DBus.Introspectable"
	peer           bus.Interface = "org.freedesktop.DBus.Peer"
	propertiesName bus.Interface = "org.freedesktop.DBus.Properties"
	objectManager  bus.Interface = "org.freedesktop.DBus.ObjectManager"
)

// interfacesOf gives the interfaces of the object at path, or none if there is
// no object. Those on the way to the service's own have the least.
func interfacesOf(path bus.ObjectPath) []bus.Interface {
	switch {
	case path == Path:
		return []bus.Interface{Interface, propertiesName, introspectable, peer}
	case path == Shelf:
		return []bus.Interface{objectManager, introspectable, peer}
	case itemAt(path) > 0:
		return []bus.Interface{ItemInterface, propertiesName, introspectable, peer}
	case path == "/" || strings.HasPrefix(string(Path), string(path)+"/"):
		return []bus.Interface{introspectable, peer}
	}
	return nil
}

// has reports whether the object at path has an interface.
func has(path bus.ObjectPath, iface bus.Interface) bool {
	return slices.Contains(interfacesOf(path), iface)
}

// itemAt gives the number of the item at path, or 0 if there is none.
func itemAt(path bus.ObjectPath) int {
	name, below := strings.CutPrefix(string(path), string(Shelf)+"/")
	n, err := strconv.Atoi(name)
	if !below || err != nil || n < 1 || n > items || name != strconv.Itoa(n) {
		return 0
	}
	return n
}

// itemPath is the path of the item of a number.
func itemPath(n int) bus.ObjectPath {
	return Shelf + bus.ObjectPath("/"+strconv.Itoa(n))
}
