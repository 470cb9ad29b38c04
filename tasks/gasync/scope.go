package gasync

import (
	"context"

	"github.com/diamondburned/gotk4/pkg/core/gcancel"
)

// scope is a context that carries a GCancellable, and the function that cancels it.
//
// It does not descend from the caller's context: gotk4's would start a goroutine
// for that, cancel on whatever thread, and say context.Canceled for a deadline. The
// await cancels it instead, on the main loop.
type scope struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newScope(ctx context.Context) scope {
	if ctx.Done() == nil {
		return scope{ctx: context.Background(), cancel: func() {}}
	}
	c, cancel := gcancel.WithCancel(context.Background())
	return scope{ctx: c, cancel: cancel}
}
