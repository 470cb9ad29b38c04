package tasks

import (
	"context"
	"time"
)

// Task is one piece of submitted work. It is made by [Submit]; all its methods
// may be called from any goroutine, and none blocks.
type Task struct {
	engine   *Engine
	id       ID
	spec     Spec
	done     chan struct{}
	reporter Reporter
	work     func(ctx context.Context, r *Reporter) (any, error)

	// The rest is guarded by engine.mu.

	state    State
	cancel   context.CancelCauseFunc // nil before the start and after the end
	cause    error                   // of the first cancel asked for
	canceled bool                    // a cancel was asked for
	pinned   bool
	kept     bool // in engine.tasks
	hasKey   bool // holds a place under its key

	err      error
	result   any
	progress Progress
	ring     ring

	submitted, started, finished time.Time

	children     map[*Task]struct{} // unfinished ones
	childrenDone chan struct{}      // closed when the last child ends; nil if nobody waits

	list       *fifo // the one list it is in: a queue, or the finished; nil if none
	next, prev *Task // its neighbours there
}

// ID gives the task's name within its engine.
func (t *Task) ID() ID { return t.id }

// Spec gives what was submitted. It must not be changed.
func (t *Task) Spec() *Spec { return &t.spec }

// Done is closed when the task has finished.
func (t *Task) Done() <-chan struct{} { return t.done }

// Cancel asks the task and its children to stop because of cause, which the
// work finds with [context.Cause]; nil stands for [CanceledByUser]. The first
// cause is kept. Canceling a queued task finishes it; canceling a finished one
// does nothing. Cancel does not wait for the work to stop.
func (t *Task) Cancel(cause error) {
	if cause == nil {
		cause = CanceledByUser
	}
	e := t.engine
	e.mu.Lock()
	var stops []func()
	stops = e.cancelLocked(t, cause, stops)
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(stops)
	runAll(wakes)
}

// Snapshot gives the task as it is now.
func (t *Task) Snapshot() Snapshot {
	t.engine.mu.Lock()
	defer t.engine.mu.Unlock()
	return t.snapshotLocked()
}

func (t *Task) snapshotLocked() Snapshot {
	s := Snapshot{
		ID:              t.id,
		Spec:            &t.spec,
		State:           t.state,
		CancelRequested: t.canceled,
		Cause:           t.cause,
		Err:             t.err,
		Result:          t.result,
		Progress:        t.progress,
		Items:           t.ring.count(),
		Pinned:          t.pinned,
		Submitted:       t.submitted,
		Started:         t.started,
		Finished:        t.finished,
	}
	if t.spec.Parent != nil {
		s.Parent = t.spec.Parent.id
	}
	return s
}

func runAll(funcs []func()) {
	for _, f := range funcs {
		f()
	}
}
