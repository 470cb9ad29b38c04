// Package resources holds what the window is made of besides code: the
// interface files of its widgets, and the style sheet. They are embedded in the
// program, so that it runs from anywhere, uninstalled.
//
// The package is free of a toolkit. Its functions may be called from any
// goroutine.
package resources

import (
	"embed"
	"fmt"
)

//go:embed *.ui style.css notheme.gresource
var files embed.FS

//go:generate glib-compile-resources --target=notheme.gresource notheme.gresource.xml

// ThemePath is where GTK has its own style sheet.
const ThemePath = "/org/gtk/libgtk/theme/Default/gtk.css"

// NoTheme gives a GResource bundle with nothing in the place of GTK's own style sheet.
func NoTheme() []byte { return []byte(text("notheme.gresource")) }

// Style gives the style sheet, as GTK's CSS.
func Style() string { return text("style.css") }

// UI gives the interface description of the widget called name, as
// GtkBuilder's XML: UI("taskrow") is the text of taskrow.ui. It panics if there
// is no such file, for that is a slip of the pen.
func UI(name string) string { return text(name + ".ui") }

func text(path string) string {
	data, err := files.ReadFile(path)
	if err != nil {
		panic(fmt.Sprintf("resources: %v", err))
	}
	return string(data)
}
