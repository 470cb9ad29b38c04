package tasks

import "time"

// keyPlaces counts the tasks that run under one key. It is guarded by Engine.mu
// and lives while somebody needs it.
type keyPlaces struct {
	limit    int // 0 is no limit, below 0 is none at all
	explicit bool
	taken    int
	waiting  fifo
}

// SetKeyLimit sets how many tasks with this key run at once; 0 is no limit, and
// below 0 none starts. More than that which run already go on.
func (e *Engine) SetKeyLimit(key string, limit int) {
	e.mu.Lock()
	p := e.placesLocked(key)
	p.limit, p.explicit = limit, true
	e.handOnLocked(p)
	wakes := e.takeWakesLocked()
	e.mu.Unlock()
	runAll(wakes)
}

func (e *Engine) placesLocked(key string) *keyPlaces {
	p := e.keys[key]
	if p == nil {
		p = &keyPlaces{limit: e.opts.KeyLimit}
		e.keys[key] = p
	}
	return p
}

func (p *keyPlaces) full() bool { return p.limit != 0 && p.taken >= p.limit }

func (e *Engine) full() bool { return e.opts.Limit > 0 && e.running >= e.opts.Limit }

// limited tells whether the task counts against the engine's limit: a child
// runs in its parent's place.
func (t *Task) limited() bool { return t.spec.Parent == nil }

// needsKey tells whether the task needs a place of its own under its key. It
// does not if one that it descends from has one: that waits for it, and would
// keep it waiting.
func (t *Task) needsKey() bool {
	if t.spec.Key == "" {
		return false
	}
	for p := t.spec.Parent; p != nil; p = p.spec.Parent {
		if p.spec.Key == t.spec.Key {
			return false
		}
	}
	return true
}

// wouldWaitLocked tells whether t cannot start at once.
func (e *Engine) wouldWaitLocked(t *Task) bool {
	if t.needsKey() {
		if p := e.keys[t.spec.Key]; p != nil && p.full() {
			return true
		}
	}
	return t.limited() && e.full()
}

// admitLocked starts t, or lets it wait for the place that it lacks.
func (e *Engine) admitLocked(t *Task) {
	if t.needsKey() && !t.hasKey {
		p := e.placesLocked(t.spec.Key)
		if p.full() {
			p.waiting.push(t)
			e.queued++
			return
		}
		p.taken++
		t.hasKey = true
	}
	if t.limited() && (e.full() || e.ready.head != nil) {
		e.ready.push(t)
		e.queued++
		return
	}
	e.startLocked(t)
}

// leaveQueueLocked takes t out of the queue that it waits in and gives its place
// under its key to the next.
func (e *Engine) leaveQueueLocked(t *Task) {
	if t.list == nil {
		return
	}
	t.list.remove(t)
	e.queued--
	e.releaseKeyLocked(t)
}

// releaseLocked gives a running task's places to those that wait for them.
func (e *Engine) releaseLocked(t *Task) {
	if t.limited() {
		e.running--
	}
	e.releaseKeyLocked(t)
	for e.ready.head != nil && !e.full() {
		next := e.ready.head
		e.ready.remove(next)
		e.queued--
		e.startLocked(next)
	}
}

// requeueLocked takes the places of a running task and has it wait for them again,
// before every task that was submitted after it.
func (e *Engine) requeueLocked(t *Task) {
	t.moveLocked(Queued)
	t.started, t.cancel, t.progress = time.Time{}, nil, Progress{}
	e.changedLocked(t)
	queue := &e.ready
	if t.hasKey {
		queue = &e.keys[t.spec.Key].waiting
	}
	if t.hasKey || t.limited() {
		queue.insert(t)
		e.queued++
	}
	e.releaseLocked(t)
	if t.list == nil && t.state == Queued {
		e.startLocked(t) // a child that needs no place
	}
}

func (e *Engine) releaseKeyLocked(t *Task) {
	if !t.hasKey {
		return
	}
	t.hasKey = false
	p := e.keys[t.spec.Key]
	p.taken--
	e.handOnLocked(p)
	if p.taken == 0 && p.waiting.head == nil && !p.explicit {
		delete(e.keys, t.spec.Key)
	}
}

func (e *Engine) handOnLocked(p *keyPlaces) {
	for p.waiting.head != nil && !p.full() {
		next := p.waiting.head
		p.waiting.remove(next)
		e.queued--
		p.taken++
		next.hasKey = true
		e.admitLocked(next)
	}
}
