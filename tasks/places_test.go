package tasks_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

func TestTasksStartInOrder(t *testing.T) {
	for name, spec := range map[string]tasks.Spec{"engine": {}, "key": {Key: "k"}} {
		t.Run(name, func(t *testing.T) {
			e := taskstest.NewEngine(t, tasks.Options{Limit: 1, KeyLimit: 1})
			var order []int
			var futures []tasks.Future[int]
			for i := range 50 {
				futures = append(futures, taskstest.Submit(t, e, spec, func(context.Context, *tasks.Reporter) (int, error) {
					order = append(order, i)
					return i, nil
				}))
			}
			for _, f := range futures {
				<-f.Task().Done()
			}
			if !slices.IsSorted(order) || len(order) != 50 {
				t.Fatalf("started in the order %v", order)
			}
		})
	}
}

func TestLimitsHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 5, KeyLimit: 2})
		e.SetKeyLimit("wide", 4)
		var running, peak atomic.Int64
		perKey := map[string]*[2]atomic.Int64{"": {}, "a": {}, "wide": {}}
		var futures []tasks.Future[int]
		for i := range 90 {
			key := []string{"", "a", "wide"}[i%3]
			futures = append(futures, taskstest.Submit(t, e, tasks.Spec{Key: key}, func(context.Context, *tasks.Reporter) (int, error) {
				raise(&peak, running.Add(1))
				raise(&perKey[key][1], perKey[key][0].Add(1))
				time.Sleep(time.Millisecond)
				perKey[key][0].Add(-1)
				running.Add(-1)
				return 0, nil
			}))
		}
		for _, f := range futures {
			<-f.Task().Done()
		}
		if peak.Load() != 5 || perKey["a"][1].Load() > 2 || perKey["wide"][1].Load() > 4 {
			t.Fatalf("peaks: engine %d, a %d, wide %d", peak.Load(), perKey["a"][1].Load(), perKey["wide"][1].Load())
		}
	})
}

func raise(peak *atomic.Int64, n int64) {
	for {
		old := peak.Load()
		if n <= old || peak.CompareAndSwap(old, n) {
			return
		}
	}
}

func TestFullKeyHoldsUpNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 2, KeyLimit: 1})
		taskstest.Submit(t, e, tasks.Spec{Key: "slow"}, taskstest.UntilCanceled)
		blocked := taskstest.Submit(t, e, tasks.Spec{Key: "slow"}, taskstest.UntilCanceled)
		other := taskstest.Submit(t, e, tasks.Spec{Key: "quick"}, taskstest.Give(1))
		if got, err := other.Wait(t.Context()); got != 1 || err != nil {
			t.Fatalf("Wait = %d, %v", got, err)
		}
		taskstest.WantState(t, blocked.Task(), tasks.Queued)
	})
}

func TestRaisedKeyLimitStartsThoseThatWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{KeyLimit: 1})
		var futures []tasks.Future[int]
		for range 3 {
			futures = append(futures, taskstest.Submit(t, e, tasks.Spec{Key: "k"}, taskstest.UntilCanceled))
		}
		taskstest.WantState(t, futures[2].Task(), tasks.Queued)
		e.SetKeyLimit("k", 3)
		taskstest.WantState(t, futures[2].Task(), tasks.Running)
	})
}

func TestQueueFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 1, QueueLimit: 2})
		running := taskstest.Submit(t, e, tasks.Spec{}, taskstest.UntilCanceled)
		taskstest.Submit(t, e, tasks.Spec{}, taskstest.UntilCanceled)
		taskstest.Submit(t, e, tasks.Spec{}, taskstest.UntilCanceled)
		if _, err := tasks.Submit(e, tasks.Spec{}, taskstest.Give(1)); !errors.Is(err, tasks.ErrQueueFull) {
			t.Fatalf("Submit = %v, want ErrQueueFull", err)
		}
		running.Task().Cancel(nil)
		<-running.Task().Done()
		taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1))
	})
}

func TestShutdownCancelsWaitsAndRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := tasks.New(tasks.Options{Limit: 1})
		open := make(chan struct{})
		stubborn := taskstest.Submit(t, e, tasks.Spec{}, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
			<-open
			return 0, context.Cause(ctx)
		})
		queued := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := e.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Shutdown over stubborn work = %v, want DeadlineExceeded", err)
		}
		if _, err := queued.Wait(t.Context()); !errors.Is(err, tasks.CanceledByShutdown) {
			t.Fatalf("queued task's error = %v", err)
		}
		if _, err := tasks.Submit(e, tasks.Spec{}, taskstest.Give(1)); !errors.Is(err, tasks.ErrShutdown) {
			t.Fatalf("Submit after Shutdown = %v, want ErrShutdown", err)
		}
		close(open)
		if err := e.Shutdown(t.Context()); err != nil {
			t.Fatalf("second Shutdown = %v", err)
		}
		taskstest.WantState(t, stubborn.Task(), tasks.Canceled)
	})
}
