package ui

import (
	"sync/atomic"
	"time"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

const (
	frame = 16 * time.Millisecond

	// restFactor is how many times what the last run took lies between its start
	// and the next: work that falls behind takes a quarter of the main loop.
	restFactor = 4
)

// pace runs a function on the main loop's thread after it was asked for, at most
// once a frame however often that is.
type pace struct {
	loop  *mainloop.Loop
	run   func()
	asked atomic.Bool

	// Only the main loop's thread touches these.
	waiting  bool
	earliest time.Time
}

// newPace makes a pace, which whoever asks it holds, and run with it.
func newPace(loop *mainloop.Loop, run func()) *pace {
	return &pace{loop: loop, run: run}
}

// ask has the function run soon. It may be called from any goroutine and does
// not block. After the loop has ended nothing runs.
func (p *pace) ask() {
	if !p.asked.Swap(true) {
		_ = p.loop.Post(p.arrive)
	}
}

func (p *pace) arrive() {
	p.asked.Store(false)
	if p.waiting {
		return
	}
	wait := time.Until(p.earliest)
	if wait <= 0 {
		p.now()
		return
	}
	p.waiting = true
	coreglib.TimeoutAdd(uint(wait.Milliseconds())+1, func() bool {
		p.waiting = false
		p.now()
		return false
	})
}

func (p *pace) now() {
	start := time.Now()
	p.run()
	end := time.Now()
	p.earliest = start.Add(max(frame, restFactor*end.Sub(start)))
}
