package tasks

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// Engine runs tasks. Use [New]; the zero value is not ready. End it with
// [Engine.Shutdown].
type Engine struct {
	opts Options

	wg       sync.WaitGroup // one for each running task's goroutine
	stopOnce sync.Once
	stopped  chan struct{} // closed when Shutdown was called and wg is at 0

	mu       sync.Mutex
	closed   bool
	lastID   ID
	tasks    table // all that are kept, finished or not
	finished fifo  // the finished ones that are kept and not pinned, oldest first

	running int // tasks that count against opts.Limit
	queued  int
	ready   fifo // have their key's place and wait for the engine's
	keys    map[string]*keyPlaces

	subs  []*Subscription
	wakes []func() // to be called once mu is released
}

// New makes an engine.
func New(opts Options) *Engine {
	opts.Keep = cmp.Or(opts.Keep, DefaultKeep)
	return &Engine{
		opts:    opts,
		stopped: make(chan struct{}),
		tasks:   newTable(),
		keys:    make(map[string]*keyPlaces),
	}
}

// Lookup gives the task named id, or nil if it is not kept.
func (e *Engine) Lookup(id ID) *Task {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.tasks.get(id)
}

// Snapshots gives all tasks that are kept, in the order of submission.
func (e *Engine) Snapshots() []Snapshot {
	e.mu.Lock()
	var all []Snapshot
	for t := range e.tasks.all() {
		all = append(all, t.snapshotLocked())
	}
	e.mu.Unlock()
	slices.SortFunc(all, func(a, b Snapshot) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// CancelAll cancels every unfinished task because of cause; see [Task.Cancel].
// None that is waiting will start.
func (e *Engine) CancelAll(cause error) {
	if cause == nil {
		cause = CanceledByUser
	}
	e.mu.Lock()
	stops := e.cancelAllLocked(cause)
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(stops)
	runAll(wakes)
}

// CancelKey cancels every unfinished task under key because of cause, and gives
// them; see [Task.Cancel].
func (e *Engine) CancelKey(key string, cause error) []*Task {
	return e.cancelKey(key, cause, func(s State) bool { return !s.Final() })
}

// CancelRunning is [Engine.CancelKey] for the tasks that run; those that wait
// go on waiting.
func (e *Engine) CancelRunning(key string, cause error) []*Task {
	return e.cancelKey(key, cause, func(s State) bool { return s == Running })
}

func (e *Engine) cancelKey(key string, cause error, in func(State) bool) []*Task {
	if cause == nil {
		cause = CanceledByUser
	}
	var stops []func()
	var found []*Task
	e.mu.Lock()
	for t := range e.tasks.all() {
		if t.spec.Key == key && in(t.state) {
			found = append(found, t)
		}
	}
	for _, t := range found {
		stops = e.cancelLocked(t, cause, stops)
	}
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(stops)
	runAll(wakes)
	return found
}

// Shutdown stops accepting tasks, cancels all because of [CanceledByShutdown],
// and waits until their goroutines have ended, or until ctx ends; the error is
// then the cause of ctx, and the goroutines end when their work does. It may be
// called again, to wait again. On a goroutine that must not wait it does all but
// the waiting, with [ErrNoWait]. It must not be called from within work.
func (e *Engine) Shutdown(ctx context.Context) error {
	e.mu.Lock()
	e.closed = true
	stops := e.cancelAllLocked(CanceledByShutdown)
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(stops)
	runAll(wakes)
	e.stopOnce.Do(func() {
		go func() {
			defer close(e.stopped)
			e.wg.Wait()
		}()
	})
	select {
	case <-e.stopped:
		return nil
	default:
	}
	if e.noWait() {
		return ErrNoWait
	}
	select {
	case <-e.stopped:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// noWait tells whether the calling goroutine must not wait.
func (e *Engine) noWait() bool { return e.opts.NoWait != nil && e.opts.NoWait() }

func (e *Engine) cancelAllLocked(cause error) (stops []func()) {
	for t := range e.tasks.all() {
		stops = e.cancelLocked(t, cause, stops)
	}
	return stops
}

// cancelLocked marks t and its children, finishes it if it has not started, and
// otherwise appends what stops its work, to be called without the lock.
func (e *Engine) cancelLocked(t *Task, cause error, stops []func()) []func() {
	if t.state.Final() || t.canceled {
		return stops
	}
	t.canceled, t.cause = true, cause
	e.changedLocked(t)
	if t.state == Queued {
		e.leaveQueueLocked(t)
		e.finishLocked(t, Canceled, nil, asCanceled(cause))
		return stops
	}
	cancel := t.cancel
	stops = append(stops, func() { cancel(cause) })
	for child := range t.children {
		stops = e.cancelLocked(child, &CancelError{Reason: ReasonParent, Err: cause}, stops)
	}
	return stops
}
