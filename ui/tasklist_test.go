package ui

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// openWindow shows a window that is closed with the test.
func openWindow(t testing.TB, opts Options) *window {
	t.Helper()
	var w *window
	onLoop(t, func() {
		monitor := mainloop.StartMonitor(time.Second, 1)
		defer monitor.Stop()
		w = newWindow(app, opts, monitor, func(int, int) {})
		w.window.Present()
	})
	t.Cleanup(func() {
		done := make(chan struct{})
		if err := loop.Post(func() { defer close(done); w.close() }); err != nil {
			t.Error(err)
			return
		}
		<-done
	})
	return w
}

// submit submits a task that ends as said by what is sent.
func submit(t *testing.T, engine *tasks.Engine, title string) (task *tasks.Task, end chan<- error) {
	t.Helper()
	ended := make(chan error, 1)
	future, err := tasks.Submit(engine, tasks.Spec{Title: title}, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
		select {
		case err := <-ended:
			return 0, err
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return future.Task(), ended
}

// checkRows checks, on the loop, that the rows that are filled show the tasks at their
// positions.
func checkRows(t *testing.T, w *window) {
	t.Helper()
	list := w.page.list
	if list.listing.Len() == 0 { // out of sight are those that it had
		return
	}
	if rows, want := int(list.model.NItems()), list.listing.Len(); rows != want && !list.growing {
		t.Errorf("the list has %d rows, want %d", rows, want)
		return
	}
	for _, row := range list.bound {
		if row.stale {
			continue
		}
		s := list.listing.At(int(row.item.Position()))
		if s == nil {
			t.Errorf("a row is at %d of %d", row.item.Position(), list.listing.Len())
			return
		}
		want := present.TaskRow(s, list.clock)
		if *row.widgets.task != s.ID || row.widgets.title.Text() != want.Title || row.widgets.state.Text() != want.State {
			t.Errorf("row %d shows task %d as %q, %q; it is %d, %q",
				row.item.Position(), *row.widgets.task, row.widgets.title.Text(), row.widgets.state.Text(), s.ID, want.Name)
			return
		}
		below := want.Detail
		if list.narrow {
			below = want.Below()
		}
		if row.widgets.detail.Text() != below || row.widgets.beside.Visible() == list.narrow {
			t.Errorf("narrow is %t, and below %q stands %q; want %q", list.narrow, want.Title, row.widgets.detail.Text(), below)
			return
		}
		if row.widgets.cancel.Visible() == s.State.Final() || row.widgets.retry.Visible() != want.CanRetry {
			t.Errorf("the buttons of %q are wrong", want.Name)
			return
		}
	}
	for _, position := range positions(list.selection.Selection()) {
		if _, chosen := list.chosen[list.listing.At(position).ID]; !chosen {
			t.Errorf("task %d is selected in the view, and nobody has", list.listing.At(position).ID)
			return
		}
	}
	for id := range list.chosen {
		if position, shown := list.listing.Position(id); shown && position < list.model.len && !list.selection.IsSelected(uint(position)) {
			t.Errorf("task %d is not selected in the view", id)
			return
		}
	}
}

// Whatever happens to tasks, rows and selection follow.
func TestRowsFollowTheirTasks(t *testing.T) {
	opts := testOptions(t)
	w := openWindow(t, opts)
	random := rand.New(rand.NewPCG(1, 2))
	type running struct {
		task *tasks.Task
		end  chan<- error
	}
	var under []running
	var finished []*tasks.Task
	for range 300 {
		switch n := random.IntN(9); {
		case n < 3 || len(under) == 0:
			task, end := submit(t, opts.Engine, "Task")
			under = append(under, running{task, end})
		case n < 5:
			i := random.IntN(len(under))
			r := under[i]
			under = append(under[:i], under[i+1:]...)
			if n == 3 {
				r.end <- errors.New("broken")
			} else {
				r.task.Cancel(nil)
			}
			<-r.task.Done()
			finished = append(finished, r.task)
		case n == 5 && len(finished) > 0:
			opts.Engine.Remove(finished[random.IntN(len(finished))])
		case n == 6:
			filter := present.Filters()[random.IntN(len(present.Filters()))]
			onLoop(t, func() { w.setFilter(filter) })
		case n == 7:
			onLoop(t, func() { w.page.list.setNarrow(!w.page.list.narrow) })
		default:
			id := under[random.IntN(len(under))].task.ID()
			onLoop(t, func() { w.choose(id) })
		}
		onLoop(t, func() { w.drain(); checkRows(t, w) })
	}
	onLoop(t, func() { w.setFilter(present.All); checkRows(t, w) })
	opts.Engine.CancelAll(tasks.CanceledByUser)
	for _, r := range under {
		<-r.task.Done()
	}
	onLoop(t, w.drain)
	awaitFilled(t, w)
	onLoop(t, func() { checkRows(t, w); w.page.list.setNarrow(!w.page.list.narrow) })
	awaitFilled(t, w)
	onLoop(t, func() { checkRows(t, w) })
}

// awaitFilled waits until there are rows in sight and all of them are filled.
func awaitFilled(t *testing.T, w *window) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for filled := 0; filled == 0; {
		if time.Now().After(deadline) {
			t.Fatal("the rows in sight are not filled")
		}
		onLoop(t, func() {
			for _, row := range w.page.list.bound {
				if row.place.Mapped() && row.stale {
					filled = 0
					return
				}
				if !row.stale {
					filled++
				}
			}
		})
	}
}

// Of a long list the view gets its rows a few at a time, and makes widgets for those
// in sight.
func TestRowsOfALongListComeBitByBit(t *testing.T) {
	const many = 1_000
	all := make([]tasks.Snapshot, many)
	for i := range all {
		all[i] = tasks.Snapshot{ID: tasks.ID(i + 1), Spec: &tasks.Spec{Title: "Task"}}
	}
	w := openWindow(t, testOptions(t))
	list := w.page.list
	onLoop(t, func() {
		list.apply(tasks.Changes{Updated: all})
		w.page.showStack()
		if list.model.len != rowsAtOnce || !list.growing {
			t.Errorf("%d rows at once, want %d and others to come", list.model.len, rowsAtOnce)
		}
		list.chooseAt(rowsAtOnce + 1) // before there is such a row
		checkRows(t, w)
	})
	deadline := time.Now().Add(10 * time.Second)
	for growing := true; growing; {
		if time.Now().After(deadline) {
			t.Fatal("the list does not come to its end")
		}
		onLoop(t, func() { growing = list.growing })
	}
	awaitFilled(t, w)
	onLoop(t, func() {
		checkRows(t, w)
		built := 0
		for _, row := range list.bound {
			if row.widgets != nil {
				built++
			}
		}
		if built == len(list.bound) {
			t.Errorf("all %d rows have widgets", built)
		}
		list.choose(1) // the last row
		if !list.selection.IsSelected(many - 1) {
			t.Error("a row that came late is not selected with its task")
		}
		list.apply(tasks.Changes{Removed: ids(1, many)})
		if list.model.len > viewRows {
			t.Errorf("%d rows wait for tasks", list.model.len)
		}
	})
}

func ids(first, last tasks.ID) []tasks.ID {
	var all []tasks.ID
	for id := first; id <= last; id++ {
		all = append(all, id)
	}
	return all
}

func TestDetailsOutliveTheFilter(t *testing.T) {
	opts := testOptions(t)
	w := openWindow(t, opts)
	task, end := submit(t, opts.Engine, "Watched")
	onLoop(t, func() {
		w.drain()
		if name := w.detailsStack.VisibleChildName(); name != stackNone {
			t.Errorf("the details show %q while no task is selected", name)
		}
		w.choose(task.ID())
		w.setFilter(present.Running)
	})
	end <- nil
	<-task.Done()
	onLoop(t, func() {
		w.drain()
		if n := w.page.list.listing.Len(); n != 0 {
			t.Errorf("%d tasks are running", n)
		}
		if name := w.detailsStack.VisibleChildName(); name != stackTask {
			t.Errorf("the details show %q when their task has left the list", name)
		}
	})
	opts.Engine.ClearFinished()
	onLoop(t, func() {
		w.drain()
		if name := w.detailsStack.VisibleChildName(); name != "none" {
			t.Errorf("the details show %q when their task is gone", name)
		}
	})
}
