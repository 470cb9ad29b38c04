package ui

import (
	"testing"

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
