package tasks_test

import (
	"context"
	"maps"
	"sync"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

// picture is what a subscriber knows: its drains put together.
type picture map[tasks.ID]tasks.Snapshot

func (p picture) apply(c tasks.Changes) {
	for _, id := range c.Removed {
		delete(p, id)
	}
	for _, s := range c.Updated {
		p[s.ID] = s
	}
}

func TestWakeComesOnceForManyChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		wakes := 0
		var mu sync.Mutex
		s := e.Subscribe(func() { mu.Lock(); wakes++; mu.Unlock() })
		defer s.Close()
		for range 100 {
			taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1))
		}
		synctest.Wait()
		if wakes != 1 {
			t.Fatalf("%d wakes before the first drain, want 1", wakes)
		}
		c := s.Drain()
		if len(c.Updated) != 100 || len(c.Removed) != 0 {
			t.Fatalf("drained %d and %d", len(c.Updated), len(c.Removed))
		}
		for i, snapshot := range c.Updated {
			if snapshot.ID != tasks.ID(i+1) || snapshot.State != tasks.Succeeded {
				t.Fatalf("change %d is %+v, want the latest of task %d", i, snapshot, i+1)
			}
		}
		taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1))
		synctest.Wait()
		if wakes != 2 {
			t.Fatalf("%d wakes after a drain and a change, want 2", wakes)
		}
	})
}

func TestSubscriberSeesWhatWasThereBefore(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	finishOne(t, e)
	woken := false
	s := e.Subscribe(func() { woken = true })
	defer s.Close()
	if c := s.Drain(); !woken || len(c.Updated) != 1 {
		t.Fatalf("woken %v, drained %+v", woken, c)
	}
}

func TestRemovedIsToldOnlyOfWhatWasKnown(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{Keep: 1})
	s := e.Subscribe(func() {})
	defer s.Close()
	known := finishOne(t, e)
	s.Drain()
	for range 50 {
		finishOne(t, e)
	}
	c := s.Drain()
	if len(c.Removed) != 1 || c.Removed[0] != known.ID() || len(c.Updated) != 1 {
		t.Fatalf("drained %d updates and removed %v, want 1 and [%d]", len(c.Updated), c.Removed, known.ID())
	}
}

func TestNoWakeAfterClose(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	s := e.Subscribe(func() { t.Error("woken after Close") })
	s.Close()
	finishOne(t, e)
}

// A subscriber that drains at random moments ends with the same picture as the
// engine itself, whatever happened.
func TestCoalescedChangesLoseNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := tasks.New(tasks.Options{Limit: 3, KeyLimit: 2, Keep: 5})
		s := e.Subscribe(func() {})
		defer s.Close()
		seen := picture{}
		var live []*tasks.Task
		var opens []chan struct{}
		var cleared []*tasks.Task
		rt.Repeat(map[string]func(*rapid.T){
			"submit": func(rt *rapid.T) {
				open := make(chan struct{})
				key := rapid.SampledFrom([]string{"", "a", "b"}).Draw(rt, "key")
				f, err := tasks.Submit(e, tasks.Spec{Key: key}, taskstest.Gate(open))
				if err != nil {
					rt.Fatal(err)
				}
				live, opens = append(live, f.Task()), append(opens, open)
			},
			"finish": func(rt *rapid.T) {
				if len(live) == 0 {
					rt.Skip("no task")
				}
				i := rapid.IntRange(0, len(live)-1).Draw(rt, "task")
				close(opens[i])
				if live[i].Snapshot().State != tasks.Queued {
					<-live[i].Done()
				}
				live, opens = append(live[:i:i], live[i+1:]...), append(opens[:i:i], opens[i+1:]...)
			},
			"cancel": func(rt *rapid.T) {
				if len(live) == 0 {
					rt.Skip("no task")
				}
				i := rapid.IntRange(0, len(live)-1).Draw(rt, "task")
				live[i].Cancel(nil)
				<-live[i].Done()
				live, opens = append(live[:i:i], live[i+1:]...), append(opens[:i:i], opens[i+1:]...)
			},
			"pin": func(rt *rapid.T) {
				for _, s := range e.Snapshots() {
					if task := e.Lookup(s.ID); task != nil && rapid.Bool().Draw(rt, "change") {
						task.SetPinned(!s.Pinned)
					}
				}
			},
			"clear":   func(*rapid.T) { cleared = e.ClearFinished() },
			"restore": func(*rapid.T) { e.Restore(cleared) },
			"drain":   func(*rapid.T) { seen.apply(s.Drain()) },
			"drain some": func(rt *rapid.T) {
				most := rapid.IntRange(1, 4).Draw(rt, "most")
				changes, more := s.DrainSome(most)
				seen.apply(changes)
				if n := len(changes.Updated) + len(changes.Removed); n > most || n < most && more {
					rt.Fatalf("drained %d of at most %d changes, and more are left: %v", n, most, more)
				}
			},
		})
		if err := e.Shutdown(context.Background()); err != nil {
			rt.Fatal(err)
		}
		seen.apply(s.Drain())
		want := picture{}
		for _, snapshot := range e.Snapshots() {
			want[snapshot.ID] = snapshot
			if !snapshot.State.Final() {
				rt.Fatalf("task %d is %v after Shutdown", snapshot.ID, snapshot.State)
			}
		}
		if !maps.Equal(seen, want) {
			rt.Fatalf("the subscriber knows\n%v\nthe engine\n%v", seen, want)
		}
	})
}
