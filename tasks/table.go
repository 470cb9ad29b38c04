package tasks

import "iter"

// table holds the tasks that are kept, by ID. IDs grow, so they are stored in
// spans: a map from each ID would cost two thirds of an empty task's time, since
// deleting from one makes the stack of the task's young goroutine grow. It is
// guarded by Engine.mu; use newTable.
type table map[ID]*span

const spanLength = 128

// span holds the tasks of consecutive IDs.
type span struct {
	tasks [spanLength]*Task
	used  int
}

func newTable() table { return make(table) }

func (tb table) get(id ID) *Task {
	r := tb[id/spanLength]
	if r == nil {
		return nil
	}
	return r.tasks[id%spanLength]
}

// put stores t, which must not be there.
func (tb table) put(t *Task) {
	r := tb[t.id/spanLength]
	if r == nil {
		r = new(span)
		tb[t.id/spanLength] = r
	}
	r.tasks[t.id%spanLength] = t
	r.used++
}

// remove forgets t, which must be there.
func (tb table) remove(t *Task) {
	r := tb[t.id/spanLength]
	r.tasks[t.id%spanLength] = nil
	r.used--
	if r.used == 0 {
		delete(tb, t.id/spanLength)
	}
}

// all gives every task, in no order.
func (tb table) all() iter.Seq[*Task] {
	return func(yield func(*Task) bool) {
		for _, r := range tb {
			for _, t := range r.tasks {
				if t != nil && !yield(t) {
					return
				}
			}
		}
	}
}
