package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
)

// onPress has f called when a row that is a button is pressed. Of itself such a row
// has nothing that assistive technology can do. GTK offers it the actions that a
// widget brings along, so the row does what it does by one of its own.
func onPress(row *adw.ButtonRow, f func()) {
	press := gio.NewSimpleAction("press", nil)
	press.ConnectActivate(func(*glib.Variant) { f() })
	actions := gio.NewSimpleActionGroup()
	actions.AddAction(press)
	row.InsertActionGroup("row", actions)
	row.SetActionName("row.press")
}
