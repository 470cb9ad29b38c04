package tasks

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"time"
)

func (e *Engine) submit(t *Task) error {
	e.mu.Lock()
	err := e.submitLocked(t)
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
	return err
}

func (e *Engine) submitLocked(t *Task) error {
	parent := t.spec.Parent
	switch {
	case e.closed:
		return ErrShutdown
	case parent != nil && parent.state != Running:
		return ErrParentNotRunning
	case e.opts.QueueLimit > 0 && e.queued >= e.opts.QueueLimit && e.wouldWaitLocked(t):
		return ErrQueueFull
	}
	e.lastID++
	t.id = e.lastID
	t.kept = true
	e.tasks.put(t)
	e.changedLocked(t)
	if parent == nil {
		e.admitLocked(t)
		return nil
	}
	if parent.children == nil {
		parent.children = make(map[*Task]struct{})
	}
	parent.children[t] = struct{}{}
	if parent.canceled {
		e.cancelLocked(t, &CancelError{Reason: ReasonParent, Err: parent.cause}, nil)
		return nil
	}
	e.admitLocked(t)
	return nil
}

// startLocked runs t, whose places are taken but for the engine's, which it
// takes.
func (e *Engine) startLocked(t *Task) {
	if t.limited() {
		e.running++
	}
	t.moveLocked(Running)
	t.started = time.Now()
	e.changedLocked(t)
	ctx, cancel := context.WithCancelCause(context.Background())
	t.cancel = cancel
	e.wg.Go(func() { e.run(ctx, t) })
}

// moveLocked is the only place where a state changes.
func (t *Task) moveLocked(next State) {
	if !t.state.CanBecome(next) {
		panic(fmt.Sprintf("tasks: task %d cannot move from %v to %v", t.id, t.state, next))
	}
	t.state = next
}

// run is the goroutine of a running task.
func (e *Engine) run(ctx context.Context, t *Task) {
	if t.spec.Timeout != 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, t.spec.Timeout)
		defer stop()
	}
	id := strconv.FormatUint(uint64(t.id), 10)
	ctx = pprof.WithLabels(ctx, pprof.Labels("task", id, "title", t.spec.Title))
	pprof.SetGoroutineLabels(ctx)
	if trace.IsEnabled() {
		var span *trace.Task
		ctx, span = trace.NewTask(ctx, t.spec.Title)
		defer span.End()
		trace.Log(ctx, "task", id)
	}
	var value any
	err := ErrGoexit
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
		err = e.awaitChildren(ctx, t, err)
		e.finish(t, value, err)
	}()
	value, err = t.work(ctx, &t.reporter)
}

// awaitChildren waits until t has no children, and cancels them when the work
// has failed or its time is up. It gives the task's error.
func (e *Engine) awaitChildren(ctx context.Context, t *Task, err error) error {
	e.mu.Lock()
	for len(t.children) > 0 {
		if err != nil {
			stops := e.cancelChildrenLocked(t, err)
			wakes := e.takeWakesLocked()
			e.mu.Unlock()
			runAll(stops)
			runAll(wakes)
			e.mu.Lock()
			if len(t.children) == 0 {
				break
			}
		}
		t.childrenDone = make(chan struct{})
		childrenDone := t.childrenDone
		e.mu.Unlock()
		if err != nil {
			<-childrenDone
		} else {
			select {
			case <-childrenDone:
			case <-ctx.Done():
				err = context.Cause(ctx)
			}
		}
		e.mu.Lock()
	}
	e.mu.Unlock()
	return err
}

func (e *Engine) cancelChildrenLocked(t *Task, err error) (stops []func()) {
	cause := t.cause
	if cause == nil {
		cause = err
	}
	for child := range t.children {
		stops = e.cancelLocked(child, &CancelError{Reason: ReasonParent, Err: cause}, stops)
	}
	return stops
}

// finish records how a running task ended, or lets it wait again.
func (e *Engine) finish(t *Task, value any, err error) {
	e.mu.Lock()
	cancel := t.cancel
	again := errors.Is(err, ErrAgain)
	if again && !t.canceled {
		e.requeueLocked(t)
		wakes := e.takeWakesLocked()
		e.mu.Unlock()
		cancel(nil)
		runAll(wakes)
		return
	}
	e.releaseLocked(t)
	switch {
	case again:
		e.finishLocked(t, Canceled, nil, asCanceled(t.cause))
	case err == nil:
		e.finishLocked(t, Succeeded, value, nil)
	case t.canceled && (errors.Is(err, context.Canceled) || errors.Is(err, t.cause)):
		e.finishLocked(t, Canceled, nil, asCanceled(err))
	default:
		e.finishLocked(t, Failed, nil, err)
	}
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	cancel(nil)
	runAll(wakes)
}

// finishLocked gives t its final state; its places have been released.
func (e *Engine) finishLocked(t *Task, state State, result any, err error) {
	t.moveLocked(state)
	t.finished = time.Now()
	t.result, t.err = result, err
	t.cancel, t.work, t.children = nil, nil, nil
	if parent := t.spec.Parent; parent != nil {
		delete(parent.children, t)
		if len(parent.children) == 0 && parent.childrenDone != nil {
			close(parent.childrenDone)
			parent.childrenDone = nil
		}
	}
	e.changedLocked(t)
	e.keepLocked(t)
	close(t.done)
}

// asCanceled makes sure that [context.Canceled] is found in a canceled task's
// error.
func asCanceled(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return &CancelError{Err: err}
}
