// Barewindow shows the window of libadwaita that does the least: what any program
// written with the binding takes, and so what Bellhop's start is held against.
package main

import (
	"os"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

func main() {
	app := adw.NewApplication("io.github.bellhop_gtk.BareWindow", gio.ApplicationFlagsNone)
	app.ConnectActivate(func() {
		view := adw.NewToolbarView()
		view.AddTopBar(adw.NewHeaderBar())
		view.SetContent(gtk.NewLabel("A bare window"))
		window := adw.NewApplicationWindow(&app.Application)
		window.SetDefaultSize(1100, 720)
		window.SetContent(view)
		window.Present()
	})
	os.Exit(app.Run(os.Args))
}
