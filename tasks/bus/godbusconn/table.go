package godbusconn

import (
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// table knows the calls that the bus has not answered yet, by their serial
// numbers. A call that was given up stays, as an orphan: its serial must not be
// used again before its answer has come, and the bus counts it until then.
type table struct {
	mu      sync.Mutex
	last    uint32
	calls   map[uint32]chan<- *wire.Frame // nil for an orphan
	orphans int
	changed func(orphans int) // see bus.Conn.OnOrphans
	ended   bool
}

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

// add registers a call. Its answer will be sent to the channel, which needs
// room for one; the channel is closed instead if the connection ends first. It
// reports false if it has ended already.
func (t *table) add(answer chan<- *wire.Frame) (serial uint32, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return 0, false
	}
	serial = t.nextLocked()
	if t.calls == nil {
		t.calls = make(map[uint32]chan<- *wire.Frame)
	}
	t.calls[serial] = answer
	return serial, true
}

// next returns a serial for a message that nobody answers.
func (t *table) next() uint32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.nextLocked()
}

func (t *table) nextLocked() uint32 {
	for {
		t.last++ // wraps round after 2^32 messages
		if _, used := t.calls[t.last]; !used && t.last != 0 {
			return t.last
		}
	}
}

// answer passes an answer on to whoever waits for it, and drops one that nobody
// waits for any more. It reports false for an answer to a call that was not ours.
func (t *table) answer(frame *wire.Frame) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	answer, ok := t.calls[frame.ReplySerial]
	if !ok {
		return false
	}
	delete(t.calls, frame.ReplySerial)
	if answer == nil {
		t.setOrphansLocked(t.orphans - 1)
		return true
	}
	answer <- frame
	return true
}

// abandon makes an orphan of a call. It reports false if the call's channel
// has its answer already, or is closed.
func (t *table) abandon(serial uint32) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls[serial] == nil {
		return false
	}
	t.calls[serial] = nil
	t.setOrphansLocked(t.orphans + 1)
	return true
}

// forget takes back an add: the call was never sent.
func (t *table) forget(serial uint32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.calls, serial)
}

// end closes the channel of every call that waits, and refuses more.
func (t *table) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	for _, answer := range t.calls {
		if answer != nil {
			close(answer)
		}
	}
	t.calls = nil
	if t.orphans > 0 {
		t.setOrphansLocked(0)
	}
}

func (t *table) stats() bus.Stats {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bus.Stats{InFlight: len(t.calls) - t.orphans, Orphans: t.orphans}
}
