package gasync

import (
	"context"
	"sync"

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

// scopes keeps GCancellables that were not cancelled for the next await. To wrap a
// new one costs more than the rest of an await, and leaves memory that the
// collector needs three rounds to free: with one for each await it falls behind,
// since its rounds come the less often the more memory there is.
var scopes = sync.Pool{New: func() any {
	ctx, cancel := gcancel.WithCancel(context.Background())
	return &scope{ctx: ctx, cancel: cancel}
}}

// noScope is for callers whose context never ends.
var noScope = &scope{ctx: context.Background(), cancel: func() {}}

// newScope returns a scope for an await under ctx. Give it back with release only
// if the operation has ended and nobody cancels the scope any more.
func newScope(ctx context.Context) *scope {
	if ctx.Done() == nil {
		return noScope
	}
	return scopes.Get().(*scope)
}

func (s *scope) release() {
	if s != noScope {
		scopes.Put(s)
	}
}
