package tasks_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

// A child belongs to the parent that it names, and to no other.
func TestCase54ChildBelongsToTheParentThatItNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		var inner, ofInner, ofOuter tasks.Future[int]
		child := func(r *tasks.Reporter, work taskstest.Work[int]) tasks.Future[int] {
			return taskstest.Submit(t, e, tasks.Spec{Parent: r.Task()}, work)
		}
		outer := taskstest.Submit(t, e, tasks.Spec{}, func(ctx context.Context, r *tasks.Reporter) (int, error) {
			inner = child(r, func(ctx context.Context, r *tasks.Reporter) (int, error) {
				ofInner = child(r, taskstest.UntilCanceled)
				return taskstest.UntilCanceled(ctx, r)
			})
			_, _ = inner.Wait(ctx)
			ofOuter = child(r, taskstest.UntilCanceled) // after the inner one has ended
			return 1, nil
		})
		synctest.Wait()
		inner.Task().Cancel(nil)
		synctest.Wait()
		wantReason(t, ofInner.Task(), tasks.ReasonParent)
		taskstest.WantState(t, ofOuter.Task(), tasks.Running)
		taskstest.WantState(t, outer.Task(), tasks.Running)
		outer.Task().Cancel(nil)
		wantReason(t, ofOuter.Task(), tasks.ReasonParent)
		<-outer.Task().Done()
	})
}

// However the parent's work ends but well, its children are canceled.
func TestCase55ParentThatDoesNotReturnCancelsItsChildren(t *testing.T) {
	for name, leave := range map[string]func(){"panic": func() { panic("at the disco") }, "Goexit": runtime.Goexit} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := taskstest.NewEngine(t, tasks.Options{})
				parent, children := family(t, e, taskstest.UntilCanceled, tasks.Spec{}, func(context.Context) error { leave(); return nil })
				<-parent.Task().Done()
				taskstest.WantState(t, parent.Task(), tasks.Failed)
				for _, child := range children {
					wantReason(t, child.Task(), tasks.ReasonParent)
				}
			})
		})
	}
}

func TestCase58PeakOfTheEngineIsItsLimit(t *testing.T) {
	for name, spec := range map[string]tasks.Spec{"engine": {}, "key": {Key: "k"}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := taskstest.NewEngine(t, tasks.Options{Limit: 3, KeyLimit: 3})
				var active, peak atomic.Int64
				var futures []tasks.Future[int]
				for range 24 {
					futures = append(futures, taskstest.Submit(t, e, spec, func(context.Context, *tasks.Reporter) (int, error) {
						raise(&peak, active.Add(1))
						defer active.Add(-1)
						time.Sleep(time.Millisecond)
						return 0, nil
					}))
				}
				if _, err := tasks.All(t.Context(), tasks.LetRun, futures...); err != nil {
					t.Fatal(err)
				}
				if peak.Load() != 3 || active.Load() != 0 {
					t.Fatalf("peak %d, %d still active, want 3 and 0", peak.Load(), active.Load())
				}
			})
		})
	}
}

func TestCase60WaiterThatLeavesTakesNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := tasks.NewLimiter(1)
		if err := l.Acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		var q line
		q.join(0, l, ctx, func(err error) {
			if !errors.Is(err, errBusy) {
				t.Errorf("Acquire = %v, want its context's cause", err)
			}
		})
		cancel(errBusy)
		q.wg.Wait()
		if l.Waiting() != 0 {
			t.Errorf("%d still wait", l.Waiting())
		}
		l.Release()
		if err := l.Acquire(t.Context()); err != nil {
			t.Errorf("the next Acquire = %v", err)
		}
		l.Release()
	})
}

func TestCase62TaskWhoseFutureIsDroppedRunsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 1})
		var runs atomic.Int64
		taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) {
			time.Sleep(time.Second)
			return int(runs.Add(1)), nil
		})
		next := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(2))
		if v, err := next.Wait(t.Context()); v != 2 || err != nil || runs.Load() != 1 {
			t.Fatalf("the next gave %d, %v after %d runs of the first", v, err, runs.Load())
		}
	})
}

// Neither a waiter that gives up nor the task's own timeout frees the place of
// work that still runs.
func TestCase64PlaceIsHeldUntilTheWorkHasEnded(t *testing.T) {
	for name, spec := range map[string]tasks.Spec{"engine": {Timeout: time.Second}, "key": {Timeout: time.Second, Key: "k"}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := taskstest.NewEngine(t, tasks.Options{Limit: 1, KeyLimit: 1})
				start := time.Now()
				stubborn := taskstest.Submit(t, e, spec, func(ctx context.Context, _ *tasks.Reporter) (int, error) {
					time.Sleep(time.Minute)
					return 0, context.Cause(ctx)
				})
				next := taskstest.Submit(t, e, spec, taskstest.Give(2))
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				if _, err := stubborn.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
					t.Fatalf("Wait = %v", err)
				}
				taskstest.WantState(t, stubborn.Task(), tasks.Running)
				taskstest.WantState(t, next.Task(), tasks.Queued)
				if _, err := next.Wait(t.Context()); err != nil || time.Since(start) != time.Minute {
					t.Fatalf("the next ended after %v with %v, want when the work had ended", time.Since(start), err)
				}
				if _, err := stubborn.Wait(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
					t.Fatalf("the stubborn task gave %v", err)
				}
			})
		})
	}
}

func TestCase67EveryPlaceThatIsTakenIsGivenBack(t *testing.T) {
	l := tasks.NewLimiter(4)
	var wg sync.WaitGroup
	var took, turnedAway atomic.Int64
	const goroutines, each = 16, 500
	for range goroutines {
		wg.Go(func() {
			for range each {
				switch err := l.Acquire(t.Context()); {
				case err == nil:
					if took.Add(1) == goroutines*each/2 {
						wg.Go(func() {
							if err := l.Close(t.Context()); err != nil {
								t.Error(err)
							}
						})
					}
					runtime.Gosched()
					l.Release()
				case errors.Is(err, tasks.ErrLimiterClosed):
					turnedAway.Add(1)
				default:
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if took.Load()+turnedAway.Load() != goroutines*each || took.Load() < goroutines*each/2 {
		t.Errorf("%d took a place and %d were turned away, of %d", took.Load(), turnedAway.Load(), goroutines*each)
	}
	if err := l.Close(t.Context()); err != nil { // returns only if every place is free
		t.Error(err)
	}
}

// A parent waits for its children, so one under its own key must not wait for the
// parent's place.
func TestChildUnderItsParentsKeyDoesNotWaitForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 1, KeyLimit: 1, QueueLimit: 1})
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		spec := tasks.Spec{Key: "k"}
		parent := taskstest.Submit(t, e, spec, func(ctx context.Context, r *tasks.Reporter) (int, error) {
			between := taskstest.Submit(t, e, tasks.Spec{Parent: r.Task()}, func(ctx context.Context, r *tasks.Reporter) (int, error) {
				return taskstest.Submit(t, e, tasks.Spec{Parent: r.Task(), Key: "k"}, taskstest.Give(3)).Wait(ctx)
			})
			return between.Wait(ctx)
		})
		next := taskstest.Submit(t, e, spec, taskstest.Give(4))
		if v, err := parent.Wait(ctx); v != 3 || err != nil {
			t.Fatalf("Wait = %d, %v", v, err)
		}
		if v, err := next.Wait(ctx); v != 4 || err != nil {
			t.Fatalf("the next under the key gave %d, %v", v, err)
		}
	})
}
