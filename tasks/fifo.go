package tasks

// fifo is a list of tasks in order, linked through the tasks themselves so that
// one leaves from the middle at no cost. A task is in one list at most. It is
// guarded by Engine.mu; the zero value is empty.
type fifo struct {
	head, tail *Task
	len        int
}

func (q *fifo) push(t *Task) {
	t.list, t.prev = q, q.tail
	if q.tail != nil {
		q.tail.next = t
	} else {
		q.head = t
	}
	q.tail = t
	q.len++
}

// insert puts t before the first task that was submitted after it.
func (q *fifo) insert(t *Task) {
	next := q.head
	for next != nil && next.id < t.id {
		next = next.next
	}
	if next == nil {
		q.push(t)
		return
	}
	t.list, t.prev, t.next = q, next.prev, next
	if next.prev != nil {
		next.prev.next = t
	} else {
		q.head = t
	}
	next.prev = t
	q.len++
}

func (q *fifo) remove(t *Task) {
	if t.prev != nil {
		t.prev.next = t.next
	} else {
		q.head = t.next
	}
	if t.next != nil {
		t.next.prev = t.prev
	} else {
		q.tail = t.prev
	}
	t.list, t.next, t.prev = nil, nil, nil
	q.len--
}
