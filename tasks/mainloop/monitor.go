package mainloop

import (
	"slices"
	"sync"
	"time"
)

// Reading is what a Monitor saw.
type Reading struct {
	Last    time.Duration // the latest delay, or the one under way if that is longer
	P99     time.Duration // 99 of 100 delays in the window were no longer than this
	Max     time.Duration // the longest delay in the window, the one under way included
	Samples int           // how many delays the window holds
}

// Monitor measures how late the main loop runs: how much later than due a
// regular timer of GLib's default priority, that of input events, is called.
// About a millisecond is the timer's own coarseness. Its methods may be called
// from any goroutine.
type Monitor struct {
	interval time.Duration

	mu      sync.Mutex
	due     time.Time       // when the next tick should come; zero once stopped
	window  []time.Duration // ring of the latest delays
	samples int             // how many delays were ever taken
	source  timerSource
}

// StartMonitor starts a timer that fires every interval and keeps the last window
// delays. Stop it, before the main loop ends or after: it wakes the processor
// once an interval for as long as the main loop runs. An interval below a
// millisecond or a window below 1 panics.
func StartMonitor(interval time.Duration, window int) *Monitor {
	if interval < time.Millisecond || window < 1 {
		panic("mainloop: StartMonitor needs an interval of at least a millisecond and a window of at least 1")
	}
	m := &Monitor{
		interval: interval,
		due:      time.Now().Add(interval),
		window:   make([]time.Duration, window),
	}
	m.source = newTimerSource(m, interval)
	return m
}

// Stop ends the measuring; what was measured can still be read. Calling it again
// does nothing.
func (m *Monitor) Stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.due.IsZero() {
		return
	}
	m.due = time.Time{}
	m.source.free()
}

// Read returns the delays so far. If the loop is stuck at this moment, the delay
// that it has gathered counts already.
func (m *Monitor) Read() Reading {
	m.mu.Lock()
	n := min(m.samples, len(m.window))
	r := Reading{Samples: n}
	if n > 0 {
		r.Last = m.window[(m.samples-1)%len(m.window)]
	}
	sorted := slices.Clone(m.window[:n])
	due := m.due
	m.mu.Unlock()

	if n > 0 {
		slices.Sort(sorted)
		r.P99 = sorted[(n*99-1)/100]
		r.Max = sorted[n-1]
	}
	if !due.IsZero() {
		stuck := time.Since(due)
		r.Last = max(r.Last, stuck)
		r.Max = max(r.Max, stuck)
	}
	return r
}

// tick takes the delay of one call of the timer.
func (m *Monitor) tick(late time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.due.IsZero() {
		return
	}
	m.window[m.samples%len(m.window)] = max(late, 0)
	m.samples++
	m.due = time.Now().Add(m.interval)
}
