package ui

import (
	"cmp"
	"math"
	"slices"
	"time"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// follow subscribes to what the window shows.
func (w *window) follow() {
	w.following = newPace(w.opts.Loop, weakly(w, (*window).drainSome))
	w.changes = w.opts.Engine.Subscribe(w.following.ask)
	connections := newPace(w.opts.Loop, weakly(w, (*window).showConnections))
	w.stopWatching = w.opts.Connections.Subscribe(connections.ask)
	w.showConnections()
	w.tick()
	coreglib.TimeoutSecondsAdd(1, weaklyTrue(w, (*window).tick))
}

// drainAtOnce is how many changes are taken over in a frame.
const drainAtOnce = 500

// drainSome takes over what has changed in the engine, a part in this frame and the
// rest in those that follow.
func (w *window) drainSome() {
	if !w.closed && w.takeOver(drainAtOnce) {
		w.following.ask()
	}
}

// drain takes over all that has changed in the engine.
func (w *window) drain() {
	if !w.closed {
		w.takeOver(math.MaxInt)
	}
}

// takeOver shows so many changes at most, and tells whether there are more.
func (w *window) takeOver(most int) (more bool) {
	changes, more := w.changes.DrainSome(most)
	if w.onChange != nil {
		w.onChange(changes)
	}
	change := w.page.list.apply(changes)
	w.page.showStack()
	w.page.count(change.Finished)
	w.page.showSelection()
	w.showCounts()
	if touches(changes, w.page.list.selected) {
		w.showDetails()
	}
	if w.pattern != nil {
		w.pattern.update()
	}
	w.learn(changes)
	w.awaiting.apply(changes)
	return more
}

// touches reports whether a task is among the changes.
func touches(changes tasks.Changes, id tasks.ID) bool {
	_, updated := slices.BinarySearchFunc(changes.Updated, id, func(s tasks.Snapshot, id tasks.ID) int {
		return cmp.Compare(s.ID, id)
	})
	return updated || slices.Contains(changes.Removed, id)
}

func (w *window) showCounts() {
	listing := w.page.list.listing
	w.sidebar.showCounts(listing)
	running := listing.Count(present.Running)
	finished := listing.Count(present.All) - running
	wasEmpty := w.empty()
	w.shown.running, w.shown.finished = running, finished
	w.onCounts(running, finished)
	if w.empty() != wasEmpty {
		w.layout()
		w.showPlaceDetails()
	}
}

// empty tells that there is no task at all.
func (w *window) empty() bool { return w.shown.running+w.shown.finished == 0 }

// showDetails shows the selected task as it is now.
func (w *window) showDetails() {
	list := w.page.list
	s := list.listing.Lookup(list.selected)
	if s == nil {
		list.choose(0)
		if w.details != nil {
			w.details.Clear()
		}
		if w.place == tasksPlace {
			w.outer.SetShowContent(false)
		}
	} else {
		w.taskDetails().Show(*s, list.clock)
	}
	w.showPlaceDetails()
}

// tick lets the clocks in the window go on; it is called once a second.
func (w *window) tick() bool {
	if w.closed {
		return false
	}
	now := time.Now()
	w.page.list.tick(now)
	w.showConnections() // nobody tells of the calls that wait
	w.page.tick(now, w.shown.running, w.monitor.Read())
	if s := w.page.list.listing.Lookup(w.page.list.selected); s != nil && !s.State.Final() {
		w.taskDetails().Show(*s, now)
	}
	return true
}

func (w *window) showConnections() {
	if w.closed {
		return
	}
	all := w.opts.Connections.All()
	w.sidebar.showConnections(all)
	w.page.showBanner(troubleOf(all))
}
