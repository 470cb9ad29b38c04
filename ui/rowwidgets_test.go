package ui

import (
	"slices"
	"testing"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// Rows that go leave their widgets to those that come.
func TestWidgetsOfRowsAreKept(t *testing.T) {
	const many = 8
	w := openWindow(t, testOptions(t))
	list := w.page.list
	show := func(change tasks.Changes) map[*rowWidgets]bool {
		t.Helper()
		onLoop(t, func() { list.apply(change); w.page.showStack() })
		made := make(map[*rowWidgets]bool)
		awaitThat(t, "a row for each task", func() bool {
			clear(made)
			for _, row := range list.bound {
				if row.widgets != nil && !row.stale {
					made[row.widgets] = true
				}
			}
			return len(made) == list.listing.Len()
		})
		onLoop(t, func() { checkRows(t, w) })
		return made
	}
	all := make([]tasks.Snapshot, many)
	for i := range all {
		all[i] = tasks.Snapshot{ID: tasks.ID(i + 1), Spec: &tasks.Spec{Title: "Task"}}
	}
	before := show(tasks.Changes{Updated: all})
	show(tasks.Changes{Removed: ids(2, many)})
	for widgets := range show(tasks.Changes{Updated: all}) {
		if !before[widgets] {
			t.Error("a row has new widgets although there were enough")
		}
	}
}

// Where the last row goes, the keyboard goes on to the button that adds to the list. When
// rows come it stays there, and the newest is in sight.
func TestKeyboardLeavesAListThatEmpties(t *testing.T) {
	const many = 40
	w := openWindow(t, testOptions(t))
	list := w.page.list
	onLoop(t, func() { // there is no such action here
		w.page.newCall.SetActionName("")
		w.page.newCall.SetSensitive(true)
	})
	all := make([]tasks.Snapshot, many)
	for i := range all {
		all[i] = tasks.Snapshot{ID: tasks.ID(i + 1), Spec: &tasks.Spec{Title: "Task"}}
	}
	follow := func(change tasks.Changes) {
		onLoop(t, func() { list.apply(change); w.page.showStack() })
	}
	within := func(widget *gtk.Widget) bool { return widget.StateFlags().Has(gtk.StateFlagFocusWithin) }

	follow(tasks.Changes{Updated: all[:1]})
	awaitFilled(t, w)
	onLoop(t, func() {
		if list.focus(); !within(&list.view.Widget) {
			t.Error("the keyboard does not get to the list")
		}
	})
	follow(tasks.Changes{Removed: ids(1, 1)})
	onLoop(t, func() {
		if !within(&w.page.newCall.Widget) {
			t.Error("the keyboard has not gone to New Call")
		}
	})
	for some := range slices.Chunk(all, 4) {
		follow(tasks.Changes{Updated: some})
		onLoop(t, func() { list.choose(1) })
		awaitFilled(t, w)
	}
	onLoop(t, func() {
		if !within(&w.page.newCall.Widget) {
			t.Error("the keyboard has gone from New Call")
		}
		if first, _ := list.inSight(); first != 0 || list.scrolled.Value() != 0 {
			t.Errorf("the first row in sight is %d, and the list is scrolled to %v", first, list.scrolled.Value())
		}
		checkRows(t, w)
	})
}
