package tasks

import (
	"cmp"
	"math"
	"slices"
)

// Subscription tells one subscriber what changed since it last asked.
type Subscription struct {
	engine *Engine
	wake   func()

	// Guarded by engine.mu.
	dirty   map[ID]*Task
	queue   []ID            // those that are dirty, the longest first, and some that are not
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
	changes, _ := s.DrainSome(math.MaxInt)
	return changes
}

// DrainSome is Drain for whoever has no time for more than so many changes: it gives
// those that have waited longest, and tells whether others are left. Then there is no
// wake before these have been drained.
func (s *Subscription) DrainSome(most int) (changes Changes, more bool) {
	e := s.engine
	e.mu.Lock()
	n := min(most, len(s.removed))
	changes.Removed = s.removed[:n:n]
	if s.removed = s.removed[n:]; len(s.removed) == 0 {
		s.removed = nil
		changes.Updated = s.drainDirtyLocked(most - n)
	}
	more = len(s.removed) > 0 || len(s.dirty) > 0
	e.mu.Unlock()
	slices.SortFunc(changes.Updated, func(a, b Snapshot) int { return cmp.Compare(a.ID, b.ID) })
	return changes, more
}

// drainDirtyLocked takes the snapshots of so many dirty tasks at most.
func (s *Subscription) drainDirtyLocked(most int) []Snapshot {
	updated := make([]Snapshot, 0, min(most, len(s.dirty)))
	taken := 0
	for ; taken < len(s.queue) && len(updated) < most; taken++ {
		id := s.queue[taken]
		if t := s.dirty[id]; t != nil {
			updated = append(updated, t.snapshotLocked())
			s.known[id] = struct{}{}
			delete(s.dirty, id)
		}
	}
	if s.queue = s.queue[taken:]; len(s.queue) == 0 {
		s.queue = nil
	}
	return updated
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
	if _, already := s.dirty[t.id]; !already {
		s.dirty[t.id] = t
		s.queue = append(s.queue, t.id)
	}
	if len(s.queue) > 2*len(s.dirty)+64 { // mostly of tasks that were forgotten undrained
		s.queue = slices.DeleteFunc(s.queue, func(id ID) bool { return s.dirty[id] == nil })
	}
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
