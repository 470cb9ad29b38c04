package gasync_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// Getting the session bus and asking it for its id: two operations, one after the
// other.
func ExampleAwait() {
	ctx := context.Background()
	bus, err := gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gio.BusGet(ctx, gio.BusTypeSession, ready)
		},
		gio.BusGetFinish)
	if err != nil {
		fmt.Println(err)
		return
	}
	bus.SetExitOnClose(false) // or the end of the bus ends the process

	reply, err := gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			bus.Call(ctx, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId",
				nil, nil, gio.DBusCallFlagsNone, -1, ready)
		},
		bus.CallFinish)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("a reply of type", reply.TypeString())
	// Output: a reply of type (s)
}

// A failed operation gives the GError, with its domain and code.
func ExampleAwait_error() {
	file := gio.NewFileForPath("/no/such/file")
	_, err := gasync.Await(context.Background(), loop,
		file.LoadContentsAsync,
		func(res gio.AsyncResulter) ([]byte, error) {
			contents, _, err := file.LoadContentsFinish(res)
			return contents, err
		})
	if gerr, ok := errors.AsType[*gasync.Error](err); ok {
		fmt.Println(gerr.Domain, gerr.Code == int(gio.IOErrorNotFound))
	}
	// Output: g-io-error-quark true
}

// Completing from another goroutine, three times in a row.
func ExampleFromCallback() {
	addLater := func(a, b int, callback func(sum int)) {
		time.AfterFunc(time.Millisecond, func() { callback(a + b) })
	}
	sum := 0
	for i := range 3 {
		var err error
		sum, err = gasync.FromCallback(context.Background(), loop, func(done func(int, error) error) {
			addLater(sum, i+1, func(sum int) { _ = done(sum, nil) })
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println("1 + 2 + 3 =", sum)
	// Output: 1 + 2 + 3 = 6
}

// A context that ends cancels the operation, here one that ends for no other reason.
// The error is the context's, with its cause.
func ExampleAwait_cancel() {
	impatient := errors.New("impatient")
	ctx, cancel := context.WithTimeoutCause(context.Background(), 10*time.Millisecond, impatient)
	defer cancel()
	_, err := gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			task := gio.NewTask(ctx, nil, ready)
			task.Cancellable().ConnectCancelled(func() {
				_ = loop.Post(func() { task.ReturnErrorIfCancelled() })
			})
		},
		func(res gio.AsyncResulter) (bool, error) { return true, res.(*gio.Task).PropagateBoolean() })
	fmt.Println(errors.Is(err, context.DeadlineExceeded), errors.Is(err, impatient))
	if answer, ok := errors.AsType[*gasync.Error](err); ok {
		fmt.Println(answer.Domain, answer.Code == int(gio.IOErrorCancelled))
	}
	// Output:
	// true true
	// g-io-error-quark true
}

// Whoever cannot wait for a canceled operation to stop leaves what comes late to a
// function that closes it.
func ExampleAwaitDetached() {
	ctx, cancel := context.WithCancel(context.Background())
	file := gio.NewFileForPath("/dev/null")
	closed := make(chan error, 1)
	var open func()
	_, err := gasync.AwaitDetached(ctx, loop,
		func(_ context.Context, ready gio.AsyncReadyCallback) {
			open = func() { file.ReadAsync(context.Background(), 0, ready) } // does not know of ctx
			cancel()
		},
		func(res gio.AsyncResulter) (*gio.FileInputStream, error) { return file.ReadFinish(res) },
		func(late *gio.FileInputStream) { closed <- late.Close(context.Background()) })
	fmt.Println(errors.Is(err, context.Canceled))
	if err := loop.Post(open); err != nil { // the disk was slow
		fmt.Println(err)
		return
	}
	fmt.Println(<-closed)
	// Output:
	// true
	// <nil>
}

// A context for what is done on behalf of a GCancellable that somebody else has.
func ExampleWithCancellable() {
	theirs := gio.NewCancellable()
	ctx, stop := gasync.WithCancellable(context.Background(), theirs)
	defer stop()
	theirs.Cancel()
	_, err := gasync.FromCallback(ctx, loop, func(func(int, error) error) {})
	fmt.Println(errors.Is(err, context.Canceled), errors.Is(err, gasync.ErrCancellable))
	// Output: true true
}
