package gasync

import (
	"context"
	"runtime/debug"
	"sync/atomic"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// The states of an op. Its first move out of queued or started decides who has the
// result: the waiter, once settled, or whoever brings it, once abandoned.
const (
	queued    = iota // start has not been called
	started          // start has been called
	settled          // a result was or is about to be sent
	abandoned        // nobody waits for the result
)

// op is one operation and the goroutine that waits for it.
type op[T any] struct {
	loop    *mainloop.Loop
	state   atomic.Int32
	readied atomic.Bool     // ready was called
	result  chan outcome[T] // takes the one result of settle without waiting
}

type outcome[T any] struct {
	value T
	err   error
}

func newOp[T any](loop *mainloop.Loop) *op[T] {
	return &op[T]{loop: loop, result: make(chan outcome[T], 1)}
}

// launch calls start, unless nobody waits for it any more, and settles the op with
// the panic if it panics.
func (o *op[T]) launch(start func()) {
	if !o.state.CompareAndSwap(queued, started) {
		return
	}
	defer func() {
		if v := recover(); v != nil {
			o.fail(&tasks.PanicError{Value: v, Stack: debug.Stack()})
		}
	}()
	start()
}

// settle gives the waiter its result. It returns ErrAbandoned or ErrCompletedTwice,
// and leaves the value to the caller, if the waiter cannot have it.
func (o *op[T]) settle(value T, err error) error {
	for {
		switch state := o.state.Load(); state {
		case settled:
			return ErrCompletedTwice
		case abandoned:
			return ErrAbandoned
		default:
			if o.state.CompareAndSwap(state, settled) {
				o.result <- outcome[T]{value, err}
				return nil
			}
		}
	}
}

// fail settles the op with err, or reports err if nobody can have it.
func (o *op[T]) fail(err error) {
	var zero T
	if o.settle(zero, err) != nil {
		o.loop.Report(err)
	}
}

// abandon gives the op up, unless its result is there. With force it does so even
// when the op has been started.
func (o *op[T]) abandon(force bool) bool {
	if o.state.CompareAndSwap(queued, abandoned) {
		return true
	}
	return force && o.state.CompareAndSwap(started, abandoned)
}

// wait returns the op's result. When ctx ends it calls cancel, and gives the op up
// if that was not started yet or if detached.
func (o *op[T]) wait(ctx context.Context, cancel func(), detached bool) (value T, canceled bool, err error) {
	select {
	case r := <-o.result:
		return r.value, false, r.err
	case <-o.loop.Done():
		value, err = o.loopEnded()
		return value, false, err
	case <-ctx.Done():
		cancel()
		if o.abandon(detached) {
			return value, true, newCanceled(ctx, nil)
		}
	}
	select {
	case r := <-o.result:
		return r.value, true, r.err
	case <-o.loop.Done():
		value, err = o.loopEnded()
		return value, true, err
	}
}

func (o *op[T]) loopEnded() (T, error) {
	if o.abandon(true) {
		var zero T
		return zero, ErrLoopEnded
	}
	r := <-o.result
	return r.value, r.err
}
