// Package taskstest helps to test the engine and what is built on it. Its
// functions may be used inside a synctest bubble.
package taskstest

import (
	"context"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// Work is what an engine runs.
type Work[T any] = func(context.Context, *tasks.Reporter) (T, error)

// NewEngine makes an engine that is shut down at the end of the test, which
// fails if that cannot be done.
func NewEngine(tb testing.TB, opts tasks.Options) *tasks.Engine {
	tb.Helper()
	e := tasks.New(opts)
	tb.Cleanup(func() {
		if err := e.Shutdown(context.Background()); err != nil {
			tb.Errorf("Shutdown: %v", err)
		}
	})
	return e
}

// Submit submits work that the engine must take.
func Submit[T any](tb testing.TB, e *tasks.Engine, spec tasks.Spec, work Work[T]) tasks.Future[T] {
	tb.Helper()
	f, err := tasks.Submit(e, spec, work)
	if err != nil {
		tb.Fatalf("Submit %q: %v", spec.Title, err)
	}
	return f
}

// WantState fails the test unless the task is in the state, and gives its
// snapshot.
func WantState(tb testing.TB, task *tasks.Task, want tasks.State) tasks.Snapshot {
	tb.Helper()
	s := task.Snapshot()
	if s.State != want {
		tb.Fatalf("task %d %q is %v (error %v), want %v", s.ID, s.Spec.Title, s.State, s.Err, want)
	}
	return s
}

// UntilCanceled is work that ends when it is canceled or times out, with the
// cause.
func UntilCanceled(ctx context.Context, _ *tasks.Reporter) (int, error) {
	<-ctx.Done()
	return 0, context.Cause(ctx)
}

// Give is work that gives value at once.
func Give[T any](value T) Work[T] {
	return func(context.Context, *tasks.Reporter) (T, error) { return value, nil }
}

// Gate is work that gives 1 when open is closed, unless it is canceled before.
func Gate(open <-chan struct{}) Work[int] {
	return func(ctx context.Context, _ *tasks.Reporter) (int, error) {
		select {
		case <-open:
			return 1, nil
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}
