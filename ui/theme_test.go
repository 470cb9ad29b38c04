package ui

import (
	"testing"

	"github.com/diamondburned/gotk4/pkg/gdk/v4"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

func TestThemeIsSkippedUnlessAskedFor(t *testing.T) {
	start := func() { // as GTK does; a display stays open until the program ends
		onLoop(t, func() {
			skipTheme()
			if gdk.DisplayOpen("") == nil {
				t.Error("no display can be opened")
			}
		})
	}
	length := func(variant string) (n int) {
		onLoop(t, func() {
			theme := gtk.NewCSSProvider()
			theme.LoadNamed("Default", variant)
			n = len(theme.String())
		})
		return n
	}
	t.Setenv("GTK_THEME", "Default")
	start()
	if length("") == 0 {
		t.Error("there is nothing of a theme that was asked for")
	}
	t.Setenv("GTK_THEME", "")
	start()
	for _, variant := range []string{"", "light", "dark", "hc", "hc-dark"} {
		if n := length(variant); n != 0 {
			t.Errorf("of the theme %q, %d bytes are read", variant, n)
		}
	}
}
