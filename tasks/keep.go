package tasks

import "math"

import "cmp"

// keepLocked adds a task that has just finished to those that are kept, and
// lets the oldest go.
func (e *Engine) keepLocked(t *Task) {
	if t.kept && !t.pinned {
		e.finished.push(t)
	}
	e.evictLocked()
}

func (e *Engine) evictLocked() {
	for e.finished.len > max(e.opts.Keep, 0) {
		e.forgetLocked(e.finished.head)
	}
}

func (e *Engine) forgetLocked(t *Task) {
	if t.list == &e.finished {
		e.finished.remove(t)
	}
	t.kept = false
	e.tasks.remove(t)
	e.removedLocked(t)
}

// SetKeep changes how many finished tasks are kept, as [Options] has it. The
// oldest go at once where there are more.
func (e *Engine) SetKeep(keep int) {
	e.mu.Lock()
	e.opts.Keep = cmp.Or(keep, DefaultKeep)
	e.evictLocked()
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
}

// SetPinned says whether the task is kept however many finish after it.
func (t *Task) SetPinned(pinned bool) {
	e := t.engine
	e.mu.Lock()
	if t.pinned != pinned {
		t.pinned = pinned
		if t.kept && t.state.Final() {
			if pinned {
				e.finished.remove(t)
			} else {
				e.keepLocked(t)
			}
		}
		e.changedLocked(t)
	}
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
}

// ClearFinished forgets every finished task that is not pinned and gives them,
// oldest first, for [Engine.Restore] to take back.
func (e *Engine) ClearFinished() []*Task { return e.ClearSome(math.MaxInt) }

// ClearSome is ClearFinished for so many tasks at most, the oldest: who must not wait
// for all of them calls it again while it gives as many.
func (e *Engine) ClearSome(most int) []*Task {
	e.mu.Lock()
	cleared := make([]*Task, 0, min(most, e.finished.len))
	for t := e.finished.head; t != nil && len(cleared) < most; t = e.finished.head {
		e.forgetLocked(t)
		cleared = append(cleared, t)
	}
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
	return cleared
}

// Remove forgets the task, pinned or not, and reports whether it did: a task
// that has not finished stays.
func (e *Engine) Remove(t *Task) bool {
	e.mu.Lock()
	removed := t.kept && t.state.Final()
	if removed {
		e.forgetLocked(t)
	}
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
	return removed
}

// Restore keeps tasks again that ClearFinished or Remove forgot. They count as
// the oldest: if more are kept than may, they go first.
func (e *Engine) Restore(tasks []*Task) {
	e.mu.Lock()
	newer := e.finished
	e.finished = fifo{}
	for _, t := range tasks {
		if t.engine != e || t.kept || !t.state.Final() {
			continue
		}
		t.kept = true
		e.tasks.put(t)
		if !t.pinned {
			e.finished.push(t)
		}
		e.changedLocked(t)
	}
	for t := newer.head; t != nil; t = newer.head {
		newer.remove(t)
		e.finished.push(t)
	}
	e.evictLocked()
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
}
