package bus

import (
	"errors"
	"sync"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// ErrPaused is why there is a [Gap] that somebody wanted.
var ErrPaused = errors.New("bus: the watch was paused")

// ErrNotKept is in [Message.Malformed] of a message whose body a watch has not
// kept, since it is too long: the bodies of all that it keeps take 128 MiB on the
// wire at most.
var ErrNotKept = errors.New("bus: the body is too long to be kept")

const watchMemory = 128 << 20

// WatchState is what a watch is doing. The zero value is WatchStarting.
type WatchState uint8

// The states of a watch that runs.
const (
	WatchStarting WatchState = iota // it waits for its connection, or for the bus to take its rule
	WatchArmed
	WatchPaused  // messages are counted, and not kept
	WatchWaiting // its connection is lost, and was not made anew yet
)

// WatchInfo is a watch, or a monitor, at one moment.
type WatchInfo struct {
	State WatchState
	WatchResult
}

// watch is what there is to know of a task that watches, or monitors.
type watch struct {
	limit   uint64
	longest int           // of the messages whose bodies are kept
	full    chan struct{} // closed when the limit is reached

	mu       sync.Mutex
	reporter *tasks.Reporter // nil until the task runs
	state    WatchState      // but for WatchPaused
	mode     string          // says of a monitor what it sees
	result   WatchResult
	conn     Conn // whose messages count
	pause    *Gap // while paused
	gap      *Gap // since the connection was lost; it is marked before the next message
}

func newWatch(keep int, limit uint64) *watch {
	return &watch{limit: limit, longest: watchMemory / keep, full: make(chan struct{})}
}

func (w *watch) start(r *tasks.Reporter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.reporter = r
	w.showLocked()
}

// deliverOn gives what takes the messages of a connection. The connection calls it
// in their order; what comes late, after the next connection has begun, is dropped.
func (w *watch) deliverOn(conn Conn) func(Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.conn = conn
	return func(msg Message) { w.deliver(conn, msg) }
}

func (w *watch) deliver(conn Conn, msg Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case conn != w.conn || w.limit > 0 && w.result.Messages == w.limit:
		return
	case w.pause != nil:
		w.pause.Missed++
		w.result.Missed++
		return
	}
	w.markLocked()
	if msg.Size > w.longest {
		msg.Body, msg.Malformed = nil, ErrNotKept
	}
	w.result.Messages++
	w.reporter.Emit(msg)
	if w.limit > 0 {
		w.showLocked()
		if w.result.Messages == w.limit {
			close(w.full)
		}
	}
}

// markLocked marks the gap that the loss of a connection has left.
func (w *watch) markLocked() {
	if w.gap != nil {
		w.gap.Until = time.Now()
		w.reporter.Emit(*w.gap)
		w.gap = nil
	}
}

// arm says that all messages come from now on.
func (w *watch) arm() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state = WatchArmed
	w.markLocked()
	w.showLocked()
}

// lose says that the connection is lost.
func (w *watch) lose(why error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state, w.conn = WatchWaiting, nil
	if w.gap == nil {
		w.gap = &Gap{From: time.Now(), Why: why}
	}
	w.showLocked()
}

// setPaused reports whether that changed anything.
func (w *watch) setPaused(paused bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case paused == (w.pause != nil):
		return false
	case paused:
		w.pause = &Gap{From: time.Now(), Why: ErrPaused}
	default:
		gap := *w.pause
		w.pause = nil
		if gap.Missed > 0 && w.reporter != nil {
			gap.Until = time.Now()
			w.reporter.Emit(gap)
		}
	}
	w.showLocked()
	return true
}

func (w *watch) info() WatchInfo {
	w.mu.Lock()
	defer w.mu.Unlock()
	info := WatchInfo{State: w.state, WatchResult: w.result}
	if w.pause != nil && w.state == WatchArmed {
		info.State = WatchPaused
	}
	return info
}

// showLocked has the task's progress say how the watch is.
func (w *watch) showLocked() {
	if w.reporter == nil {
		return
	}
	text := w.mode
	switch {
	case w.state == WatchWaiting:
		text = saysLost
	case w.pause != nil:
		text = saysPaused
	}
	w.reporter.Progress(int64(w.result.Messages), int64(w.limit), text)
}
