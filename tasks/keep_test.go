package tasks_test

import (
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

func keptIDs(e *tasks.Engine) (ids []tasks.ID) {
	for _, s := range e.Snapshots() {
		ids = append(ids, s.ID)
	}
	return ids
}

func finishOne(t *testing.T, e *tasks.Engine) *tasks.Task {
	t.Helper()
	f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1))
	<-f.Task().Done()
	return f.Task()
}

func wantIDs(t *testing.T, e *tasks.Engine, want ...tasks.ID) {
	t.Helper()
	got := keptIDs(e)
	if len(got) != len(want) {
		t.Fatalf("kept %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("kept %v, want %v", got, want)
		}
	}
}

func TestOldestFinishedGoPinnedStay(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{Keep: 2})
	first := finishOne(t, e)
	first.SetPinned(true)
	for range 4 {
		finishOne(t, e)
	}
	wantIDs(t, e, 1, 4, 5)
	first.SetPinned(false)
	wantIDs(t, e, 1, 5)
	if e.Lookup(4) != nil || e.Lookup(5) == nil {
		t.Fatal("Lookup disagrees with Snapshots")
	}
}

func TestKeepNone(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{Keep: -1})
	finishOne(t, e)
	wantIDs(t, e)
}

// The oldest go first, and no more at once than was said.
func TestClearSome(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	for range 5 {
		finishOne(t, e)
	}
	for _, left := range [][]tasks.ID{{3, 4, 5}, {5}, {}, {}} {
		before := len(keptIDs(e))
		if cleared := e.ClearSome(2); len(cleared) != before-len(left) {
			t.Errorf("%d were cleared, want %d", len(cleared), before-len(left))
		}
		wantIDs(t, e, left...)
	}
}

func TestClearFinishedAndRestore(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{Keep: 4})
	finishOne(t, e)
	finishOne(t, e).SetPinned(true)
	finishOne(t, e)
	running := taskstest.Submit(t, e, tasks.Spec{}, taskstest.UntilCanceled)
	cleared := e.ClearFinished()
	wantIDs(t, e, 2, 4)
	finishOne(t, e)
	e.Restore(cleared)
	e.Restore(cleared)
	wantIDs(t, e, 1, 2, 3, 4, 5)
	for range 3 {
		finishOne(t, e)
	}
	// Restored tasks are the oldest and go first: 1, then 3.
	wantIDs(t, e, 2, 4, 5, 6, 7, 8)
	if e.Remove(running.Task()) {
		t.Fatal("Remove of a running task")
	}
}

func TestRemoveTakesOneAwayAndRestoreBringsItBack(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	task := finishOne(t, e)
	if !e.Remove(task) || e.Remove(task) {
		t.Fatal("Remove does not remove exactly once")
	}
	wantIDs(t, e)
	e.Restore([]*tasks.Task{task})
	wantIDs(t, e, 1)
}

func TestKeepIsTenThousandUnlessSet(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	for range tasks.DefaultKeep + 50 {
		finishOne(t, e)
	}
	if kept := len(e.Snapshots()); kept != 10_000 {
		t.Fatalf("%d finished tasks are kept, want 10,000", kept)
	}
}

func TestSetKeepLetsTheOldestGo(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	for range 6 {
		finishOne(t, e)
	}
	e.Lookup(1).SetPinned(true)
	changes := e.Subscribe(func() {})
	defer changes.Close()
	changes.Drain()
	e.SetKeep(2)
	wantIDs(t, e, 1, 5, 6)
	if removed := changes.Drain().Removed; len(removed) != 3 {
		t.Errorf("subscribers were told that %v are gone", removed)
	}
	finishOne(t, e)
	wantIDs(t, e, 1, 6, 7)
	e.SetKeep(0)
	finishOne(t, e)
	wantIDs(t, e, 1, 6, 7, 8)
	e.SetKeep(-1)
	wantIDs(t, e, 1)
}
