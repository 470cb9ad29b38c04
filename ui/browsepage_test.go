package ui

import (
	"fmt"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// What a person has selected stays so, and with the keyboard, while names come.
func TestSelectedNameStays(t *testing.T) {
	names := func(all ...bus.Name) (infos []bus.NameInfo) {
		for _, name := range all {
			infos = append(infos, bus.NameInfo{Name: name, Owner: ":1.1"})
		}
		return infos
	}
	w := openWindow(t, testOptions(t))
	onLoop(t, func() {
		w.makeBrowse()
		w.goTo(browsePlace)
		w.browse.names.Set(names("org.a", "org.d"))
		w.browse.showNames()
	})
	// hasFocus reports whether the row at a position has the keyboard.
	hasFocus := func(position int) (focused bool) {
		onLoop(t, func() {
			for _, row := range w.browse.list.rows {
				if row.bound && int(row.item.Position()) == position {
					focused = focused || gtk.BaseWidget(gtk.BaseWidget(row.item.Child()).Parent()).IsFocus()
				}
			}
		})
		return focused
	}
	awaitFocus := func(position int, act func()) {
		t.Helper()
		deadline := time.Now().Add(10 * time.Second)
		for onLoop(t, act); !hasFocus(position); onLoop(t, act) {
			if time.Now().After(deadline) {
				t.Fatalf("row %d does not get the keyboard", position)
			}
		}
	}
	awaitFocus(1, func() {
		w.browse.list.selection.SetSelected(1)
		w.browse.list.focus()
	})
	onLoop(t, func() {
		w.browse.names.Set(names("org.a", "org.b", "org.c", "org.d"))
		w.browse.showNames()
		if got := w.browse.list.selection.Selected(); got != 3 {
			t.Errorf("row %d is selected, want 3", got)
		}
	})
	awaitFocus(3, func() {})
	// Whoever has scrolled elsewhere stays there.
	many := []bus.Name{"org.d"}
	for i := range 500 {
		many = append(many, bus.Name(fmt.Sprintf("org.e%03d", i)))
	}
	var at float64
	onLoop(t, func() {
		w.browse.names.Set(names(many...))
		w.browse.showNames()
	})
	scrolled := w.browse.list.view.VAdjustment()
	awaitThat(t, "the list to be long", func() bool {
		at = scrolled.Upper() / 2
		return at > 10*scrolled.PageSize() && scrolled.PageSize() > 0
	})
	onLoop(t, func() { scrolled.SetValue(at) })
	awaitThat(t, "the selected row out of sight", func() bool { return !w.browse.list.inSight(0) })
	var before float64
	onLoop(t, func() {
		before = scrolled.Upper()
		w.browse.names.Set(names(append(many, "org.a", "org.b")...))
		w.browse.showNames()
		if got := w.browse.list.selection.Selected(); got != 2 {
			t.Errorf("row %d is selected, want 2", got)
		}
	})
	awaitThat(t, "two more rows to be laid out", func() bool { return scrolled.Upper() > before })
	onLoop(t, func() {
		if now := scrolled.Value(); now < at/2 {
			t.Errorf("the list was scrolled to %v, and is at %v", at, now)
		}
	})
	onLoop(t, func() {
		w.browse.names.Set(names("org.a"))
		w.browse.showNames()
		if got := w.browse.list.selection.Selected(); got != gtk.INVALID_LIST_POSITION {
			t.Errorf("row %d is selected, and its name is gone", got)
		}
	})
}
