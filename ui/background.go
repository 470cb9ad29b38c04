package ui

import (
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// resultsKept is how long the program waits, without a window and with all tasks
// ended, for somebody to come and see what they gave.
const resultsKept = 10 * time.Minute

// background is the program without a window. It begins when the window is closed
// on running tasks that are to go on, and it ends when there is a window again.
//
// Once the last task has ended nothing more can happen without a window, so the
// program ends: at once if all were canceled on purpose, since nobody waits for
// those, and else after [resultsKept], since what the tasks gave is nowhere but
// in the program. A second launch, or a click on a notification, shows the
// window, and with it all that has ended meanwhile.
type background struct {
	app      *adw.Application
	since    time.Time
	changes  *tasks.Subscription
	onChange func(tasks.Changes)
	asked    *pace // the subscription's

	running map[tasks.ID]struct{}
	results bool // tasks have ended that somebody may want to see
	idle    bool // no task runs any more, and the program may end
}

// startBackground keeps app running and follows the engine until stop.
func startBackground(app *adw.Application, opts Options, onChange func(tasks.Changes)) *background {
	b := &background{app: app, since: time.Now(), onChange: onChange, running: make(map[tasks.ID]struct{})}
	app.Hold()
	b.asked = newPace(opts.Loop, b.drain)
	b.changes = opts.Engine.Subscribe(b.asked.ask)
	return b
}

// stop ends it. Whoever calls it has a window, or ends the program.
func (b *background) stop() {
	b.changes.Close()
	b.changes = nil
	b.app.SetInactivityTimeout(0)
	if !b.idle {
		b.app.Release()
	}
}

func (b *background) drain() {
	if b.changes == nil {
		return
	}
	changes := b.changes.Drain()
	b.onChange(changes)
	for _, id := range changes.Removed {
		delete(b.running, id)
	}
	for i := range changes.Updated {
		s := &changes.Updated[i]
		if !s.State.Final() {
			b.running[s.ID] = struct{}{}
			continue
		}
		delete(b.running, s.ID)
		b.results = b.results || s.Finished.After(b.since) && !present.CanceledOnPurpose(s)
	}
	if len(b.running) == 0 && !b.idle {
		b.rest()
	}
}

// rest lets the program end.
func (b *background) rest() {
	b.idle = true
	if b.results {
		b.app.SetInactivityTimeout(uint(resultsKept.Milliseconds()))
	}
	b.app.Release()
}
