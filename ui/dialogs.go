package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gdk/v4"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// openingFrames is in how many frames a dialog finds its size.
const openingFrames = 10

// presentForm shows a dialog with the keyboard at first, where one begins to fill
// it in. Where the window is narrow, libadwaita makes a sheet of the dialog, and as
// that opens in its first frame gives the keyboard to something else in it; so it does
// again where a breakpoint then turns out to apply.
func presentForm(dialog *adw.Dialog, first gtk.Widgetter, parent gtk.Widgetter) {
	dialog.SetFocus(first)
	frames, settled := 0, 2
	narrow := false
	dialog.AddTickCallback(func(on gtk.Widgetter, _ gdk.FrameClocker) bool {
		frames++
		dialog, _ := on.(*adw.Dialog) // what is called must not hold it
		if is := dialog != nil && dialog.CurrentBreakpoint() != nil; is != narrow {
			narrow, settled = is, frames+2
		}
		if frames == settled && gtk.BaseWidget(first).StateFlags()&gtk.StateFlagFocusWithin == 0 {
			gtk.BaseWidget(first).GrabFocus()
		}
		return frames < openingFrames
	})
	dialog.Present(parent)
}
