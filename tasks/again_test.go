package tasks_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

func TestAgainWaitsBeforeWhatCameLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		e.SetKeyLimit("k", 4)
		var order []int
		refuse := true
		var futures []tasks.Future[int]
		for i := range 20 {
			futures = append(futures, taskstest.Submit(t, e, tasks.Spec{Key: "k"}, func(context.Context, *tasks.Reporter) (int, error) {
				time.Sleep(time.Duration(20-i) * time.Millisecond) // the last is refused first
				if refuse {
					return 0, tasks.ErrAgain
				}
				order = append(order, i)
				return i, nil
			}))
		}
		synctest.Wait()
		e.SetKeyLimit("k", -1)
		time.Sleep(time.Second)
		for _, f := range futures {
			if s := taskstest.WantState(t, f.Task(), tasks.Queued); !s.Started.IsZero() {
				t.Fatalf("a task that waits again has started at %v", s.Started)
			}
		}
		refuse = false
		e.SetKeyLimit("k", 1)
		for i, f := range futures {
			if got, err := f.Wait(t.Context()); got != i || err != nil {
				t.Fatalf("Wait = %d, %v", got, err)
			}
		}
		if !slices.IsSorted(order) || len(order) != 20 {
			t.Fatalf("they ran in the order %v", order)
		}
	})
}

func TestAgainWithoutAKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 1})
		tries := 0
		second := func(context.Context, *tasks.Reporter) (int, error) {
			if tries++; tries%2 == 1 {
				return 0, tasks.ErrAgain
			}
			return tries, nil
		}
		first := taskstest.Submit(t, e, tasks.Spec{}, second)
		parent := taskstest.Submit(t, e, tasks.Spec{}, func(ctx context.Context, r *tasks.Reporter) (int, error) {
			child, err := tasks.Submit(e, tasks.Spec{Parent: r.Task()}, second)
			if err != nil {
				return 0, err
			}
			return child.Wait(ctx)
		})
		if got, err := first.Wait(t.Context()); got != 2 || err != nil {
			t.Fatalf("Wait = %d, %v, want the second try's", got, err)
		}
		if got, err := parent.Wait(t.Context()); got != 4 || err != nil {
			t.Fatalf("Wait = %d, %v, want the child's second try's", got, err)
		}
	})
}

func TestAgainHasTheWholeTimeoutAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		tries := 0
		f := taskstest.Submit(t, e, tasks.Spec{Timeout: time.Second}, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
			tries++
			time.Sleep(900 * time.Millisecond)
			if tries < 3 {
				return 0, tasks.ErrAgain
			}
			return tries, ctx.Err()
		})
		if got, err := f.Wait(t.Context()); got != 3 || err != nil {
			t.Fatalf("Wait = %d, %v", got, err)
		}
		if s := f.Task().Snapshot(); s.Elapsed(time.Now()) != 900*time.Millisecond {
			t.Fatalf("it ran for %v, want the last try's time", s.Elapsed(time.Now()))
		}
	})
}

func TestCancelEndsWhatWouldWaitAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		e.SetKeyLimit("k", 1)
		stubborn := func(ctx context.Context, _ *tasks.Reporter) (int, error) {
			<-ctx.Done()
			return 0, tasks.ErrAgain
		}
		running := taskstest.Submit(t, e, tasks.Spec{Key: "k"}, stubborn)
		synctest.Wait()
		running.Task().Cancel(nil)
		_, err := running.Wait(t.Context())
		if !errors.Is(err, tasks.CanceledByUser) || !errors.Is(err, context.Canceled) {
			t.Fatalf("Wait = %v, want the cancel", err)
		}
		taskstest.WantState(t, running.Task(), tasks.Canceled)

		waiting := taskstest.Submit(t, e, tasks.Spec{Key: "k"}, func(context.Context, *tasks.Reporter) (int, error) {
			e.SetKeyLimit("k", -1)
			return 0, tasks.ErrAgain
		})
		synctest.Wait()
		taskstest.WantState(t, waiting.Task(), tasks.Queued)
		waiting.Task().Cancel(nil)
		taskstest.WantState(t, waiting.Task(), tasks.Canceled)
	})
}

func TestCancelRunningLeavesWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		e.SetKeyLimit("k", 2)
		var futures []tasks.Future[int]
		for range 5 {
			futures = append(futures, taskstest.Submit(t, e, tasks.Spec{Key: "k"}, taskstest.UntilCanceled))
		}
		synctest.Wait()
		e.SetKeyLimit("k", -1)
		cause := &tasks.CancelError{Reason: tasks.ReasonConnectionReset}
		if canceled := e.CancelRunning("k", cause); len(canceled) != 2 {
			t.Fatalf("%d were canceled, want the 2 that ran", len(canceled))
		}
		synctest.Wait()
		for i, f := range futures {
			want := tasks.Queued
			if i < 2 {
				want = tasks.Canceled
			}
			if s := taskstest.WantState(t, f.Task(), want); i < 2 && !errors.Is(s.Err, cause) {
				t.Fatalf("the error is %v", s.Err)
			}
		}
	})
}
