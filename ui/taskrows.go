package ui

import (
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gdk/v4"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// The view has some two hundred rows, ten times as many as are in sight, and moves
// them about while the list changes. Which of them are in sight it knows when it has
// laid them out. Only then, before the frame is drawn, are those filled that do not
// show what they should; the others have not even widgets.

// rowFrames tells when the view has laid out its rows.
type rowFrames struct {
	clock  *gdk.FrameClock // of the window; nil while it has none
	signal coreglib.SignalHandle
	asked  bool // for a frame
	stale  bool // there is something to fill, perhaps out of sight
}

func (l *taskList) followFrames() {
	l.frames.clock = gdk.BaseFrameClock(l.view.FrameClock())
	l.frames.signal = l.frames.clock.ConnectLayout(weakly(l, (*taskList).fillThoseInSight))
	l.refill()
}

func (l *taskList) leaveFrames() {
	l.frames.clock.HandlerDisconnect(l.frames.signal)
	l.frames.clock, l.frames.asked = nil, false
}

func (l *taskList) setup(object *coreglib.Object) {
	l.rows[object.Native()] = newTaskRow(object.Cast().(*gtk.ListItem))
}

func (l *taskList) bind(object *coreglib.Object) {
	row := l.rows[object.Native()]
	l.bound[object.Native()] = row
	l.fillSoon(row)
}

func (l *taskList) unbind(object *coreglib.Object) {
	delete(l.bound, object.Native())
}

func (l *taskList) teardown(object *coreglib.Object) {
	delete(l.rows, object.Native())
}

// refill has every row show what it should.
func (l *taskList) refill() {
	for _, row := range l.bound {
		l.fillSoon(row)
	}
}

// fillSoon has a row show the task that is at its position, in the next frame that
// it is in sight in.
func (l *taskList) fillSoon(row *taskRow) {
	row.stale, l.frames.stale = true, true
	if !l.frames.asked && l.frames.clock != nil {
		l.frames.asked = true
		l.frames.clock.RequestPhase(gdk.FrameClockPhaseLayout)
	}
}

// fillThoseInSight fills the rows that are in sight now.
func (l *taskList) fillThoseInSight() {
	if !l.frames.stale {
		return
	}
	l.frames.asked, l.frames.stale = false, false
	for _, row := range l.bound {
		switch {
		case !row.stale:
		case row.place.Mapped():
			l.fill(row)
		default:
			l.frames.stale = true
		}
	}
}

// fill shows in a row the task that is at its position.
func (l *taskList) fill(row *taskRow) {
	row.stale = false
	if row.box == nil {
		row.build(l.actions)
	}
	position := int(row.item.Position())
	if s := l.listing.At(position); s != nil {
		row.showSelecting(l.selecting, l.isChosen(s.ID))
		row.show(s, l.listing.FamilyAt(position), l.clock)
	} else if title, ok := l.listing.Heading(position); ok {
		row.showSelecting(false, false)
		row.showHeading(title)
	}
}
