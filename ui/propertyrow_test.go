package ui

import (
	"testing"

	"github.com/diamondburned/gotk4/pkg/pango"
)

// A name that is too long for a line goes on in the next with the part after a dot,
// and can be copied as it is.
func TestFactsBreakBetweenThePartsOfNames(t *testing.T) {
	onLoop(t, func() {
		row := newPropertyRow(load("detailscall"), "method")
		for _, name := range []string{"org.example.Garden.WaterTheFlowers", "org.example.LongerThanTheOneBefore.Water"} {
			row.show(name)
			if text := row.subtitle.Text(); text != name {
				t.Errorf("%q is shown as %q", name, text)
			}
			layout := row.subtitle.Layout().Copy()
			layout.SetWidth(-1) // all in a line
			width, _ := layout.Size()
			layout.SetWidth(width - 5*pango.SCALE)
			if n := layout.LineCount(); n != 2 {
				t.Errorf("%q takes %d lines", name, n)
				continue
			}
			if start := layout.LineReadonly(1).StartIndex(); name[start-1] != '.' {
				t.Errorf("%q goes on with %q", name, name[start:])
			}
		}
	})
}
