package tasks_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

// family submits a parent whose work submits two children and then returns what
// after gives.
func family(t *testing.T, e *tasks.Engine, child func(context.Context, *tasks.Reporter) (int, error), spec tasks.Spec, after func(ctx context.Context) error) (parent tasks.Future[int], children []tasks.Future[int]) {
	t.Helper()
	parent = taskstest.Submit(t, e, spec, func(ctx context.Context, r *tasks.Reporter) (int, error) {
		for range 2 {
			f, err := tasks.Submit(e, tasks.Spec{Parent: r.Task()}, child)
			if err != nil {
				return 0, err
			}
			children = append(children, f)
		}
		return 1, after(ctx)
	})
	synctest.Wait()
	return parent, children
}

func TestParentWaitsForItsChildren(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{Limit: 1})
		open := make(chan struct{})
		parent, children := family(t, e, taskstest.Gate(open), tasks.Spec{}, func(context.Context) error { return nil })
		taskstest.WantState(t, parent.Task(), tasks.Running)
		taskstest.WantState(t, children[1].Task(), tasks.Running)
		close(open)
		if got, err := parent.Wait(t.Context()); got != 1 || err != nil {
			t.Fatalf("Wait = %d, %v", got, err)
		}
		taskstest.WantState(t, children[0].Task(), tasks.Succeeded)
		if s := children[0].Task().Snapshot(); s.Parent != parent.Task().ID() {
			t.Fatalf("the child's parent is %d", s.Parent)
		}
	})
}

func TestCancelReachesChildren(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{KeyLimit: 1})
		parent, children := family(t, e, taskstest.UntilCanceled, tasks.Spec{}, func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		})
		parent.Task().Cancel(nil)
		<-parent.Task().Done()
		for _, child := range children {
			_, err := child.Wait(t.Context())
			cause, ok := errors.AsType[*tasks.CancelError](err)
			if !ok || cause.Reason != tasks.ReasonParent || !errors.Is(err, tasks.CanceledByUser) {
				t.Fatalf("child's error = %v, want a cancel by its parent because of the user", err)
			}
		}
	})
}

func TestCase55FailedParentCancelsItsChildren(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		broken := errors.New("broken")
		parent, children := family(t, e, taskstest.UntilCanceled, tasks.Spec{}, func(context.Context) error { return broken })
		if _, err := parent.Wait(t.Context()); err != broken {
			t.Fatalf("Wait = %v", err)
		}
		for _, child := range children {
			if s := taskstest.WantState(t, child.Task(), tasks.Canceled); !errors.Is(s.Cause, broken) {
				t.Fatalf("child's cause = %v, want the parent's error", s.Cause)
			}
		}
	})
}

func TestParentsTimeoutCoversItsChildren(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		parent, children := family(t, e, taskstest.UntilCanceled, tasks.Spec{Timeout: time.Second}, func(context.Context) error { return nil })
		if _, err := parent.Wait(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Wait = %v, want DeadlineExceeded", err)
		}
		taskstest.WantState(t, children[0].Task(), tasks.Canceled)
	})
}

func TestChildOfATaskThatDoesNotRun(t *testing.T) {
	e := taskstest.NewEngine(t, tasks.Options{})
	parent := taskstest.Submit(t, e, tasks.Spec{}, taskstest.Give(1))
	<-parent.Task().Done()
	if _, err := tasks.Submit(e, tasks.Spec{Parent: parent.Task()}, taskstest.Give(1)); !errors.Is(err, tasks.ErrParentNotRunning) {
		t.Fatalf("Submit = %v, want ErrParentNotRunning", err)
	}
}

func TestChildOfACanceledParentNeverRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := taskstest.NewEngine(t, tasks.Options{})
		open := make(chan struct{})
		parent := taskstest.Submit(t, e, tasks.Spec{}, func(context.Context, *tasks.Reporter) (int, error) { <-open; return 1, nil })
		parent.Task().Cancel(nil)
		child := taskstest.Submit(t, e, tasks.Spec{Parent: parent.Task()}, taskstest.Give(1))
		if s := taskstest.WantState(t, child.Task(), tasks.Canceled); !s.Started.IsZero() {
			t.Fatal("the child ran")
		}
		close(open)
		<-parent.Task().Done()
		taskstest.WantState(t, parent.Task(), tasks.Succeeded)
	})
}
