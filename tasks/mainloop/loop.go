package mainloop

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

const (
	// priority is GDK_PRIORITY_REDRAW. GLib runs in each turn the ready sources
	// of the highest priority only, all of them: of two that are always ready,
	// the equal ones alternate and the lower one starves.
	priority = 120

	// slice bounds a turn, so that at 120 frames a second most of each frame's
	// 8 ms is left for drawing.
	slice = 2 * time.Millisecond

	// keepCap is how many queue slots are kept for the next burst.
	keepCap = 4096
)

// ErrEnded is returned by Post after Close.
var ErrEnded = errors.New("the main loop has ended")

// Loop is the queue onto the GLib main loop. Use New; the zero value is not
// ready. Its methods may be called from any goroutine, unless they say otherwise.
type Loop struct {
	thread thread
	report func(error)
	done   chan struct{}
	source queueSource

	mu      sync.Mutex
	queue   []func() // posted, not yet taken
	pending bool     // what source was last told
	ended   bool

	// Only the loop's thread touches these: what it took from queue, and how
	// much of that has run.
	batch []func()
	next  int
}

// New locks the calling goroutine to its thread, makes that thread the owner of
// GLib's default main context, and returns the queue onto it. Call it first thing
// in main, before anything wraps a GObject; then run the main loop (GtkApplication's
// or any other on the default context) on the same goroutine, and call Close when
// it has returned. One Loop is enough for a process.
//
// report is called with errors that have no caller to go to: a *tasks.PanicError of
// a posted function, functions that never ran. It may be called from any goroutine
// and must not block. If it is nil, they are logged to slog's default logger.
//
// New panics if another thread owns the default main context.
func New(report func(error)) *Loop {
	runtime.LockOSThread()
	thread, ok := ownDefaultContext()
	if !ok {
		panic("mainloop: New: another thread owns GLib's default main context; call New on the main goroutine")
	}
	if report == nil {
		report = func(err error) { slog.Error("mainloop", "err", err) }
	}
	l := &Loop{thread: thread, report: report, done: make(chan struct{})}
	l.source = newQueueSource(l)
	return l
}

// Post has f called on the main loop's thread, soon, and returns at once. It
// returns ErrEnded after Close, and then f is never called. A nil f panics, and so
// does a Loop that New did not make.
func (l *Loop) Post(f func()) error {
	switch {
	case f == nil:
		panic("mainloop: Post of a nil function")
	case l == nil || l.done == nil:
		panic("mainloop: Post to a Loop that New did not make")
	}
	l.mu.Lock()
	if l.ended {
		l.mu.Unlock()
		return ErrEnded
	}
	l.queue = append(l.queue, f)
	wake := l.setPendingLocked(true)
	l.mu.Unlock()
	if wake {
		l.thread.wake()
	}
	return nil
}

// OnThread reports whether the caller is on the main loop's thread, where it may
// touch GTK and must not wait.
func (l *Loop) OnThread() bool { return l.thread.isCurrent() }

// Done is closed by Close.
func (l *Loop) Done() <-chan struct{} { return l.done }

// Report hands err to the function given to New. It is for errors that have no
// caller to be returned to, such as those of callbacks.
func (l *Loop) Report(err error) { l.report(err) }

// Close ends the queue: call it on the loop's thread after the main loop has
// returned. Functions that have not run never will; their number is reported.
// Calling Close again does nothing. It panics on another thread.
func (l *Loop) Close() {
	if !l.OnThread() {
		panic("mainloop: Close called off the main loop's thread")
	}
	l.mu.Lock()
	if l.ended {
		l.mu.Unlock()
		return
	}
	l.ended = true
	unrun := len(l.queue) + len(l.batch) - l.next
	l.queue, l.batch, l.next = nil, nil, 0
	l.source.free()
	close(l.done)
	l.mu.Unlock()
	if unrun > 0 {
		l.report(fmt.Errorf("mainloop: %d posted functions never ran: %w", unrun, ErrEnded))
	}
}

// drain runs posted functions for a slice. The source stays pending until take
// finds nothing, so what is left runs in the next turn, or in the turn of a main
// loop that one of the functions runs.
func (l *Loop) drain() {
	start := time.Now()
	for {
		f := l.take()
		if f == nil {
			return
		}
		l.run(f)
		if time.Since(start) >= slice {
			return
		}
	}
}

// take returns the next function, or nil.
func (l *Loop) take() func() {
	if l.next == len(l.batch) && !l.refill() {
		return nil
	}
	f := l.batch[l.next]
	l.batch[l.next] = nil
	l.next++
	return f
}

// refill takes over the queue, or marks the source idle if there is none.
func (l *Loop) refill() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return false
	}
	spent := l.batch[:0]
	if cap(spent) > keepCap {
		spent = nil
	}
	l.batch, l.next, l.queue = l.queue, 0, spent
	if len(l.batch) == 0 {
		l.setPendingLocked(false)
	}
	return len(l.batch) > 0
}

// setPendingLocked reports whether that changed anything.
func (l *Loop) setPendingLocked(pending bool) (changed bool) {
	if l.pending == pending {
		return false
	}
	l.pending = pending
	l.source.setPending(pending)
	return true
}

func (l *Loop) run(f func()) {
	defer func() {
		if v := recover(); v != nil {
			l.report(&tasks.PanicError{Value: v, Stack: debug.Stack()})
		}
	}()
	f()
}
