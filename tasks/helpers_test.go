package tasks_test

import (
	"context"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// newEngine makes an engine that is shut down at the end of the test.
func newEngine(t *testing.T, opts tasks.Options) *tasks.Engine {
	t.Helper()
	e := tasks.New(opts)
	t.Cleanup(func() {
		if err := e.Shutdown(context.Background()); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
	})
	return e
}

func submit[T any](t *testing.T, e *tasks.Engine, spec tasks.Spec, work func(context.Context, *tasks.Reporter) (T, error)) tasks.Future[T] {
	t.Helper()
	f, err := tasks.Submit(e, spec, work)
	if err != nil {
		t.Fatalf("Submit %q: %v", spec.Title, err)
	}
	return f
}

// untilCanceled is work that ends when it is canceled, with the cause.
func untilCanceled(ctx context.Context, _ *tasks.Reporter) (int, error) {
	<-ctx.Done()
	return 0, context.Cause(ctx)
}

// give is work that gives v at once.
func give[T any](v T) func(context.Context, *tasks.Reporter) (T, error) {
	return func(context.Context, *tasks.Reporter) (T, error) { return v, nil }
}

// gate is work that waits until the gate opens, or until it is canceled.
func gate(open <-chan struct{}) func(context.Context, *tasks.Reporter) (int, error) {
	return func(ctx context.Context, _ *tasks.Reporter) (int, error) {
		select {
		case <-open:
			return 1, nil
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}

func wantState(t *testing.T, task *tasks.Task, want tasks.State) tasks.Snapshot {
	t.Helper()
	s := task.Snapshot()
	if s.State != want {
		t.Fatalf("task %d %q is %v (error %v), want %v", s.ID, s.Spec.Title, s.State, s.Err, want)
	}
	return s
}
