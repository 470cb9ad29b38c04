package gasync

import (
	"context"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// FromCallback waits for an API that gives its result to a callback. start hands the
// API a callback of its own, which calls done with the result. It runs on the main
// loop's thread and must not block; with OnCaller it runs on the calling goroutine,
// and no end of ctx is heard before it has returned.
//
// done may be called from any goroutine and never blocks. It returns nil if the
// result reached the waiter, ErrAbandoned if the waiter has gone because ctx or the
// loop ended, and ErrCompletedTwice if there was a result before. With an error the
// value is still the caller's, to close if it has to be closed. A second result is
// also reported to the loop.
//
// When ctx ends, FromCallback returns a CanceledError at once: it cannot know how to
// stop the API. Where there is a way, use context.AfterFunc in start.
func FromCallback[T any](
	ctx context.Context,
	loop *mainloop.Loop,
	start func(done func(T, error) error),
	opts ...Option,
) (T, error) {
	if start == nil {
		panic("gasync: FromCallback needs a start function")
	}
	if ctx == nil || loop == nil {
		panic("gasync: FromCallback needs a context and a loop")
	}
	if err := refuse(ctx, loop); err != nil {
		var zero T
		return zero, err
	}
	o := newOp[T](loop)
	done := func(value T, err error) error {
		if err != nil {
			err = opError(ctx, err)
		}
		lost := o.settle(value, err)
		if lost == ErrCompletedTwice {
			loop.Report(lost)
		}
		return lost
	}
	value, _, err := run(ctx, o, func() { start(done) }, func() {}, true, opts)
	return value, err
}
