package ui

import (
	"math"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

const (
	// fewEdits is how many edits the view is given as they are: each takes it long.
	fewEdits = 32

	// viewRows is more rows than the view makes widgets for, and rowsAtOnce how many
	// it is given in a frame until it has them.
	viewRows   = 220
	rowsAtOnce = 15

	// manyChosen is how many selected tasks are looked up one by one: of more, the
	// view itself knows where they have moved to.
	manyChosen = 1_000
)

// follow brings the view up to date; what rows show that have moved follows in the
// next frame.
func (l *taskList) follow(change present.Change) {
	atTop := l.scrolled.Value() == 0
	l.following = true
	// At the top the newest rows are in sight, whichever were before, unless the
	// keyboard is in one.
	if !atTop || len(l.chosen) > manyChosen || l.view.StateFlags().Has(gtk.StateFlagFocusWithin) {
		l.edit(change.Edits)
	}
	l.resize()
	l.restoreSelection()
	l.following = false
	if len(change.Edits) > 0 && l.model.len > 0 && (atTop || l.listing.Len() == 0) {
		// The view would keep the rows that it shows, and the new ones out of sight.
		l.view.ScrollTo(0, gtk.ListScrollNone, nil)
	}
	if len(change.Edits) == 0 && len(change.Updated) == 0 {
		return
	}
	moved := len(change.Edits) > 0 || l.frames.asked
	l.refill()
	if !moved { // what is in sight stays there
		l.fillThoseInSight()
	}
}

// edit has the rows in sight, those that are selected and the one with the keyboard
// stay with their tasks. For all others it is enough that there are as many as there
// should be, which resize sees to.
func (l *taskList) edit(edits []present.Edit) {
	before := l.listing.Len()
	for _, edit := range edits {
		before += edit.Removed - edit.Added
	}
	switch {
	case l.listing.Len() == 0:
		return
	case len(l.chosen) > manyChosen:
		l.growTo(before)
	case before != l.model.len, l.model.len < viewRows && l.listing.Len() > before+rowsAtOnce:
		return
	case len(edits) > fewEdits:
		first, last := l.inSight()
		edits = present.Nearby(edits, first, last+1)
	}
	for _, edit := range edits {
		l.model.splice(edit.Position, edit.Removed, edit.Added)
	}
}

// inSight gives the positions of the first and the last row that can be seen; if
// there are none, the first is beyond the last.
func (l *taskList) inSight() (first, last int) {
	first, last = math.MaxInt, -1
	for _, row := range l.bound {
		if row.place.Mapped() {
			position := int(row.item.Position())
			first, last = min(first, position), max(last, position)
		}
	}
	return first, last
}

// resize gives the view as many rows as the listing has. Of the first ones, which it
// makes widgets for, it gets some now and others later; where there are none to show,
// and something else stands in the view's place, it keeps those until there are.
func (l *taskList) resize() {
	want := l.listing.Len()
	if want == 0 {
		want = min(l.model.len, viewRows)
	}
	if surplus := l.model.len - want; surplus > 0 {
		l.model.splice(want, surplus, 0)
	}
	if l.grow(); l.model.len < l.listing.Len() && !l.growing {
		l.growing = true
		coreglib.TimeoutAdd(uint(frame.Milliseconds()), weaklyTrue(l, func(l *taskList) bool {
			l.following = true
			l.grow()
			l.restoreSelection()
			l.following = false
			l.growing = l.model.len < l.listing.Len()
			return l.growing
		}))
	}
}

// grow adds as many rows as may be added at once.
func (l *taskList) grow() {
	most := math.MaxInt
	if l.model.len < viewRows {
		most = l.model.len + rowsAtOnce
	}
	l.growTo(min(most, l.listing.Len()))
}

// growTo adds rows until there are so many.
func (l *taskList) growTo(n int) {
	if n > l.model.len {
		l.model.splice(l.model.len, 0, n-l.model.len)
	}
}

// restoreSelection selects the selected tasks where they are now. Those that are out
// of sight are selected no more, but for the one whose details are shown.
func (l *taskList) restoreSelection() {
	if len(l.chosen) > manyChosen {
		return
	}
	for id := range l.chosen {
		if _, shown := l.listing.Position(id); !shown && id != l.selected {
			delete(l.chosen, id)
		}
	}
	l.selectChosen()
}

// selectChosen has the view select those of the selected tasks that it has rows for.
func (l *taskList) selectChosen() {
	want := gtk.NewBitsetEmpty()
	if len(l.chosen) <= manyChosen {
		for id := range l.chosen {
			if position, ok := l.listing.Position(id); ok && position < l.model.len {
				want.Add(uint(position))
			}
		}
	} else {
		for position := range min(l.model.len, l.listing.Len()) {
			if s := l.listing.At(position); s != nil && l.isChosen(s.ID) {
				want.Add(uint(position))
			}
		}
	}
	if !l.selection.Selection().Equals(want) {
		l.selection.SetSelection(want, gtk.NewBitsetRange(0, uint(l.model.len)))
	}
}
