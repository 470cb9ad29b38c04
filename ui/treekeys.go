package ui

import (
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// addTreeKeys has the arrow keys open and shut what stands in a list as a tree: the
// key that points to where the children begin opens, and the other shuts. Both tell
// whether there was something to do; they get the list, which they must not hold.
func addTreeKeys(list *gtk.ListView, open, shut func(*gtk.Widget) bool) {
	press := func(right bool) func(gtk.Widgetter, *glib.Variant) bool {
		return func(on gtk.Widgetter, _ *glib.Variant) bool {
			widget := gtk.BaseWidget(on)
			if leftwards := widget.Direction() == gtk.TextDirRTL; leftwards == right {
				return shut(widget)
			}
			return open(widget)
		}
	}
	keys := gtk.NewShortcutController()
	keys.AddShortcut(gtk.NewShortcut(gtk.NewShortcutTriggerParseString("Right|KP_Right"), gtk.NewCallbackAction(press(true))))
	keys.AddShortcut(gtk.NewShortcut(gtk.NewShortcutTriggerParseString("Left|KP_Left"), gtk.NewCallbackAction(press(false))))
	list.AddController(keys)
}
