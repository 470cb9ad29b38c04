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

// after is work that ends after a while with v, or with err, or canceled.
func after(d time.Duration, v int, err error) func(context.Context, *tasks.Reporter) (int, error) {
	return func(ctx context.Context, _ *tasks.Reporter) (int, error) {
		select {
		case <-time.After(d):
			return v, err
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}

type plan struct {
	after time.Duration
	err   error
}

func plans(t *testing.T, e *tasks.Engine, plans ...plan) (futures []tasks.Future[int]) {
	t.Helper()
	for i, p := range plans {
		futures = append(futures, taskstest.Submit(t, e, tasks.Spec{}, after(p.after, i+100, p.err)))
	}
	return futures
}

func wantReason(t *testing.T, task *tasks.Task, want tasks.Reason) {
	t.Helper()
	<-task.Done()
	s := taskstest.WantState(t, task, tasks.Canceled)
	cause, ok := errors.AsType[*tasks.CancelError](s.Cause)
	if !ok || cause.Reason != want {
		t.Fatalf("canceled because of %v, want %v", s.Cause, want)
	}
}

func TestCase50AllGivesEveryResultInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		futures := plans(t, e, plan{after: 3 * time.Second}, plan{}, plan{after: time.Second})
		got, err := tasks.All(t.Context(), tasks.LetRun, futures...)
		if !slices.Equal(got, []int{100, 101, 102}) || err != nil {
			t.Fatalf("All = %v, %v", got, err)
		}
	})
}

func TestCase42AllKeepsEachErrorByIndex(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		errs := []error{errors.New("one"), errors.New("two"), errors.New("three")}
		futures := plans(t, e, plan{time.Second, errs[0]}, plan{3 * time.Second, errs[1]}, plan{2 * time.Second, errs[2]}, plan{})
		start := time.Now()
		_, err := tasks.All(t.Context(), tasks.LetRun, futures...)
		group, ok := errors.AsType[*tasks.GroupError](err)
		if !ok || !slices.Equal(group.Errs, append(errs, nil)) {
			t.Fatalf("All = %v, want each task's error at its index", err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Fatalf("settled after %v, want the last of all", took)
		}
	})
}

func TestCase51FirstErrorCancelsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		broken := errors.New("broken")
		futures := plans(t, e, plan{after: time.Hour}, plan{time.Second, broken}, plan{2 * time.Second, errors.New("later")})
		if _, err := tasks.All(t.Context(), tasks.CancelRest, futures...); err != broken {
			t.Fatalf("All = %v, want the first error", err)
		}
		wantReason(t, futures[0].Task(), tasks.ReasonGroup)
		wantReason(t, futures[2].Task(), tasks.ReasonGroup)
	})
}

func TestCase52DeadlineCancelsTheWholeGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, wait := range map[string]func(context.Context, ...tasks.Future[int]) error{
			"All": func(ctx context.Context, f ...tasks.Future[int]) error {
				_, err := tasks.All(ctx, tasks.CancelRest, f...)
				return err
			},
			"Any": func(ctx context.Context, f ...tasks.Future[int]) error {
				_, _, err := tasks.Any(ctx, tasks.CancelRest, f...)
				return err
			},
			"First": func(ctx context.Context, f ...tasks.Future[int]) error {
				_, _, err := tasks.First(ctx, tasks.CancelRest, f...)
				return err
			},
		} {
			e := taskstest.NewEngine(t, tasks.Options{})
			futures := plans(t, e, plan{after: time.Hour}, plan{after: time.Hour})
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if err := wait(ctx, futures...); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s = %v, want DeadlineExceeded", name, err)
			}
			cancel()
			for _, f := range futures {
				wantReason(t, f.Task(), tasks.ReasonGroup)
			}
		}
	})
}

func TestCase45FirstSettlesWithEitherKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		broken := errors.New("broken")
		futures := plans(t, e, plan{after: time.Hour}, plan{time.Second, broken})
		if i, _, err := tasks.First(t.Context(), tasks.CancelRest, futures...); i != 1 || err != broken {
			t.Fatalf("First = %d, %v, want the failure", i, err)
		}
		wantReason(t, futures[0].Task(), tasks.ReasonGroup)
		futures = plans(t, e, plan{after: 2 * time.Second}, plan{after: time.Second})
		i, v, err := tasks.First(t.Context(), tasks.LetRun, futures...)
		if i != 1 || v != 101 || err != nil {
			t.Fatalf("First = %d, %d, %v", i, v, err)
		}
		if got, err := futures[0].Wait(t.Context()); got != 100 || err != nil {
			t.Fatalf("the rest was not let run: %d, %v", got, err)
		}
	})
}

func TestCase37FirstOfFinishedTasksIsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		futures := plans(t, e, plan{}, plan{})
		synctest.Wait()
		for range 100 {
			if i, v, err := tasks.First(t.Context(), tasks.LetRun, futures...); i != 0 || v != 100 || err != nil {
				t.Fatalf("First = %d, %d, %v, want the first of two that are done", i, v, err)
			}
		}
	})
}

func TestCase38AnyOfFinishedTasksIsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		futures := plans(t, e, plan{}, plan{})
		synctest.Wait()
		for range 100 {
			if i, v, err := tasks.Any(t.Context(), tasks.LetRun, futures...); i != 0 || v != 100 || err != nil {
				t.Fatalf("Any = %d, %d, %v, want the first of two that are done", i, v, err)
			}
		}
	})
}

func TestCase40AllOfACanceledTaskSaysWhich(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		futures := plans(t, e, plan{}, plan{after: time.Hour})
		futures[1].Task().Cancel(nil)
		synctest.Wait()
		_, err := tasks.All(t.Context(), tasks.LetRun, futures...)
		group, ok := errors.AsType[*tasks.GroupError](err)
		if !ok || group.Errs[0] != nil || !errors.Is(group.Errs[1], tasks.CanceledByUser) || !errors.Is(err, context.Canceled) {
			t.Fatalf("All = %v, want the cancel at index 1", err)
		}
	})
}

func TestCase41AnyWaitsPastACanceledTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		futures := plans(t, e, plan{after: time.Hour}, plan{after: time.Second}, plan{after: time.Hour})
		futures[0].Task().Cancel(nil)
		synctest.Wait()
		if i, v, err := tasks.Any(t.Context(), tasks.CancelRest, futures...); i != 1 || v != 101 || err != nil {
			t.Fatalf("Any = %d, %d, %v, want the other's result", i, v, err)
		}
		wantReason(t, futures[2].Task(), tasks.ReasonGroup)
	})
}

func TestCase44AnyFailsAfterTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		errs := []error{errors.New("one"), errors.New("two"), errors.New("three")}
		start := time.Now()
		futures := plans(t, e, plan{3 * time.Second, errs[0]}, plan{time.Second, errs[1]}, plan{2 * time.Second, errs[2]})
		i, _, err := tasks.Any(t.Context(), tasks.LetRun, futures...)
		group, ok := errors.AsType[*tasks.GroupError](err)
		if i != -1 || !ok || !slices.Equal(group.Unwrap(), errs) {
			t.Fatalf("Any = %d, %v", i, err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Fatalf("failed after %v, want the last", took)
		}
	})
}

func TestEmptyGroups(t *testing.T) {
	if got, err := tasks.All[int](t.Context(), tasks.CancelRest); len(got) != 0 || err != nil {
		t.Errorf("All of none = %v, %v", got, err)
	}
	if i, _, err := tasks.Any[int](t.Context(), tasks.CancelRest); i != -1 || err == nil {
		t.Errorf("Any of none = %d, %v, want an error", i, err)
	}
	if i, _, err := tasks.First[int](t.Context(), tasks.CancelRest); i != -1 || err == nil {
		t.Errorf("First of none = %d, %v, want an error", i, err)
	}
}
