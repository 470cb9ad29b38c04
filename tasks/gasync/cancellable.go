package gasync

import (
	"context"
	"errors"
	"sync"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
)

// ErrCancellable is the cause of a context's end that came from a GCancellable.
var ErrCancellable = errors.New("gasync: the GCancellable was cancelled")

// WithCancellable derives a context that ends, with [ErrCancellable] as its cause,
// when c is cancelled: for code that was handed a GCancellable, and awaits
// something on its behalf. It ends at once if c was cancelled before. The other way
// round nothing is needed: each await makes a GCancellable from its context.
//
// stop ends the context and lets go of c, which may live long. It must be called,
// and not from within a handler of c's.
func WithCancellable(ctx context.Context, c *gio.Cancellable) (_ context.Context, stop context.CancelFunc) {
	if c == nil {
		panic("gasync: WithCancellable needs a GCancellable")
	}
	ctx, cancel := context.WithCancelCause(ctx)
	handler := c.ConnectCancelled(func() { cancel(ErrCancellable) })
	if c.IsCancelled() { // perhaps before the handler was there
		cancel(ErrCancellable)
	}
	disconnect := sync.OnceFunc(func() { c.HandlerDisconnect(handler) })
	return ctx, func() {
		cancel(nil)
		disconnect()
	}
}
