package ui

import (
	"fmt"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// The actions that take a connection: its address and its backend.
const (
	connectAction    = "connect"
	disconnectAction = "disconnect"
	resetAction      = "reset-connection"
	browseAction     = "browse-connection"
	watchAction      = "watch-connection"
	monitorAction    = "monitor-connection"
)

// connectionMenu offers what can be done with a connection.
func connectionMenu(endpoint bus.Endpoint, canClose bool) *gio.Menu {
	look, state := gio.NewMenu(), gio.NewMenu()
	look.Append(tr.T("_Browse"), on(browseAction, endpoint))
	look.Append(tr.T("_Watch Signals…"), on(watchAction, endpoint))
	look.Append(tr.T("_Monitor…"), on(monitorAction, endpoint))
	if canClose {
		state.Append(tr.T("_Reset Connection…"), on(resetAction, endpoint))
		state.Append(tr.T("_Disconnect"), on(disconnectAction, endpoint))
	} else {
		state.Append(tr.T("Re_connect"), on(connectAction, endpoint))
	}
	menu := gio.NewMenu()
	menu.AppendSection("", look)
	menu.AppendSection("", state)
	return menu
}

// on gives the detailed name of an action with the connection as its target.
func on(action string, endpoint bus.Endpoint) string {
	target := glib.NewVariantTuple([]*glib.Variant{
		glib.NewVariantString(endpoint.Address.String()),
		glib.NewVariantString(endpoint.Backend),
	})
	return fmt.Sprintf("win.%s(%s)", action, target.Print(false))
}

// endpointOf reads the target of such an action.
func endpointOf(target *glib.Variant) (bus.Endpoint, error) {
	address, err := bus.ParseAddress(target.ChildValue(0).String())
	if err != nil {
		return bus.Endpoint{}, err
	}
	return bus.Endpoint{Address: address, Backend: target.ChildValue(1).String()}, nil
}

// addConnectionActions adds the actions that take a connection.
func (w *window) addConnectionActions() {
	for name, f := range map[string]func(*window, bus.Endpoint){
		connectAction:    (*window).connect,
		disconnectAction: func(w *window, endpoint bus.Endpoint) { w.opts.Connections.Close(endpoint) },
		resetAction:      (*window).askToReset,
		browseAction:     (*window).browseBus,
		watchAction:      (*window).presentNewWatch,
		monitorAction:    (*window).presentNewMonitor,
	} {
		action := gio.NewSimpleAction(name, glib.NewVariantType("(ss)"))
		action.ConnectActivate(weaklyWith(w, func(w *window, target *glib.Variant) {
			endpoint, err := endpointOf(target)
			if err != nil {
				w.tell(err)
				return
			}
			f(w, endpoint)
		}))
		w.window.AddAction(action)
	}
}

// openOnRequest has a context menu open where people expect it to: with the second
// mouse button and with the keys for it.
func openOnRequest(widget *gtk.Widget, open func()) {
	click := gtk.NewGestureClick()
	click.SetButton(3)
	click.ConnectPressed(func(int, float64, float64) { open() })
	widget.AddController(click)

	keys := gtk.NewShortcutController()
	keys.AddShortcut(gtk.NewShortcut(
		gtk.NewShortcutTriggerParseString("<Shift>F10|Menu"),
		gtk.NewCallbackAction(func(gtk.Widgetter, *glib.Variant) bool { open(); return true }),
	))
	widget.AddController(keys)
}
