package present

import (
	"cmp"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// View is which tasks a list shows, and how. The zero View is all, the newest first.
type View struct {
	Filter  Filter
	Query   string // words that a task's row must contain
	Order   Order
	Flat    bool // children stand by themselves, and not below their parents
	Grouped bool // those of each connection stand below a heading, in the order of the alphabet
}

// Order is what a list is sorted by. Among equals the newest comes first.
type Order int

// The orders, in that of the menu.
const (
	Newest  Order = iota // by when they started; those that have yet to are the newest
	Longest              // those that run first, as theirs grows
	ByState              // what runs and what went wrong first
	ByName
)

// Orders gives every order, in that of the menu.
func Orders() []Order { return []Order{Newest, Longest, ByState, ByName} }

// Title names the order.
func (o Order) Title() string {
	return [...]string{
		Newest:  tr.T("Newest First"),
		Longest: tr.T("Longest First"),
		ByState: tr.T("By State"),
		ByName:  tr.T("By Name"),
	}[o]
}

// Name is the order's name in settings and actions.
func (o Order) Name() string {
	return [...]string{Newest: "newest", Longest: "longest", ByState: "state", ByName: "name"}[o]
}

// OrderNamed gives the order of that name, or else the first.
func OrderNamed(name string) Order {
	for _, order := range Orders() {
		if order.Name() == name {
			return order
		}
	}
	return Newest
}

// sortKey is what a row is sorted by, first part first. It changes only with the
// task, and not with the time.
type sortKey struct {
	rank   int
	number int64
	text   string
}

func keyOf(order Order, s *tasks.Snapshot) sortKey {
	switch order {
	case Newest:
		return newestKey(s)
	case Longest:
		switch {
		case s.Started.IsZero():
			return sortKey{rank: 2}
		case s.State.Final():
			return sortKey{rank: 1, number: -int64(s.Elapsed(s.Finished))}
		}
		return sortKey{number: s.Started.UnixNano()}
	case ByState:
		return sortKey{rank: stateRank(s)}
	case ByName:
		return sortKey{text: strings.ToLower(taskTitle(s))}
	}
	return sortKey{}
}

// newestKey puts a task that was over before it started where it would be had it
// started then: it need not move.
func newestKey(s *tasks.Snapshot) sortKey {
	began := s.Started
	if began.IsZero() {
		began = s.Finished
	}
	if began.IsZero() {
		return sortKey{}
	}
	return sortKey{rank: 1, number: -began.UnixNano()}
}

func stateRank(s *tasks.Snapshot) int {
	for rank, st := range []status{running, canceling, queued, failed, timedOut, canceled} {
		if statusOf(s) == st {
			return rank
		}
	}
	return 6
}

// compareRows orders rows: each by its key, and a child after its parent and before
// what follows that.
func compareRows(a, b *row) int {
	switch {
	case a.depth > b.depth:
		return cmp.Or(compareRows(a.under, b), 1)
	case a.depth < b.depth:
		return cmp.Or(compareRows(a, b.under), -1)
	case a.depth > 0:
		if c := compareRows(a.under, b.under); c != 0 {
			return c
		}
	}
	return cmp.Or(
		cmp.Compare(a.key.rank, b.key.rank),
		cmp.Compare(a.key.number, b.key.number),
		strings.Compare(a.key.text, b.key.text),
		cmp.Compare(b.task.snapshot.ID, a.task.snapshot.ID),
	)
}
