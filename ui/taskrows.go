package ui

import (
	"cmp"
	"slices"

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
	built  int  // rows that have got their widgets in this frame
}

// buildAtOnce is how many rows get their widgets in a frame.
const buildAtOnce = 5

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
	if widgets := l.rows[object.Native()].take(); widgets != nil {
		l.spare = append(l.spare, widgets)
	}
	delete(l.rows, object.Native())
}

// refill has every row show what it should.
func (l *taskList) refill() {
	for _, row := range l.bound {
		l.fillSoon(row)
	}
}

// setNarrow has the rows show less beside each other, or more.
func (l *taskList) setNarrow(narrow bool) {
	if narrow != l.narrow {
		l.narrow = narrow
		l.refill()
	}
}

// fillSoon has a row show the task that is at its position, in the next frame that
// it is in sight in.
func (l *taskList) fillSoon(row *taskRow) {
	row.stale, l.frames.stale = true, true
	l.ask()
}

// ask has the stale rows filled in the next frame.
func (l *taskList) ask() {
	if l.frames.stale && !l.frames.asked && l.frames.clock != nil {
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
	var bare []*taskRow
	for _, row := range l.bound {
		switch {
		case !row.stale:
		case !row.place.Mapped():
			l.frames.stale = true
		case row.widgets == nil && len(l.spare) == 0:
			bare = append(bare, row)
		default:
			l.fill(row)
		}
	}
	l.fillBare(bare)
}

// fillBare fills the first of the rows that have no widgets yet, and has the others
// filled in the next frames.
func (l *taskList) fillBare(bare []*taskRow) {
	slices.SortFunc(bare, func(a, b *taskRow) int { return cmp.Compare(a.item.Position(), b.item.Position()) })
	for len(bare) > 0 && l.frames.built < buildAtOnce {
		l.fill(bare[0])
		bare = bare[1:]
		if l.frames.built++; l.frames.built == 1 {
			coreglib.TimeoutAdd(uint(frame.Milliseconds()), weaklyTrue(l, func(l *taskList) bool {
				l.frames.built = 0
				l.ask()
				return false
			}))
		}
	}
	l.frames.stale = l.frames.stale || len(bare) > 0
}

// fill shows in a row the task that is at its position.
func (l *taskList) fill(row *taskRow) {
	row.stale = false
	position := int(row.item.Position())
	if s := l.listing.At(position); s != nil {
		if row.widgets == nil {
			row.put(l.rowWidgets())
		}
		row.showSelecting(l.selecting, l.isChosen(s.ID))
		row.show(s, l.listing.FamilyAt(position), l.clock, l.narrow)
	} else if title, ok := l.listing.Heading(position); ok {
		row.showSelecting(false, false)
		row.showHeading(title)
	}
}

// rowWidgets gives widgets that no row has.
func (l *taskList) rowWidgets() *rowWidgets {
	last := len(l.spare) - 1
	if last < 0 {
		return newRowWidgets(l.actions)
	}
	widgets := l.spare[last]
	l.spare = slices.Delete(l.spare, last, last+1)
	return widgets
}
