package ui

import (
	"context"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// A task's children are behind an arrow, which the keyboard opens and shuts.
func TestChildrenAreBehindTheirParent(t *testing.T) {
	opts := testOptions(t)
	w := openWindow(t, opts)
	parent, err := tasks.Submit(opts.Engine, tasks.Spec{Title: "Parent"}, func(ctx context.Context, r *tasks.Reporter) (int, error) {
		for range 3 {
			child, err := tasks.Submit(opts.Engine, tasks.Spec{Title: "Child", Parent: r.Task()}, func(context.Context, *tasks.Reporter) (int, error) {
				return 1, nil
			})
			if err != nil {
				return 0, err
			}
			<-child.Task().Done()
		}
		return 3, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	<-parent.Task().Done()
	id := parent.Task().ID()
	do := func(action string, rows int) {
		t.Helper()
		onLoop(t, func() {
			w.drain()
			if action != "" {
				w.window.ActivateAction(action, nil)
			}
			checkRows(t, w)
			if got := w.page.list.listing.Len(); got != rows {
				t.Errorf("after %q there are %d rows, want %d", action, got, rows)
			}
		})
	}
	do("", 1)
	onLoop(t, func() { w.choose(id) })
	do("open-task", 4)
	onLoop(t, func() { w.page.list.chooseAt(2) })
	do("shut-task", 4) // leads to the parent
	onLoop(t, func() {
		if w.page.list.selected != id {
			t.Errorf("task %d is selected, want the parent, %d", w.page.list.selected, id)
		}
	})
	do("shut-task", 1)
	do("flat", 4)
	do("flat", 1)
	onLoop(t, func() { w.page.list.toggle(id) })
	do("", 4)
}

// Another view of many tasks comes in steps, and what is asked for meanwhile counts.
func TestManyTasksAreShownInSteps(t *testing.T) {
	opts := testOptions(t)
	w := openWindow(t, opts)
	const many = 5_000
	for range many {
		task, err := tasks.Submit(opts.Engine, tasks.Spec{Title: "Task"}, func(context.Context, *tasks.Reporter) (int, error) { return 1, nil })
		if err != nil {
			t.Fatal(err)
		}
		<-task.Task().Done()
	}
	onLoop(t, func() {
		w.drain()
		w.page.view.Order = present.ByName
		w.page.refilter()
		if !w.page.list.listing.Busy() {
			t.Error("so many tasks are sorted at once")
		}
		w.setFilter(present.Failed)
		w.setFilter(present.Succeeded)
		checkRows(t, w)
	})
	for busy := true; busy; {
		onLoop(t, func() { busy = w.page.list.listing.Busy(); checkRows(t, w) })
	}
	onLoop(t, func() {
		if got := w.page.list.listing; got.Len() != many || got.View().Filter != present.Succeeded || got.View().Order != present.ByName {
			t.Errorf("%d are shown of %+v", got.Len(), got.View())
		}
	})
}
