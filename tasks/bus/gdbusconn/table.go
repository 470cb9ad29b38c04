package gdbusconn

import (
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// table knows the calls that the bus has not answered yet, by their serial
// numbers, and whether the connection lives.
type table struct {
	running sync.WaitGroup // calls that have begun and not ended
	done    chan struct{}  // closed when the connection has ended

	mu      sync.Mutex
	last    uint32
	calls   map[uint32]waiter // nil for an orphan
	orphans int
	changed func(orphans int) // see bus.Conn.OnOrphans
	closing bool              // no more calls
	why     error             // what Err returns once done is closed; the first reason stays
}

// waiter takes the answer of a call, and is called once. It returns an error if
// nobody waits any more, and the answer is then still the caller's.
type waiter func(message, error) error

func newTable() *table {
	return &table{done: make(chan struct{}), calls: make(map[uint32]waiter), last: firstSerial}
}

// firstSerial is where our serial numbers begin, out of the way of GDBus, which
// counts its own messages from 1.
const firstSerial = 1 << 31

// onOrphans implements [bus.Conn]'s OnOrphans.
func (t *table) onOrphans(changed func(int)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.changed = changed
}

// setOrphansLocked tells of the change before the lock is given back, so that the
// numbers are told in their order.
func (t *table) setOrphansLocked(n int) {
	t.orphans = n
	if t.changed != nil {
		t.changed(n)
	}
}

// begin gives a call its serial, or the reason why there can be none any more.
// Whoever gets a serial must call running.Done in the end.
func (t *table) begin() (serial uint32, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closing {
		return 0, t.why
	}
	t.running.Add(1)
	for {
		t.last = max(t.last+1, firstSerial) // wraps round after 2^31 calls
		if _, used := t.calls[t.last]; !used {
			return t.last, nil
		}
	}
}

// expect has the answer to a call given to w, or the end of the connection. It
// reports whether no other call waits for its answer.
func (t *table) expect(serial uint32, w waiter) (alone bool) {
	t.mu.Lock()
	ended := t.endedLocked()
	if !ended {
		t.calls[serial] = w
		alone = len(t.calls)-t.orphans == 1
	}
	why := t.why
	t.mu.Unlock()
	if ended {
		_ = w(message{}, why)
	}
	return alone
}

// answered passes on the answer to a call, or frees it if nobody waits any more.
// It reports false for an answer to a call that was not ours, which stays the
// caller's.
func (t *table) answered(serial uint32, answer message) bool {
	w, known := t.remove(serial)
	if known && (w == nil || w(answer, nil) != nil) {
		answer.free()
	}
	return known
}

// fail ends a call that could not be sent.
func (t *table) fail(serial uint32, err error) {
	if w, _ := t.remove(serial); w != nil {
		_ = w(message{}, err)
	}
}

// remove forgets a call, and gives who waits for it, nil if nobody does.
func (t *table) remove(serial uint32) (w waiter, known bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w, known = t.calls[serial]
	if known && w == nil {
		t.setOrphansLocked(t.orphans - 1)
	}
	delete(t.calls, serial)
	return w, known
}

// abandon makes an orphan of a call, if its answer has not come in.
func (t *table) abandon(serial uint32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls[serial] != nil {
		t.calls[serial] = nil
		t.setOrphansLocked(t.orphans + 1)
	}
}

// close refuses more calls, for a reason.
func (t *table) close(why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closeLocked(why)
}

func (t *table) closeLocked(why error) {
	t.closing = true
	if t.why == nil {
		t.why = bus.NewDisconnectedError(why)
	}
}

// end says that the connection has ended, to all that wait.
func (t *table) end(why error) {
	t.mu.Lock()
	t.closeLocked(why)
	why = t.why
	waiting := t.calls
	t.calls = nil
	if t.orphans > 0 {
		t.setOrphansLocked(0)
	}
	if !t.endedLocked() {
		close(t.done)
	}
	t.mu.Unlock()
	for _, w := range waiting {
		if w != nil {
			_ = w(message{}, why)
		}
	}
}

func (t *table) endedLocked() bool {
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// reason is why the connection takes no more calls, nil while it does.
func (t *table) reason() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.why
}

func (t *table) stats() bus.Stats {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bus.Stats{InFlight: len(t.calls) - t.orphans, Orphans: t.orphans}
}
