package present

import (
	"math"
	"slices"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// arrangement is the rows of a view. A listing has one that is shown, and another
// while it changes to another view; each has a slot of its own in the tasks.
type arrangement struct {
	slot    int
	view    View     // whose query is folded
	fed     tasks.ID // those up to this one have been looked at
	rows    sequence // in order
	runs    runs     // what becomes the rows, while it is made
	touched []*listed
	round   uint64 // of changes; all that come while it is made are one
}

func newArrangement(slot int, view View) *arrangement {
	return &arrangement{slot: slot, view: view, round: 1}
}

// noTask comes after every task.
const noTask = tasks.ID(math.MaxUint64 - 1)

// row is a task in its place, or a heading. It never changes: a task that moves gets another.
type row struct {
	task  *listed
	key   sortKey
	under *row // the parent's, if it stands below that
	depth int
	index rowIndex // where a sequence keeps it
}

// placing is what an arrangement has made of a task.
type placing struct {
	row     *row // nil if it is not shown
	before  *row // the row at the beginning of the round
	round   uint64
	matches bool // the view lets it in, be it hidden below its parent or not
}

// touch has a task placed again in every arrangement that has come to it.
func (l *Listing) touch(t *listed) {
	for _, a := range []*arrangement{l.shown, l.next} {
		if a != nil && t.snapshot.ID <= a.fed {
			l.place(a, t)
		}
	}
}

// place gives a task its row, or takes it away, and does so for its children where
// that matters to them. The list itself follows in settle.
func (l *Listing) place(a *arrangement, t *listed) {
	l.note(a, t)
	at := &t.in[a.slot]
	wasRow, matched := at.row, at.matches
	at.matches = !t.gone && a.matches(t)
	at.row = l.rowFor(a, t)
	l.count(a, wasRow, at.row)
	if at.row == wasRow && at.matches == matched {
		return
	}
	for _, child := range l.children[t.snapshot.ID] {
		if child.snapshot.ID <= a.fed {
			l.place(a, child)
		}
	}
}

// note keeps in mind which row something had at the beginning of the round.
func (l *Listing) note(a *arrangement, t *listed) {
	if at := &t.in[a.slot]; at.round != a.round {
		at.round, at.before = a.round, at.row
		a.touched = append(a.touched, t)
	}
}

// rowFor gives the row that a task is to have, which is the one it has if that will
// do; nil if it is not to be shown. A child is shown below its parent, if that is
// open; where the view leaves the parent out, it stands by itself.
func (l *Listing) rowFor(a *arrangement, t *listed) *row {
	at := &t.in[a.slot]
	if !at.matches {
		return nil
	}
	var under *row
	if parent := l.all[t.snapshot.Parent]; parent != nil && !a.view.Flat && parent.in[a.slot].matches {
		under = parent.in[a.slot].row
		if under == nil || !parent.open {
			return nil
		}
	}
	if under == nil && a.view.Grouped {
		under = l.headingFor(a, t)
	}
	key := keyOf(a.view.Order, &t.snapshot)
	if at.row != nil && at.row.key == key && at.row.under == under {
		return at.row
	}
	depth := 0
	if under != nil {
		depth = under.depth + 1
	}
	return &row{task: t, key: key, under: under, depth: depth}
}

func (a *arrangement) matches(t *listed) bool {
	if a.view.Filter != All && a.view.Filter != t.filter {
		return false
	}
	if a.view.Query == "" {
		return true
	}
	if t.text == "" {
		row := TaskRow(&t.snapshot, t.snapshot.Finished)
		t.text = fold(row.Title + "\n" + row.Detail + "\n" + row.State)
		if t.snapshot.State.Final() { // or it would be another in a moment
			t.text += "\n" + fold(row.Elapsed)
		}
	}
	return strings.Contains(t.text, a.view.Query)
}

// settle ends a round, and tells what has changed in what is shown.
func (l *Listing) settle() Change {
	if l.next != nil {
		l.next.gather()
	}
	return l.shown.settle()
}

// gather takes the rows that are new into an arrangement that is being made. What
// changes in those that it has follows when it settles.
func (a *arrangement) gather() {
	var come []*row
	changed := a.touched[:0]
	for _, t := range a.touched {
		at := &t.in[a.slot]
		if at.before != nil {
			changed = append(changed, t)
			continue
		}
		at.round = 0
		if at.row != nil {
			come = append(come, at.row)
		}
	}
	clear(a.touched[len(changed):])
	a.touched = changed
	a.runs.add(come)
}

// sort goes on to bring what was gathered in order, by so many rows, and reports
// whether it is.
func (a *arrangement) sort(rows int) (done bool) {
	if !a.runs.merge(rows) {
		return false
	}
	a.rows, a.runs = newSequence(a.runs.sorted()), runs{}
	return true
}

// settle makes the list what place has made of the tasks.
func (a *arrangement) settle() Change {
	var change Change
	var gone, come []*row
	for _, t := range a.touched {
		at := &t.in[a.slot]
		switch before := at.before; {
		case before == at.row && before != nil:
			change.Updated = append(change.Updated, t.snapshot.ID)
		case before != at.row:
			if before != nil {
				gone = append(gone, before)
			}
			if at.row != nil {
				come = append(come, at.row)
			}
		}
		at.before = nil
	}
	clear(a.touched)
	a.touched = a.touched[:0]
	a.round++
	slices.SortFunc(gone, compareRows)
	slices.SortFunc(come, compareRows)
	if len(gone) > 0 || len(come) > 0 {
		edits, stayed := a.rows.merge(a.slot, gone, come)
		change.Edits, change.Updated = edits, append(change.Updated, stayed...)
	}
	return change
}
