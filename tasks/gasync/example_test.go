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
