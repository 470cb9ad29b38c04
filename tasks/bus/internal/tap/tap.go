// Package tap hands the messages of a connection on to whoever wants them, in
// their order.
package tap

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Taps are the functions that want messages. The zero Taps is ready. Its methods
// may be called from any goroutine, but Deliver by one at a time.
type Taps struct {
	mu         sync.Mutex // guards changes of taps
	taps       atomic.Pointer[[]*tap]
	delivering sync.Mutex // held while a message is delivered
}

type tap struct {
	deliver func(bus.Message)
	closed  atomic.Bool
}

// Add implements [bus.Conn]'s Tap.
func (t *Taps) Add(deliver func(bus.Message)) (untap func()) {
	one := &tap{deliver: deliver}
	t.change(func(taps []*tap) []*tap { return append(slices.Clone(taps), one) })
	return sync.OnceFunc(func() {
		one.closed.Store(true)
		t.change(func(taps []*tap) []*tap {
			return slices.DeleteFunc(slices.Clone(taps), func(other *tap) bool { return other == one })
		})
		t.delivering.Lock() // waits for a delivery that is going on
		defer t.delivering.Unlock()
	})
}

func (t *Taps) change(next func([]*tap) []*tap) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var taps []*tap
	if now := t.taps.Load(); now != nil {
		taps = *now
	}
	taps = next(taps)
	t.taps.Store(&taps)
}

// Wanted reports whether anybody wants messages, so that a connection need not
// decode those that nobody does.
func (t *Taps) Wanted() bool {
	taps := t.taps.Load()
	return taps != nil && len(*taps) > 0
}

// Deliver hands one message to all who want it.
func (t *Taps) Deliver(msg bus.Message) {
	taps := t.taps.Load()
	if taps == nil {
		return
	}
	t.delivering.Lock()
	defer t.delivering.Unlock()
	for _, one := range *taps {
		if !one.closed.Load() {
			one.deliver(msg)
		}
	}
}
