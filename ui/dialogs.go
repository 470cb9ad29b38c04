package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gdk/v4"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// presentForm shows a dialog with the keyboard at first, where one begins to fill
// it in. Where the window is narrow, libadwaita makes a sheet of the dialog, and as
// that opens in its first frame gives the keyboard to something else in it.
func presentForm(dialog *adw.Dialog, first gtk.Widgetter, parent gtk.Widgetter) {
	dialog.SetFocus(first)
	frames := 0
	dialog.AddTickCallback(func(gtk.Widgetter, gdk.FrameClocker) bool {
		if frames++; frames == 1 {
			return true
		}
		if widget := gtk.BaseWidget(first); widget.StateFlags()&gtk.StateFlagFocusWithin == 0 {
			widget.GrabFocus()
		}
		return false
	})
	dialog.Present(parent)
}
