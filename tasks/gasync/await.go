package gasync

import (
	"context"
	"runtime"
	"runtime/debug"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// Option changes how an operation is started.
type Option func(*options)

type options struct{ onCaller bool }

// OnCaller has start called, though not the GCancellable cancelled, on the calling
// goroutine. That saves a turn of the main loop, and is for APIs that may be used
// from any thread, as GDBusConnection's: never for GTK's. finish still runs on the
// main loop's thread.
func OnCaller() Option {
	return func(o *options) { o.onCaller = true }
}

// Await starts an asynchronous operation and waits for its result. start begins the
// operation with the context and the callback that it is given; finish gets the
// result. Both run on the main loop's thread; see the package's contract.
//
// When ctx ends, the operation is cancelled, and Await returns when it has stopped.
func Await[T any](
	ctx context.Context,
	loop *mainloop.Loop,
	start func(ctx context.Context, ready gio.AsyncReadyCallback),
	finish func(gio.AsyncResulter) (T, error),
	opts ...Option,
) (T, error) {
	return await(ctx, loop, start, finish, nil, false, opts)
}

// AwaitDetached is Await for a caller that cannot wait for a canceled operation to
// stop: when ctx ends it cancels the operation and returns at once. Should the
// operation succeed all the same, or after the loop was closed, dispose is called
// with the result, on the main loop's thread: close there what has to be closed. A
// nil dispose lets the result go.
func AwaitDetached[T any](
	ctx context.Context,
	loop *mainloop.Loop,
	start func(ctx context.Context, ready gio.AsyncReadyCallback),
	finish func(gio.AsyncResulter) (T, error),
	dispose func(T),
	opts ...Option,
) (T, error) {
	return await(ctx, loop, start, finish, dispose, true, opts)
}

func await[T any](
	ctx context.Context,
	loop *mainloop.Loop,
	start func(ctx context.Context, ready gio.AsyncReadyCallback),
	finish func(gio.AsyncResulter) (T, error),
	dispose func(T),
	detached bool,
	opts []Option,
) (T, error) {
	if start == nil || finish == nil {
		panic("gasync: Await needs a start and a finish function")
	}
	if ctx == nil || loop == nil {
		panic("gasync: Await needs a context and a loop")
	}
	if err := refuse(ctx, loop); err != nil {
		var zero T
		return zero, err
	}
	o := newOp[T](loop)
	var scope *scope // from the start, on whose thread cancel is called too
	value, canceled, err := run(ctx, o,
		func() {
			if glib.MainContextGetThreadDefault() != nil {
				var zero T
				_ = o.settle(zero, ErrThreadContext)
				return
			}
			scope = newScope(ctx)
			start(scope, func(res gio.AsyncResulter) { o.ready(ctx, res, finish, dispose) })
		},
		func() { scope.cancel() },
		detached, opts)
	if o.readied.Load() && !canceled {
		scope.release()
	}
	return value, err
}

// refuse returns an error if an await under ctx can or need not begin.
func refuse(ctx context.Context, loop *mainloop.Loop) error {
	if loop.OnThread() {
		return ErrOnMainThread
	}
	if ctx.Err() != nil {
		return newCanceled(ctx, nil)
	}
	return nil
}

// run launches o with start where opts say, and waits for it. It reports whether
// cancel was or will be called.
func run[T any](
	ctx context.Context, o *op[T], start func(), cancel func(), detached bool, opts []Option,
) (value T, canceled bool, err error) {
	var where options
	for _, option := range opts {
		option(&where)
	}
	// Wherever the operation was started: see cancel.c.
	cancelOnLoop := func() { _ = o.loop.Post(cancel) } // a loop that has ended cancels nothing
	if where.onCaller {
		// GIO calls back to the main context of the thread that start runs on.
		runtime.LockOSThread()
		o.launch(start)
		runtime.UnlockOSThread()
		return o.wait(ctx, cancelOnLoop, detached)
	}
	if o.loop.Post(func() { o.begin(ctx, start) }) != nil {
		return value, false, ErrLoopEnded
	}
	return o.wait(ctx, cancelOnLoop, detached)
}

// begin launches the op in its turn, unless ctx has ended meanwhile.
func (o *op[T]) begin(ctx context.Context, start func()) {
	if ctx.Err() != nil {
		var zero T
		_ = o.settle(zero, newCanceled(ctx, nil)) // or the waiter has seen it first
		return
	}
	o.launch(start)
}

// ready is called by the operation when it has ended. A second call is reported,
// since a result can be got only once.
func (o *op[T]) ready(ctx context.Context, res gio.AsyncResulter, finish func(gio.AsyncResulter) (T, error), dispose func(T)) {
	defer func() {
		if v := recover(); v != nil {
			o.fail(&tasks.PanicError{Value: v, Stack: debug.Stack()})
		}
	}()
	if o.readied.Swap(true) {
		o.loop.Report(ErrCompletedTwice)
		return
	}
	value, err := Result(finish(res))
	if err != nil {
		err = opError(ctx, err)
	}
	if o.settle(value, err) != nil && err == nil && dispose != nil {
		dispose(value)
	}
}
