package gasync

// #cgo pkg-config: gio-2.0
// #include "cancel.h"
import "C"

import (
	"context"
	"runtime"
	"sync"

	"github.com/diamondburned/gotk4/pkg/core/gcancel"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
)

// scope is a context that carries a GCancellable to gotk4, and nothing else: its Done
// never closes.
//
// It stands in for the contexts of gotk4's gcancel. One of those that descends from
// the caller's costs a goroutine, cancels on whatever thread, and says
// context.Canceled for a deadline. Even one that does not has a signal handler on its
// GCancellable, which makes it so much garbage that under a load of cancels the
// collector falls behind: a GObject takes it three rounds, and rounds come the less
// often the more memory there is.
type scope struct {
	context.Context
	cancellable *gcancel.Cancellable
}

// Value gives gotk4 the GCancellable.
func (s *scope) Value(key any) any {
	if key == cancellableKey {
		return s.cancellable
	}
	return nil
}

// cancellableKey is the key by which gotk4 asks a context for its GCancellable.
var cancellableKey = func() any {
	asked := &keyCatcher{Context: context.Background()}
	gcancel.GCancellableFromContext(asked)
	return asked.key
}()

type keyCatcher struct {
	context.Context
	key any
}

// Value keeps the key that it is asked for.
func (c *keyCatcher) Value(key any) any {
	c.key = key
	return nil
}

// scopes keeps GCancellables that were not cancelled for the next await.
var scopes = sync.Pool{New: func() any {
	return &scope{
		Context:     context.Background(),
		cancellable: &gcancel.Cancellable{Object: gio.NewCancellable().Object},
	}
}}

// noScope is for callers whose context never ends.
var noScope = &scope{Context: context.Background(), cancellable: gcancel.GCancellableFromContext(context.Background())}

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

// cancel cancels the GCancellable, and runs its handlers before it returns. It is
// called on the main loop's thread. It does nothing for an operation that was not
// started and so has no scope.
func (s *scope) cancel() {
	if s == nil {
		return
	}
	C.bellhop_cancel(C.uintptr_t(s.cancellable.Native()))
	runtime.KeepAlive(s.cancellable.Object)
}
