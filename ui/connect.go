package ui

import (
	"fmt"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// connectAction takes a bus address and a backend.
const connectAction = "win.connect"

// connectMenu offers the well-known buses over each backend, and to give the
// address of another.
func connectMenu(backends []string) *gio.Menu {
	menu := gio.NewMenu()
	for _, backend := range backends {
		label := ""
		if len(backends) > 1 {
			label = backend
		}
		section := gio.NewMenu()
		section.Append("Session Bus", connectTo(bus.SessionAddress(), backend))
		section.Append("System Bus", connectTo(bus.SystemAddress(), backend))
		menu.AppendSection(label, section)
	}
	other := gio.NewMenu()
	other.Append("Other Address…", "win.connect-to")
	menu.AppendSection("", other)
	return menu
}

// connectTo gives the detailed action that connects.
func connectTo(address bus.Address, backend string) string {
	target := glib.NewVariantTuple([]*glib.Variant{
		glib.NewVariantString(address.String()),
		glib.NewVariantString(backend),
	})
	return fmt.Sprintf("%s(%s)", connectAction, target.Print(false))
}

// endpointOf reads the target of the action.
func endpointOf(target *glib.Variant) (bus.Endpoint, error) {
	address, err := bus.ParseAddress(target.ChildValue(0).String())
	if err != nil {
		return bus.Endpoint{}, err
	}
	return bus.Endpoint{Address: address, Backend: target.ChildValue(1).String()}, nil
}

// lostTitle words the banner for connections that were lost; it is empty when
// none is.
func lostTitle(lost []bus.ConnectionInfo) string {
	switch len(lost) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("Connection lost: %s", present.Connection(lost[0]).Title)
	}
	return fmt.Sprintf("%d connections lost", len(lost))
}

// lostOf gives the connections that were lost.
func lostOf(all []bus.ConnectionInfo) []bus.ConnectionInfo {
	var lost []bus.ConnectionInfo
	for _, info := range all {
		if info.State == bus.Lost {
			lost = append(lost, info)
		}
	}
	return lost
}
