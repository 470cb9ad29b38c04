package tasks

// Items tells of the items that a task's work has emitted.
type Items struct {
	Total   uint64 // how many there were
	Dropped uint64 // how many of them are kept no longer
}

// ring keeps the latest items of a task. It is guarded by Engine.mu.
type ring struct {
	limit int
	items []any // grows to limit, then is written round
	total uint64
}

func (r *ring) add(item any) {
	if len(r.items) < r.limit {
		r.items = append(r.items, item)
	} else if r.limit > 0 {
		r.items[r.total%uint64(r.limit)] = item
	}
	r.total++
}

func (r *ring) count() Items {
	return Items{Total: r.total, Dropped: r.total - uint64(len(r.items))}
}

// latest gives the items that are kept, oldest first.
func (r *ring) latest() []any {
	kept := make([]any, 0, len(r.items))
	if len(r.items) == 0 {
		return kept
	}
	oldest := int(r.total % uint64(len(r.items)))
	if len(r.items) < r.limit {
		oldest = 0
	}
	kept = append(kept, r.items[oldest:]...)
	return append(kept, r.items[:oldest]...)
}

// Emit adds an item to the task's ring, over the oldest if it is full. Items
// must not be changed afterwards.
func (r *Reporter) Emit(item any) {
	t := r.task
	e := t.engine
	e.mu.Lock()
	if t.state == Running {
		t.ring.add(item)
		e.changedLocked(t)
	}
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
}

// Items gives the latest items that the work has emitted, oldest first, and
// counts them all.
func (t *Task) Items() ([]any, Items) {
	t.engine.mu.Lock()
	defer t.engine.mu.Unlock()
	return t.ring.latest(), t.ring.count()
}
