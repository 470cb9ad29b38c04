package tasks_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

// Goroutines submit, cancel, retry, subscribe, drain and shut down at random.
// Every task must end in one final state, and every cancel's cause be kept.
func TestStress(t *testing.T) {
	end := time.Now().Add(stressTime)
	for time.Now().Before(end) {
		e := tasks.New(tasks.Options{Limit: 8, KeyLimit: 2, QueueLimit: 200, Keep: 50})
		var wg sync.WaitGroup
		var all sync.Map // *tasks.Task -> nil
		for range 16 {
			wg.Go(func() { stress(t, e, &all) })
		}
		wg.Go(func() {
			time.Sleep(rand.N(50 * time.Millisecond))
			if err := e.Shutdown(context.Background()); err != nil {
				t.Errorf("Shutdown: %v", err)
			}
		})
		wg.Wait()
		if err := e.Shutdown(context.Background()); err != nil {
			t.Fatalf("Shutdown: %v", err)
		}
		all.Range(func(key, _ any) bool {
			checkEnd(t, key.(*tasks.Task))
			return true
		})
	}
}

// stress does random things to e until it is shut down.
func stress(t *testing.T, e *tasks.Engine, all *sync.Map) {
	s := e.Subscribe(func() {})
	defer s.Close()
	seen := picture{}
	var mine []*tasks.Task
	for {
		switch rand.IntN(6) {
		case 0:
			seen.apply(s.Drain())
		case 1:
			if len(mine) > 0 {
				mine[rand.IntN(len(mine))].Cancel(&tasks.CancelError{Reason: tasks.ReasonLimit})
			}
		case 2:
			e.Restore(e.ClearFinished())
		default:
			spec := tasks.Spec{Key: []string{"", "a", "b"}[rand.IntN(3)], Timeout: rand.N(3 * time.Millisecond), Ring: 3}
			if len(mine) > 0 && rand.IntN(4) == 0 {
				spec.Parent = mine[rand.IntN(len(mine))]
				spec.Key = ""
			}
			f, err := tasks.Submit(e, spec, randomWork())
			switch {
			case errors.Is(err, tasks.ErrShutdown):
				return
			case errors.Is(err, tasks.ErrQueueFull), errors.Is(err, tasks.ErrParentNotRunning):
			case err != nil:
				t.Errorf("Submit: %v", err)
			default:
				all.Store(f.Task(), nil)
				mine = append(mine, f.Task())
			}
		}
	}
}

func randomWork() func(context.Context, *tasks.Reporter) (int, error) {
	work := func(ctx context.Context, r *tasks.Reporter) (int, error) {
		r.Progress(1, 2, "half")
		r.Emit(1)
		switch rand.IntN(5) {
		case 0:
			return 0, errBusy
		case 1:
			panic("at random")
		case 2:
			return taskstest.UntilCanceled(ctx, r)
		}
		return 1, nil
	}
	if rand.IntN(2) == 0 {
		return work
	}
	return tasks.Retry(tasks.Backoff{Attempts: 3, First: 100 * time.Microsecond, Worth: worthBusy}, work)
}

func checkEnd(t *testing.T, task *tasks.Task) {
	s := task.Snapshot()
	if !s.State.Final() {
		t.Errorf("task %d is %v after Shutdown", s.ID, s.State)
	}
	if (s.State == tasks.Succeeded) != (s.Err == nil) {
		t.Errorf("task %d is %v with the error %v", s.ID, s.State, s.Err)
	}
	if s.CancelRequested != (s.Cause != nil) {
		t.Errorf("task %d: a cancel was asked for: %v, its cause: %v", s.ID, s.CancelRequested, s.Cause)
	}
	if s.State == tasks.Canceled && (!s.CancelRequested || !errors.Is(s.Err, context.Canceled)) {
		t.Errorf("task %d is Canceled with the error %v, asked for: %v", s.ID, s.Err, s.CancelRequested)
	}
}
