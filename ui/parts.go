package ui

import (
	"fmt"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/resources"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// load builds the widgets of an interface file, in the language of who runs the
// program.
func load(name string) *gtk.Builder {
	return gtk.NewBuilderFromString(tr.UI(resources.UI(name)))
}

// part gives the object called id in an interface file. It panics if there is
// none of that type, for that is a slip of the pen.
func part[T any](from *gtk.Builder, id string) T {
	object := from.GetObject(id)
	if object == nil {
		panic(fmt.Sprintf("ui: no object %q in the interface file", id))
	}
	found, ok := object.Cast().(T)
	if !ok {
		panic(fmt.Sprintf("ui: object %q is a %s", id, object.Type()))
	}
	return found
}

// mainMenu gives the application's menu.
func mainMenu() *gio.Menu { return part[*gio.Menu](load("menu"), "main_menu") }

// setMenu gives a button a menu that is made when it is first opened: that takes the
// toolkit longer than much of a window.
func setMenu(button *gtk.MenuButton, menu func() *gio.Menu) {
	button.SetCreatePopupFunc(func(button *gtk.MenuButton) {
		if button.MenuModel() == nil {
			button.SetMenuModel(menu())
		}
	})
}

// setAccessibleLabel names a widget for screen readers.
func setAccessibleLabel(widget gtk.Accessibler, label string) {
	widget.UpdateProperty(
		[]gtk.AccessibleProperty{gtk.AccessiblePropertyLabel},
		[]coreglib.Value{*coreglib.NewValue(label)},
	)
}

// escape gives text as markup, for the few places that take nothing else.
func escape(text string) string { return glib.MarkupEscapeText(text) }

// setAccessibleDescription says more of a widget to screen readers.
func setAccessibleDescription(widget gtk.Accessibler, description string) {
	widget.UpdateProperty(
		[]gtk.AccessibleProperty{gtk.AccessiblePropertyDescription},
		[]coreglib.Value{*coreglib.NewValue(description)},
	)
}

// setStateClass gives a widget the style class of a state in place of another's.
func setStateClass(widget *gtk.Widget, old, class string) {
	if old == class {
		return
	}
	if old != "" {
		widget.RemoveCSSClass(old)
	}
	if class != "" {
		widget.AddCSSClass(class)
	}
}

// newToast makes a toast whose title is plain text. A new toast takes its title
// for markup, so it gets it later.
func newToast(title string) *adw.Toast {
	toast := adw.NewToast("")
	toast.SetUseMarkup(false)
	toast.SetTitle(title)
	return toast
}
