package ui

import (
	"runtime"
	"time"
)

const (
	// collectorRounds is how often the garbage is collected for one dialog: a
	// widget is freed two rounds after the last that held it, and a dialog is
	// widgets in widgets.
	collectorRounds = 6

	// collectorPause lets the main loop free, between two rounds, what the first
	// one found.
	collectorPause = 50 * time.Millisecond
)

// collector frees what a closed dialog or window leaves. Go's collector waits until the Go
// heap has grown, and sees of a widget only the few words of its Go half; of
// dialogs, a hundred megabytes would be waiting in C's heap.
type collector struct {
	asked    chan struct{}
	stopping chan struct{}
	stopped  chan struct{}
}

// startCollector starts the collector's goroutine, which stop ends.
func startCollector() *collector {
	c := &collector{
		asked:    make(chan struct{}, 1),
		stopping: make(chan struct{}),
		stopped:  make(chan struct{}),
	}
	go c.run()
	return c
}

func (c *collector) run() {
	defer close(c.stopped)
	pause := time.NewTimer(0)
	defer pause.Stop()
	for rounds := 0; ; {
		var next <-chan time.Time
		if rounds > 0 {
			next = pause.C
		}
		select {
		case <-c.stopping:
			return
		case <-c.asked:
			rounds = collectorRounds
		case <-next:
			rounds--
			runtime.GC()
			pause.Reset(collectorPause)
		}
	}
}

// ask has the garbage collected soon. It does not block; after stop it does
// nothing.
func (c *collector) ask() {
	select {
	case c.asked <- struct{}{}:
	default: // it has been asked to already
	}
}

// stop ends the goroutine and waits for it, for as long as one collection takes.
func (c *collector) stop() {
	close(c.stopping)
	<-c.stopped
}
