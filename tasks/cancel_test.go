package tasks_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

func TestCase15CancelCarriesItsCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.UntilCanceled)
		synctest.Wait()
		closed := &tasks.CancelError{Reason: tasks.ReasonConnectionClosed, Err: errors.New("gone")}
		f.Task().Cancel(closed)
		f.Task().Cancel(tasks.CanceledByUser)
		_, err := f.Wait(t.Context())
		if !errors.Is(err, closed) || !errors.Is(err, context.Canceled) {
			t.Fatalf("Wait = %v, want the first cause", err)
		}
		s := taskstest.WantState(t, f.Task(), tasks.Canceled)
		if !s.CancelRequested || s.Cause != closed {
			t.Fatalf("snapshot = %+v, want the first cause", s)
		}
	})
}

func TestCancelOfPlainErrorIsStillCanceled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.UntilCanceled)
		reason := errors.New("a cause of the caller's own")
		f.Task().Cancel(reason)
		_, err := f.Wait(t.Context())
		if !errors.Is(err, reason) || !errors.Is(err, context.Canceled) {
			t.Fatalf("Wait = %v, want the cause and context.Canceled", err)
		}
		taskstest.WantState(t, f.Task(), tasks.Canceled)
	})
}

func TestCase60CanceledWaiterNeverRunsAndGivesItsPlaceOn(t *testing.T) {
	for name, spec := range map[string]tasks.Spec{"engine": {}, "key": {Key: "k"}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := taskstest.NewEngine(t, tasks.Options{Limit: 1, KeyLimit: 1})
				open := make(chan struct{})
				taskstest.Submit(t, e, spec, taskstest.Gate(open))
				ran := false
				queued := taskstest.Submit(t, e, spec, func(context.Context, *tasks.Reporter) (int, error) { ran = true; return 0, nil })
				next := taskstest.Submit(t, e, spec, taskstest.Give(3))
				queued.Task().Cancel(nil)
				taskstest.WantState(t, queued.Task(), tasks.Canceled)
				if _, err := queued.Wait(t.Context()); !errors.Is(err, tasks.CanceledByUser) {
					t.Fatalf("Wait = %v, want CanceledByUser", err)
				}
				close(open)
				if got, err := next.Wait(t.Context()); got != 3 || err != nil {
					t.Fatalf("the next task gave %d, %v", got, err)
				}
				if ran {
					t.Fatal("the canceled task ran")
				}
			})
		})
	}
}

func TestWorkThatFinishedFirstHasSucceeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		open := make(chan struct{})
		f := taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) { <-open; return 7, nil })
		synctest.Wait()
		f.Task().Cancel(nil)
		if s := taskstest.WantState(t, f.Task(), tasks.Running); !s.CancelRequested {
			t.Fatal("the cancel is not shown")
		}
		close(open)
		if got, err := f.Wait(t.Context()); got != 7 || err != nil {
			t.Fatalf("Wait = %d, %v, want the result", got, err)
		}
		taskstest.WantState(t, f.Task(), tasks.Succeeded)
	})
}

func TestFailureOfItsOwnAfterCancelIsAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		broken := errors.New("broken on the way out")
		f := taskstest.Submit(t, e, tasks.Spec{}, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
			<-ctx.Done()
			return 0, broken
		})
		f.Task().Cancel(nil)
		<-f.Task().Done()
		taskstest.WantState(t, f.Task(), tasks.Failed)
	})
}

func TestCanceledErrorWithoutACancelIsAFailure(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	f := taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) { return 0, context.Canceled })
	<-f.Task().Done()
	taskstest.WantState(t, f.Task(), tasks.Failed)
}

func TestCase17CancelOfAFinishedTaskDoesNothing(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1))
	<-f.Task().Done()
	before := f.Task().Snapshot()
	f.Task().Cancel(nil)
	if after := f.Task().Snapshot(); after != before {
		t.Fatalf("a finished task changed from %+v to %+v", before, after)
	}
}

func TestCancelAllStartsNoneThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 2, KeyLimit: 1})
		var futures []tasks.Future[int]
		for i := range 20 {
			key := []string{"", "a", "b"}[i%3]
			futures = append(futures, taskstest.Submit(t, e, tasks.Spec{Key: key}, taskstest.UntilCanceled))
		}
		synctest.Wait()
		e.CancelAll(nil)
		synctest.Wait()
		started := 0
		for _, f := range futures {
			if s := taskstest.WantState(t, f.Task(), tasks.Canceled); !s.Started.IsZero() {
				started++
			}
		}
		if started != 2 {
			t.Fatalf("%d tasks had started, want 2", started)
		}
	})
}

func TestCancelKeySparesOtherKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{KeyLimit: 1})
		running := taskstest.Submit(t, e, tasks.Spec{Key: "a"}, taskstest.UntilCanceled)
		waiting := taskstest.Submit(t, e, tasks.Spec{Key: "a"}, taskstest.UntilCanceled)
		other := taskstest.Submit(t, e, tasks.Spec{Key: "b"}, taskstest.UntilCanceled)
		synctest.Wait()
		if canceled := e.CancelKey("a", nil); len(canceled) != 2 {
			t.Fatalf("CancelKey canceled %d tasks, want 2", len(canceled))
		}
		synctest.Wait()
		taskstest.WantState(t, running.Task(), tasks.Canceled)
		if s := taskstest.WantState(t, waiting.Task(), tasks.Canceled); !s.Started.IsZero() {
			t.Fatal("the waiting task ran")
		}
		taskstest.WantState(t, other.Task(), tasks.Running)
	})
}

func TestCase24CancelRacesCompletion(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{Keep: -1})
	for range 2000 {
		open := make(chan struct{})
		f := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Gate(open))
		var wg sync.WaitGroup
		wg.Go(func() { close(open) })
		wg.Go(func() { f.Task().Cancel(nil) })
		got, err := f.Wait(t.Context())
		wg.Wait()
		s := f.Task().Snapshot()
		switch {
		case s.State == tasks.Succeeded && got == 1 && err == nil:
		case s.State == tasks.Canceled && got == 0 && errors.Is(err, tasks.CanceledByUser):
		default:
			t.Fatalf("state %v with %d, %v", s.State, got, err)
		}
	}
}
