package tasks

import (
	"cmp"
	"slices"
)

// Subscription tells one subscriber what changed since it last asked.
type Subscription struct {
	engine *Engine
	wake   func()

	// Guarded by engine.mu.
	dirty   map[ID]*Task
	known   map[ID]struct{} // tasks that Drain has told of
	removed []ID            // known ones that are kept no longer
	closed  bool
}

// Changes is what happened since the last Drain. Removed comes first: a task that
// was removed and restored in between is in both.
type Changes struct {
	// Updated holds the latest snapshot of each task that is new or changed, in
	// the order of submission.
	Updated []Snapshot
	// Removed names tasks that an earlier Drain told of and that are kept no
	// longer.
	Removed []ID
}

// Subscribe calls wake when there is something to drain: once, and then not
// again before the next Drain. All tasks that are kept count as changed at
// first. wake is called from any goroutine, without a lock, possibly before
// Subscribe has returned, and must not block.
func (e *Engine) Subscribe(wake func()) *Subscription {
	if wake == nil {
		panic("tasks: Subscribe with a nil function")
	}
	s := &Subscription{engine: e, wake: wake, dirty: make(map[ID]*Task), known: make(map[ID]struct{})}
	e.mu.Lock()
	e.subs = append(e.subs, s)
	for t := range e.tasks.all() {
		s.noteLocked(t)
	}
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
	return s
}

// Drain gives what changed since the last time. It never blocks.
func (s *Subscription) Drain() Changes {
	e := s.engine
	e.mu.Lock()
	updated := make([]Snapshot, 0, len(s.dirty))
	for id, t := range s.dirty {
		updated = append(updated, t.snapshotLocked())
		s.known[id] = struct{}{}
	}
	clear(s.dirty)
	removed := s.removed
	s.removed = nil
	e.mu.Unlock()
	slices.SortFunc(updated, func(a, b Snapshot) int { return cmp.Compare(a.ID, b.ID) })
	return Changes{Updated: updated, Removed: removed}
}

// Close ends the subscription. A wake that is under way may still arrive.
func (s *Subscription) Close() {
	e := s.engine
	e.mu.Lock()
	defer e.mu.Unlock()
	s.closed = true
	e.subs = slices.DeleteFunc(e.subs, func(other *Subscription) bool { return other == s })
}

func (s *Subscription) noteLocked(t *Task) {
	s.wakeLocked()
	s.dirty[t.id] = t
}

func (s *Subscription) forgetLocked(t *Task) {
	delete(s.dirty, t.id)
	if _, ok := s.known[t.id]; ok {
		s.wakeLocked()
		delete(s.known, t.id)
		s.removed = append(s.removed, t.id)
	}
}

// wakeLocked asks for a wake if the subscriber has nothing to drain yet.
func (s *Subscription) wakeLocked() {
	if len(s.dirty) == 0 && len(s.removed) == 0 {
		s.engine.wakes = append(s.engine.wakes, s.wake)
	}
}

func (e *Engine) changedLocked(t *Task) {
	if !t.kept {
		return
	}
	for _, s := range e.subs {
		s.noteLocked(t)
	}
}

func (e *Engine) removedLocked(t *Task) {
	for _, s := range e.subs {
		s.forgetLocked(t)
	}
}

// takeWakesLocked gives the wakes to be called without the lock.
func (e *Engine) takeWakesLocked() []func() {
	wakes := e.wakes
	e.wakes = nil
	return wakes
}
