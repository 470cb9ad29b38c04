package tasks

import (
	"context"
	"time"
)

// Future is the result of a task that may still be running. The zero value is
// not ready; [Submit] makes one. It is a small value, to be copied freely.
type Future[T any] struct{ task *Task }

// Task gives the task whose result this is.
func (f Future[T]) Task() *Task { return f.task }

// Wait waits for the task to finish and gives its result. When ctx ends first,
// Wait gives up with the cause of ctx; the task goes on. On a goroutine that must
// not wait it gives [ErrNoWait] unless the task has finished. Work that waits for
// its own task waits until it is canceled.
func (f Future[T]) Wait(ctx context.Context) (T, error) {
	if f.task == nil {
		panic("tasks: Wait on a Future that Submit did not make")
	}
	var zero T
	select {
	case <-f.task.done:
	default:
		if f.task.engine.noWait() {
			return zero, ErrNoWait
		}
		select {
		case <-f.task.done:
		case <-ctx.Done():
			return zero, context.Cause(ctx)
		}
	}
	// Written before done was closed, and never after.
	if f.task.err != nil {
		return zero, f.task.err
	}
	value, _ := f.task.result.(T)
	return value, nil
}

// Submit hands work to the engine and returns at once. The work gets a context
// that ends when the task is canceled or times out, with the cause of it, and
// must then return soon; the engine waits for it. The work may submit children
// with its reporter's task as their parent.
//
// The error is [ErrShutdown], [ErrQueueFull] or [ErrParentNotRunning]; there is no
// task then. Submit panics if work is nil, if the engine
// was not made by [New], and if the parent is another engine's.
func Submit[T any](e *Engine, spec Spec, work func(ctx context.Context, r *Reporter) (T, error)) (Future[T], error) {
	switch {
	case work == nil:
		panic("tasks: Submit of a nil function")
	case e == nil || e.stopped == nil:
		panic("tasks: Submit to an Engine that New did not make")
	case spec.Parent != nil && spec.Parent.engine != e:
		panic("tasks: Submit with a parent of another engine")
	}
	task := &Task{
		engine: e,
		spec:   spec,
		done:   make(chan struct{}),
		work: func(ctx context.Context, r *Reporter) (any, error) {
			value, err := work(ctx, r)
			if err != nil {
				return nil, err
			}
			return value, nil
		},
		submitted: time.Now(),
	}
	task.reporter.task = task
	task.ring.limit = spec.Ring
	if err := e.submit(task); err != nil {
		return Future[T]{}, err
	}
	return Future[T]{task}, nil
}
