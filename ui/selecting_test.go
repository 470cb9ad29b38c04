package ui

import (
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

func TestALongTouchBeginsToSelect(t *testing.T) {
	opts := testOptions(t)
	w := openWindow(t, opts)
	first, _ := submit(t, opts.Engine, "first")
	second, _ := submit(t, opts.Engine, "second")
	list := w.page.list
	rowOf := func(task *tasks.Task) *taskRow {
		for _, row := range list.bound {
			if row.widgets != nil && *row.widgets.task == task.ID() {
				return row
			}
		}
		return nil
	}
	awaitThat(t, "the rows", func() bool { return rowOf(first) != nil && rowOf(second) != nil })
	chosen := func(want ...*tasks.Task) {
		t.Helper()
		for _, task := range want {
			if !list.isChosen(task.ID()) {
				t.Errorf("task %d is not selected", task.ID())
			}
		}
		if len(list.chosen) != len(want) {
			t.Errorf("%d are selected, want %d", len(list.chosen), len(want))
		}
	}
	onLoop(t, func() {
		if list.pick(first.ID()) {
			t.Error("a press selects before it was asked for")
		}
		rowOf(first).widgets.hold.Emit("pressed", 1.0, 1.0)
		if !list.selecting || !w.page.bars.selection.Revealed() || !w.page.bars.done.Visible() {
			t.Error("a long touch does not begin to select")
		}
		chosen(first)
		rowOf(second).widgets.click.Emit("released", 1, 1.0, 1.0)
		chosen(first, second)
		rowOf(second).widgets.click.Emit("released", 1, 1.0, 1.0)
		chosen(first)
		rowOf(first).widgets.click.Emit("released", 1, 1.0, 1.0)
		chosen()
		if !w.page.bars.selection.Revealed() {
			t.Error("with nothing selected there is no way to end it")
		}
		rowOf(second).widgets.click.Emit("released", 1, 1.0, 1.0)
		rowOf(first).widgets.click.Emit("released", 1, 1.0, 1.0)
	})
	awaitThat(t, "the marks", func() bool {
		return rowOf(first).mark != nil && rowOf(first).mark.Active() && rowOf(second).mark.Active()
	})
	onLoop(t, func() {
		w.page.bars.done.Emit("clicked")
		chosen(second)
		if list.selecting || w.page.bars.selection.Revealed() {
			t.Error("Done does not end it")
		}
	})
	awaitThat(t, "no marks", func() bool { return !rowOf(first).mark.Visible() })
}

// Headings are never selected, be the tasks below them few or so many that the view
// itself follows them.
func TestHeadingsAreNotSelected(t *testing.T) {
	for _, many := range []int{10, manyChosen + 10} {
		w := openWindow(t, testOptions(t))
		list := w.page.list
		onLoop(t, func() {
			all := make([]tasks.Snapshot, many)
			for i := range all {
				all[i] = tasks.Snapshot{ID: tasks.ID(i + 1), Spec: &tasks.Spec{Title: "Task"}, State: tasks.Succeeded, Started: started, Finished: started}
				if i%2 == 0 {
					all[i].Spec.Data = bus.CallSpec{Endpoint: bus.Endpoint{Address: bus.SessionAddress()}}
				}
			}
			list.apply(tasks.Changes{Updated: all})
			list.show(present.View{Grouped: true})
		})
		awaitThat(t, "the headings", func() bool { return list.model.len == many+2 && !list.growing })
		onLoop(t, func() {
			check := func(after string) {
				t.Helper()
				selected, headings := positions(list.selection.Selection()), 0
				for _, position := range selected {
					if _, heading := list.listing.Heading(position); heading {
						headings++
					}
				}
				if len(list.chosen) != many || len(selected) != many || headings != 0 {
					t.Errorf("after %s %d tasks of %d are selected, and %d rows, with %d headings", after, len(list.chosen), many, len(selected), headings)
				}
			}
			list.selection.SelectAll()
			check("selecting all")
			list.selection.SelectItem(0, true) // as the keyboard does that comes by
			check("coming by a heading")
		})
	}
}

// awaitThat waits until something holds on the main loop.
func awaitThat(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for held := false; !held; {
		if time.Now().After(deadline) {
			t.Fatalf("waited for %s", what)
		}
		onLoop(t, func() { held = holds() })
	}
}
