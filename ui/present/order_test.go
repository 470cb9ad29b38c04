package present_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// ran is a task that started and ended at those seconds; 0 is not yet.
func ran(id tasks.ID, state tasks.State, title string, started, finished int64) tasks.Snapshot {
	s := tasks.Snapshot{ID: id, State: state, Spec: &tasks.Spec{Title: title}}
	if started > 0 {
		s.Started = time.Unix(started, 0)
	}
	if finished > 0 {
		s.Finished = time.Unix(finished, 0)
	}
	return s
}

func TestListingOrders(t *testing.T) {
	l := present.NewListing()
	l.Apply(updated(
		ran(1, tasks.Succeeded, "mow", 1, 9),
		ran(2, tasks.Running, "Cook", 5, 0),
		ran(3, tasks.Running, "water", 3, 0),
		ran(4, tasks.Failed, "Cook", 3, 4),
		ran(5, tasks.Queued, "a", 0, 0),
		ran(6, tasks.Succeeded, "B", 1, 30),
	))
	for order, want := range map[present.Order][]tasks.ID{
		present.Newest:  {5, 2, 4, 3, 6, 1},
		present.Longest: {3, 2, 6, 1, 4, 5},
		present.ByState: {3, 2, 5, 4, 6, 1},
		present.ByName:  {5, 6, 4, 2, 1, 3},
	} {
		l.Show(present.View{Order: order})
		if got := shownIDs(l); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", order.Title(), got, want)
		}
		if got := present.OrderNamed(order.Name()); got != order {
			t.Errorf("%q is the name of %s", order.Name(), got.Title())
		}
	}
}

func TestListingMovesATaskWhoseKeyChanges(t *testing.T) {
	l := present.NewListing()
	l.Show(present.View{Order: present.ByState})
	v := view{}
	v.follow(t, l, l.Apply(updated(ran(1, tasks.Running, "a", 1, 0), ran(2, tasks.Running, "b", 1, 0), ran(3, tasks.Succeeded, "c", 1, 2))))
	v.follow(t, l, l.Apply(updated(ran(2, tasks.Succeeded, "b", 1, 2))))
	if got, want := shownIDs(l), []tasks.ID{1, 3, 2}; !slices.Equal(got, want) {
		t.Errorf("the list is %v, want %v", got, want)
	}
}

// A task that starts late moves up to those that start now, and one that starts in its
// turn stays where it is.
func TestListingMovesATaskThatStartsLate(t *testing.T) {
	l := present.NewListing()
	v := view{}
	var all []tasks.Snapshot
	for id := range tasks.ID(4) {
		all = append(all, ran(id+1, tasks.Queued, "a", 0, 0))
	}
	step := func(edits int, want []tasks.ID, changed ...tasks.Snapshot) {
		t.Helper()
		change := l.Apply(updated(changed...))
		v.follow(t, l, change)
		if got := shownIDs(l); !slices.Equal(got, want) || len(change.Edits) != edits {
			t.Errorf("the list is %v after %v, want %v after %d edits", got, change.Edits, want, edits)
		}
	}
	step(1, []tasks.ID{4, 3, 2, 1}, all...)
	step(0, []tasks.ID{4, 3, 2, 1}, ran(1, tasks.Running, "a", 10, 0), ran(2, tasks.Running, "a", 11, 0))
	step(2, []tasks.ID{3, 4, 2, 1}, ran(4, tasks.Running, "a", 12, 0))
	step(0, []tasks.ID{3, 4, 2, 1}, ran(4, tasks.Succeeded, "a", 12, 13), ran(3, tasks.Canceled, "a", 0, 14))
	step(2, []tasks.ID{1, 3, 4, 2}, ran(1, tasks.Queued, "a", 0, 0)) // to be run again
	step(1, []tasks.ID{5, 1, 3, 4, 2}, ran(1, tasks.Running, "a", 15, 0), ran(5, tasks.Queued, "a", 0, 0))
}

func TestListingShowsChildrenBelowAnOpenParent(t *testing.T) {
	child := func(id, parent tasks.ID, state tasks.State) tasks.Snapshot {
		s := task(id, state, fmt.Sprint("child ", id))
		s.Parent = parent
		return s
	}
	l := present.NewListing()
	v := view{}
	v.follow(t, l, l.Apply(updated(
		task(1, tasks.Running, "old"), task(2, tasks.Succeeded, "parent"), task(3, tasks.Running, "new"),
		child(4, 2, tasks.Succeeded), child(5, 2, tasks.Failed),
	)))
	expect := func(what string, want ...tasks.ID) {
		t.Helper()
		if got := shownIDs(l); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	expect("closed", 3, 2, 1)
	if got := l.FamilyAt(1); got != (present.Family{Children: 2}) {
		t.Errorf("the parent's family is %+v", got)
	}
	v.follow(t, l, l.SetOpen(2, true))
	expect("open", 3, 2, 5, 4, 1)
	if got := l.FamilyAt(2); got != (present.Family{Depth: 1}) {
		t.Errorf("the child's family is %+v", got)
	}
	v.follow(t, l, l.SetOpen(2, false))
	expect("closed again", 3, 2, 1)
	l.Show(present.View{Filter: present.Failed})
	expect("where the parent is left out", 5)
	l.Show(present.View{Flat: true})
	expect("flat", 5, 4, 3, 2, 1)
}

// crowd gives a listing of so many tasks, whose titles differ.
func crowd(n int) *present.Listing {
	l := present.NewListing()
	all := make([]tasks.Snapshot, n)
	for i := range all {
		all[i] = task(tasks.ID(i+1), tasks.Succeeded, fmt.Sprint("org.example.Garden.Water ", i*7919%n))
		all[i].Finished = all[i].Started.Add(time.Duration(i*104729%n) * time.Millisecond)
	}
	l.Apply(updated(all...))
	return l
}

// The slowest of the steps that another view of 100,000 tasks takes, each of as
// many tasks as the window does at a time.
func BenchmarkListingShow(b *testing.B) {
	const step = 500
	for name, shown := range map[string]present.View{
		"filter": {Filter: present.Succeeded},
		"search": {Query: "water 77"},
		"sort":   {Order: present.ByName},
		"longer": {Order: present.Longest},
	} {
		b.Run(name, func(b *testing.B) {
			var worst time.Duration
			for b.Loop() {
				b.StopTimer()
				l := crowd(100_000)
				runtime.GC() // the crowd's making is not what is measured
				b.StartTimer()
				start := time.Now()
				for l.Show(shown); l.Busy(); l.Continue(step) {
					now := time.Now()
					worst = max(worst, now.Sub(start))
					start = now
				}
				worst = max(worst, time.Since(start))
			}
			b.ReportMetric(float64(worst)/float64(time.Millisecond), "worst-ms")
		})
	}
}

// A frame's worth of tasks that start, one after another, of 100,000 that wait.
func BenchmarkListingStarts(b *testing.B) {
	const many, frame = 100_000, 80
	l := present.NewListing()
	all := make([]tasks.Snapshot, many)
	for i := range all {
		all[i] = ran(tasks.ID(i+1), tasks.Queued, "org.example.Garden.Water", 0, 0)
	}
	l.Apply(updated(all...))
	edits, first := 0, 0
	for b.Loop() {
		next := slices.Clone(all[first : first+frame])
		for i := range next {
			next[i].State, next[i].Started = tasks.Running, time.Now()
		}
		edits += len(l.Apply(updated(next...)).Edits)
		if first += frame; first+frame > many {
			b.StopTimer()
			l.Apply(updated(all...))
			first = 0
			b.StartTimer()
		}
	}
	b.ReportMetric(float64(edits)/float64(b.N), "edits/op")
}
