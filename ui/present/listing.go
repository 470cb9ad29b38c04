package present

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// Listing is the list of tasks that a window shows: those that its [View] lets in,
// in the order of it, and below a task that is open its children. It tells what
// changed from one moment to the next as edits of the list, so that nobody need
// build it anew. Use [NewListing]. It is for one goroutine; a change costs what it
// touches, and moving a few words for each task shown at most. Another view takes
// looking at all tasks and bringing them in order, which may be done a few at a time:
// see [Listing.Show].
type Listing struct {
	all      map[tasks.ID]*listed
	byID     []*listed // all, in the order of submission, and some that are gone
	gone     int       // how many of byID are
	isBack   bool      // a task is that was gone, so byID is not in order
	children map[tasks.ID][]*listed
	counts   [Canceled + 1]int
	groups   map[string]*group // by title

	shown *arrangement
	next  *arrangement // what is being made to take the place of shown; nil if nothing is
}

// listed is a task that the listing knows.
type listed struct {
	snapshot tasks.Snapshot
	filter   Filter // the one besides All that matches
	text     string // what a search looks at; empty until it is needed
	open     bool   // its children are shown
	gone     bool   // the engine keeps it no longer
	group    *group // nil until it is needed
	in       [2]placing
}

// Edit replaces rows of a list.
type Edit struct{ Position, Removed, Added int }

// Change is what a list must do to follow.
type Change struct {
	// Edits are to be made in this order: each from further down the list than
	// the next, so that none moves what another is about.
	Edits []Edit
	// Updated names tasks that stay where they are and look different.
	Updated []tasks.ID
	// Finished is how many tasks were seen to finish.
	Finished int
}

const (
	// atOnce is how many tasks Show looks at by itself.
	atOnce = 2_000

	// sortFactor is how many rows are sorted in the time that one is made in.
	sortFactor = 4
)

// NewListing makes a listing without tasks, with the zero View.
func NewListing() *Listing {
	l := &Listing{
		all:      make(map[tasks.ID]*listed),
		children: make(map[tasks.ID][]*listed),
		groups:   make(map[string]*group),
		shown:    newArrangement(0, View{}),
	}
	l.shown.fed = noTask
	return l
}

// Len is the number of rows.
func (l *Listing) Len() int { return l.shown.rows.len() }

// At gives the task in a row, or nil if there is no such row, or a heading. It is
// the listing's own, to be read until the next change.
func (l *Listing) At(position int) *tasks.Snapshot {
	if row := l.shown.rows.at(position); row != nil && !row.isHeading() {
		return &row.task.snapshot
	}
	return nil
}

// Family tells of a task and those that belong to it.
type Family struct {
	Depth    int // below how many others it stands
	Children int // how many stand below it, or would if it were open
	Open     bool
}

// FamilyAt gives the family of the task in a row; the zero Family where At gives
// none.
func (l *Listing) FamilyAt(position int) Family {
	if l.At(position) == nil {
		return Family{}
	}
	row := l.shown.rows.at(position)
	family := Family{Depth: row.depth}
	if l.shown.view.Grouped {
		family.Depth-- // the heading's
	}
	if !l.shown.view.Flat {
		family.Children, family.Open = len(l.children[row.task.snapshot.ID]), row.task.open
	}
	return family
}

// Lookup gives a task, shown or not, or nil; see At.
func (l *Listing) Lookup(id tasks.ID) *tasks.Snapshot {
	if t := l.all[id]; t != nil {
		return &t.snapshot
	}
	return nil
}

// Position gives the row of a task, if it is shown.
func (l *Listing) Position(id tasks.ID) (position int, ok bool) {
	t := l.all[id]
	if t == nil || t.in[l.shown.slot].row == nil {
		return 0, false
	}
	return l.shown.rows.find(t.in[l.shown.slot].row)
}

// Count is how many tasks match a filter, whatever the search.
func (l *Listing) Count(f Filter) int {
	if f == All {
		return len(l.all)
	}
	return l.counts[f]
}

// View gives what was asked for last. The rows are of it unless the listing is Busy.
func (l *Listing) View() View {
	if l.next != nil {
		return l.next.view
	}
	return l.shown.view
}

// Searching reports whether a search leaves tasks out.
func (l *Listing) Searching() bool { return l.View().Query != "" }

// Show changes what is shown. Every row may show another task then; the edits are
// only of their number. With many tasks the rows stay as they are at first, and the
// listing is Busy until Continue was called often enough. Changes go on to come in
// meanwhile, and Show may be called again.
func (l *Listing) Show(view View) Change {
	view.Query = fold(view.Query)
	if view == l.View() {
		return Change{}
	}
	if l.next = nil; view == l.shown.view {
		return Change{}
	}
	l.next = newArrangement(1-l.shown.slot, view)
	l.forgetHeadings(l.next.slot)
	return l.Continue(atOnce)
}

// Busy tells that there is something to Continue.
func (l *Listing) Busy() bool { return l.next != nil }

// Continue goes on with the view that was asked for, by so many tasks. When all
// have been looked at and are in order, the rows change.
func (l *Listing) Continue(tasks int) Change {
	next := l.next
	if next == nil {
		return Change{}
	}
	i, _ := slices.BinarySearchFunc(l.byID, next.fed+1, byID)
	end := min(i+tasks, len(l.byID))
	for _, t := range l.byID[i:end] {
		next.fed = t.snapshot.ID
		t.in[next.slot] = placing{}
		if !t.gone {
			l.place(next, t)
		}
	}
	next.gather()
	if end < len(l.byID) {
		return Change{}
	}
	next.fed = noTask
	if !next.sort(sortFactor * tasks) {
		return Change{}
	}
	next.settle()
	before, after := l.Len(), next.rows.len()
	l.shown, l.next = next, nil
	same := min(before, after)
	return Change{Edits: []Edit{{Position: same, Removed: before - same, Added: after - same}}}
}

// SetOpen shows the children of a task, or hides them.
func (l *Listing) SetOpen(id tasks.ID, open bool) Change {
	t := l.all[id]
	if t == nil || t.open == open {
		return Change{}
	}
	t.open = open
	for _, child := range l.children[id] {
		l.touch(child)
	}
	return l.settle()
}

// Apply takes over what an engine says has changed.
func (l *Listing) Apply(changes tasks.Changes) Change {
	for _, id := range changes.Removed {
		if t := l.all[id]; t != nil {
			l.remove(t)
		}
	}
	finished := 0
	for i := range changes.Updated {
		t, hasFinished := l.update(&changes.Updated[i])
		if hasFinished {
			finished++
		}
		l.touch(t)
	}
	l.sortByID()
	change := l.settle()
	change.Finished = finished
	return change
}

func (l *Listing) remove(t *listed) {
	id, parent := t.snapshot.ID, t.snapshot.Parent
	l.counts[t.filter]--
	delete(l.all, id)
	t.gone = true
	l.gone++
	if parent != 0 {
		siblings := l.children[parent]
		if i, ok := slices.BinarySearchFunc(siblings, id, byID); ok {
			siblings = slices.Delete(siblings, i, i+1)
		}
		if l.children[parent] = siblings; len(siblings) == 0 {
			delete(l.children, parent)
		}
	}
	l.touch(t)
}

// update takes over a snapshot, and tells whether the task was seen to finish.
func (l *Listing) update(s *tasks.Snapshot) (t *listed, finished bool) {
	t, filter := l.all[s.ID], filterOf(s)
	if t == nil {
		t = &listed{}
		l.all[s.ID] = t
		l.isBack = l.isBack || len(l.byID) > 0 && l.byID[len(l.byID)-1].snapshot.ID >= s.ID
		l.byID = append(l.byID, t)
		if s.Parent != 0 {
			siblings := l.children[s.Parent]
			i, _ := slices.BinarySearchFunc(siblings, s.ID, byID)
			l.children[s.Parent] = slices.Insert(siblings, i, t)
		}
	} else {
		finished = t.filter == Running && filter != Running
		l.counts[t.filter]--
	}
	l.counts[filter]++
	t.snapshot, t.filter, t.text = *s, filter, ""
	return t, finished
}

// sortByID brings byID in order again: tasks that are back come first, and those
// that are gone are forgotten once they are many.
func (l *Listing) sortByID() {
	if l.gone > len(l.byID)/2 {
		l.byID = slices.DeleteFunc(l.byID, func(t *listed) bool { return t.gone })
		l.gone = 0
	}
	if l.isBack {
		slices.SortStableFunc(l.byID, func(a, b *listed) int { return cmp.Compare(a.snapshot.ID, b.snapshot.ID) })
		l.isBack = false
	}
}

// filterOf gives the filter besides All that shows a task.
func filterOf(s *tasks.Snapshot) Filter {
	switch s.State {
	case tasks.Succeeded:
		return Succeeded
	case tasks.Failed:
		return Failed
	case tasks.Canceled:
		return Canceled
	}
	return Running
}

func byID(t *listed, id tasks.ID) int { return cmp.Compare(t.snapshot.ID, id) }

// fold makes text fit for a search that does not mind case.
func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
