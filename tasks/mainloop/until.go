package mainloop

import (
	"github.com/diamondburned/gotk4/pkg/glib/v2"
)

// RunUntil runs the main loop until done is closed, or until Close is called in one
// of its turns. It is for the time after the application's own loop has returned and
// before Close: work that awaits operations on this loop can only end while it
// turns. Call it on the loop's thread; it panics on another.
func (l *Loop) RunUntil(done <-chan struct{}) {
	if !l.OnThread() {
		panic("mainloop: RunUntil called off the main loop's thread")
	}
	context := glib.MainContextDefault()
	woken := make(chan struct{})
	defer func() { <-woken }()
	go func() {
		defer close(woken)
		select {
		case <-done:
			context.Wakeup()
		case <-l.done: // in a turn, which ends by itself
		}
	}()
	for {
		select {
		case <-done:
			return
		case <-l.done:
			return
		default:
			context.Iteration(true)
		}
	}
}
