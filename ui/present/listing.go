package present

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// Listing is the list of tasks that a window shows: those that match a filter
// and a search, the newest first. It tells what changed from one moment to the
// next as edits of the list, so that nobody need build it anew. Use
// [NewListing]. It is for one goroutine; a change costs what it touches, and
// moving a few words for each task shown at most.
type Listing struct {
	filter Filter
	query  string // folded
	all    map[tasks.ID]*listed
	counts [Canceled + 1]int
	shown  []*listed // in the order of submission: the last comes first in the list
	spare  []*listed // empty room for the next shown
}

// listed is a task that the listing knows.
type listed struct {
	snapshot tasks.Snapshot
	group    Filter // the one besides All that matches
	shown    bool
	text     string // what a search looks at; empty until it is needed
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

// NewListing makes a listing without tasks, which shows all.
func NewListing() *Listing {
	return &Listing{all: make(map[tasks.ID]*listed)}
}

// Len is the number of rows.
func (l *Listing) Len() int { return len(l.shown) }

// At gives the task in a row, or nil if there is no such row. It is the
// listing's own, to be read until the next change.
func (l *Listing) At(position int) *tasks.Snapshot {
	if position < 0 || position >= len(l.shown) {
		return nil
	}
	return &l.shown[len(l.shown)-1-position].snapshot
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
	i, ok := slices.BinarySearchFunc(l.shown, id, byID)
	return len(l.shown) - 1 - i, ok
}

// Count is how many tasks match a filter, whatever the search.
func (l *Listing) Count(f Filter) int {
	if f == All {
		return len(l.all)
	}
	return l.counts[f]
}

// Filter gives the filter and the search as they were set.
func (l *Listing) Filter() Filter { return l.filter }

// Searching reports whether a search leaves tasks out.
func (l *Listing) Searching() bool { return l.query != "" }

// Show changes the filter and the words that a task's title, detail and state
// must contain. Every row may show another task then; the edits are only of
// their number.
func (l *Listing) Show(filter Filter, query string) Change {
	query = fold(query)
	if filter == l.filter && query == l.query {
		return Change{}
	}
	l.filter, l.query = filter, query
	before := len(l.shown)
	clear(l.shown)
	l.shown = l.shown[:0]
	for _, t := range l.all {
		if t.shown = l.matches(t); t.shown {
			l.shown = append(l.shown, t)
		}
	}
	slices.SortFunc(l.shown, func(a, b *listed) int { return cmp.Compare(a.snapshot.ID, b.snapshot.ID) })
	same := min(before, len(l.shown))
	return Change{Edits: []Edit{{Position: same, Removed: before - same, Added: len(l.shown) - same}}}
}

// Apply takes over what an engine says has changed.
func (l *Listing) Apply(changes tasks.Changes) Change {
	var change Change
	var gone []tasks.ID
	var come []*listed
	for _, id := range changes.Removed {
		if t := l.all[id]; t != nil {
			l.counts[t.group]--
			delete(l.all, id)
			if t.shown {
				gone = append(gone, id)
			}
		}
	}
	for i := range changes.Updated {
		t, finished := l.update(&changes.Updated[i])
		if finished {
			change.Finished++
		}
		was := t.shown
		t.shown = l.matches(t)
		switch {
		case was && t.shown:
			change.Updated = append(change.Updated, t.snapshot.ID)
		case was:
			gone = append(gone, t.snapshot.ID)
		case t.shown:
			come = append(come, t)
		}
	}
	slices.Sort(gone)
	change.Edits = l.merge(gone, come)
	return change
}

// update takes over a snapshot and tells whether the task was seen to finish.
func (l *Listing) update(s *tasks.Snapshot) (t *listed, finished bool) {
	t, group := l.all[s.ID], groupOf(s)
	switch {
	case t == nil:
		t = &listed{}
		l.all[s.ID] = t
	case t.group == Running && group != Running:
		finished = true
		fallthrough
	default:
		l.counts[t.group]--
	}
	l.counts[group]++
	t.snapshot, t.group, t.text = *s, group, ""
	return t, finished
}

func (l *Listing) matches(t *listed) bool {
	if l.filter != All && l.filter != t.group {
		return false
	}
	if l.query == "" {
		return true
	}
	if t.text == "" {
		row := TaskRow(&t.snapshot, t.snapshot.Finished)
		t.text = fold(row.Title + "\n" + row.Detail + "\n" + row.State)
	}
	return strings.Contains(t.text, l.query)
}

// groupOf gives the filter besides All that shows a task.
func groupOf(s *tasks.Snapshot) Filter {
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

// merge takes out and puts in tasks, both in the order of submission.
func (l *Listing) merge(gone []tasks.ID, come []*listed) []Edit {
	if len(gone) == 0 && len(come) == 0 {
		return nil
	}
	var edits []Edit
	old, shown := l.shown, l.spare[:0]
	for i := 0; ; {
		// Rows up to the next that is touched stay.
		kept := i
		i += untouched(old[i:], gone, come)
		shown = append(shown, old[kept:i]...)
		if i == len(old) && len(come) == 0 {
			break
		}
		// Then there are some that are taken out, others put in, or both.
		start, added := i, 0
		for {
			if i < len(old) && len(gone) > 0 && old[i].snapshot.ID == gone[0] {
				i, gone = i+1, gone[1:]
			} else if len(come) > 0 && (i == len(old) || come[0].snapshot.ID < old[i].snapshot.ID) {
				shown, come = append(shown, come[0]), come[1:]
				added++
			} else {
				break
			}
		}
		edits = append(edits, Edit{Position: len(old) - i, Removed: i - start, Added: added})
	}
	clear(old)
	l.shown, l.spare = shown, old
	return edits
}

// untouched is how many tasks come before the first that is taken out or has
// another put before it.
func untouched(old []*listed, gone []tasks.ID, come []*listed) int {
	n := len(old)
	if len(gone) > 0 {
		n, _ = slices.BinarySearchFunc(old, gone[0], byID)
	}
	if len(come) > 0 {
		i, _ := slices.BinarySearchFunc(old, come[0].snapshot.ID, byID)
		n = min(n, i)
	}
	return n
}

func byID(t *listed, id tasks.ID) int { return cmp.Compare(t.snapshot.ID, id) }

// fold makes text fit for a search that does not mind case.
func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
