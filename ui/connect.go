package ui

import (
	"slices"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// connectMenu offers the well-known buses over each backend, and to say where
// another is.
func connectMenu(backends []string) *gio.Menu {
	menu := gio.NewMenu()
	for _, backend := range backends {
		label := ""
		if len(backends) > 1 {
			label = backend
		}
		section := gio.NewMenu()
		section.Append(tr.T("Session Bus"), on(connectAction, bus.Endpoint{Address: bus.SessionAddress(), Backend: backend}))
		section.Append(tr.T("System Bus"), on(connectAction, bus.Endpoint{Address: bus.SystemAddress(), Backend: backend}))
		section.Append(tr.T("Accessibility Bus"), on(connectAction, bus.Endpoint{Address: bus.AccessibilityBus(), Backend: backend}))
		menu.AppendSection(label, section)
	}
	other := gio.NewMenu()
	other.Append(tr.T("Other Address…"), "win.connect-to")
	menu.AppendSection("", other)
	return menu
}

// trouble is what the banner says of the connections; at most one thing at a time.
type trouble struct {
	title, button string       // the title is empty where all is well
	full          bus.Endpoint // to be reset; none if the trouble is another
}

// troubleOf finds what is worst: what is lost before what is full.
func troubleOf(all []bus.ConnectionInfo) trouble {
	if title := lostTitle(lostOf(all)); title != "" {
		return trouble{title: title, button: tr.T("_Reconnect")}
	}
	for _, info := range all {
		if title := present.FullTitle(info); title != "" {
			return trouble{title, tr.T("_Reset Connection"), info.Endpoint}
		}
	}
	return trouble{}
}

// mendTrouble is what the banner's button does.
func (w *window) mendTrouble() {
	if now := troubleOf(w.opts.Connections.All()); now.full != (bus.Endpoint{}) {
		w.askToReset(now.full)
		return
	}
	w.reconnect()
}

const responseReset = "reset"

// askToReset says what a reset does, and does it if that is what is wanted. There is
// no way back from it for the calls that wait.
func (w *window) askToReset(endpoint bus.Endpoint) {
	info := bus.ConnectionInfo{Endpoint: endpoint}
	all := w.opts.Connections.All()
	if i := slices.IndexFunc(all, func(info bus.ConnectionInfo) bool { return info.Endpoint == endpoint }); i >= 0 {
		info = all[i]
	}
	dialog := adw.NewAlertDialog(tr.T("Reset Connection?"), present.ResetBody(info))
	dialog.AddResponse(responseKeep, tr.T("_Keep"))
	dialog.AddResponse(responseReset, tr.T("_Reset"))
	dialog.SetResponseAppearance(responseReset, adw.ResponseDestructive)
	dialog.SetDefaultResponse(responseKeep)
	dialog.SetCloseResponse(responseKeep)
	dialog.ConnectResponse(weaklyWith(w, func(w *window, response string) {
		if response != responseReset || w.closed {
			return
		}
		if _, err := w.opts.Connections.Reset(endpoint); err != nil {
			w.tell(err)
		}
	}))
	dialog.Present(w.window)
}

// lostTitle words the banner for connections that were lost; it is empty when
// none is.
func lostTitle(lost []bus.ConnectionInfo) string {
	switch len(lost) {
	case 0:
		return ""
	case 1:
		return tr.F("Connection lost: %s", present.Connection(lost[0]).Title)
	}
	return tr.N(len(lost), "%d connection lost", "%d connections lost", len(lost))
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
