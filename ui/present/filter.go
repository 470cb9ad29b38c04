package present

import (
	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// Filter is which tasks a list shows.
type Filter int

// The filters, in the order of the sidebar.
const (
	All     Filter = iota
	Running        // all that have not finished: queued, running and canceling
	Succeeded
	Failed // timed out too
	Canceled
)

// Filters gives every filter, in the order of the sidebar.
func Filters() []Filter { return []Filter{All, Running, Succeeded, Failed, Canceled} }

// Match reports whether the filter shows the task.
func (f Filter) Match(s *tasks.Snapshot) bool {
	switch f {
	case All:
		return true
	case Running:
		return !s.State.Final()
	case Succeeded:
		return s.State == tasks.Succeeded
	case Failed:
		return s.State == tasks.Failed
	case Canceled:
		return s.State == tasks.Canceled
	}
	return false
}

// Title names the filter.
func (f Filter) Title() string {
	switch f {
	case All:
		return tr.C("tasks", "All")
	case Running:
		return running.text()
	case Succeeded:
		return succeeded.text()
	case Failed:
		return failed.text()
	case Canceled:
		return canceled.text()
	}
	return ""
}

// EmptyTitle says that there are no such tasks.
func (f Filter) EmptyTitle() string {
	switch f {
	case Running:
		return tr.T("No Running Tasks")
	case Succeeded:
		return tr.T("No Succeeded Tasks")
	case Failed:
		return tr.T("No Failed Tasks")
	case Canceled:
		return tr.T("No Canceled Tasks")
	}
	return tr.T("No Tasks Yet")
}

// Icon is the icon of the state that the filter is named for.
func (f Filter) Icon() string {
	switch f {
	case All:
		return "view-list-symbolic"
	case Running:
		return running.icon
	case Succeeded:
		return succeeded.icon
	case Failed:
		return failed.icon
	case Canceled:
		return canceled.icon
	}
	return ""
}
