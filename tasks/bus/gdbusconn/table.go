package gdbusconn

import (
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// table knows the calls that the bus has not answered yet, by their serial
// numbers, and whether the connection lives. It refers to nothing of GLib's, since
// GLib refers to it: a wrapper in here would keep its object alive for ever.
type table struct {
	running sync.WaitGroup // calls that have begun and not ended
	done    chan struct{}  // closed when the connection has ended

	mu      sync.Mutex
	last    uint32
	calls   map[uint32]bool // by serial; true for an orphan
	orphans int
	closing bool  // no more calls
	why     error // what Err returns once done is closed; the first reason stays
}

func newTable() *table {
	return &table{done: make(chan struct{}), calls: make(map[uint32]bool), last: firstSerial}
}

// firstSerial is where our serial numbers begin, out of the way of GDBus, which
// counts its own messages from 1.
const firstSerial = 1 << 31

// begin gives a call its serial, or the reason why there can be none any more.
// Whoever gets a serial must call finish with it.
func (t *table) begin(reply bool) (serial uint32, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closing {
		return 0, t.why
	}
	t.running.Add(1)
	for {
		t.last = max(t.last+1, firstSerial) // wraps round after 2^31 calls
		if _, used := t.calls[t.last]; !used {
			break
		}
	}
	if reply {
		t.calls[t.last] = false
	}
	return t.last, nil
}

// finish ends a call, answered or not. An orphan stays.
func (t *table) finish(serial uint32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.calls[serial] {
		delete(t.calls, serial)
	}
	t.running.Done()
}

// answered notes that the answer to a call has come in.
func (t *table) answered(serial uint32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls[serial] {
		t.orphans--
	}
	delete(t.calls, serial)
}

// abandon makes an orphan of a call. It reports false if its answer has come in,
// and is on its way to the caller.
func (t *table) abandon(serial uint32) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	orphan, waits := t.calls[serial]
	if !waits || orphan {
		return false
	}
	t.calls[serial] = true
	t.orphans++
	return true
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

// end says that the connection has ended.
func (t *table) end(why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closeLocked(why)
	clear(t.calls)
	t.orphans = 0
	select {
	case <-t.done:
	default:
		close(t.done)
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
