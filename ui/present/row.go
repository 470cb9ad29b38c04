package present

import (
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// Row is what a row of the list of tasks shows.
type Row struct {
	Title, Detail       string
	State, Icon, Class  string // the state's word, icon and style class
	Elapsed             string // empty before the work has started
	Progress            Progress
	Name                string // the accessible name: "<title>, <state>"
	CanCancel, CanRetry bool
}

// Below is what stands below the title where nothing has room beside it: the state,
// the time and the detail.
func (r Row) Below() string { return joined(r.State, r.Elapsed, r.Detail) }

// TaskRow gives the row of a task as it is at now.
func TaskRow(s *tasks.Snapshot, now time.Time) Row {
	st, title := statusOf(s), taskTitle(s)
	return Row{
		Title:     title,
		Detail:    Line(rowDetail(s)),
		State:     st.text(),
		Icon:      st.icon,
		Class:     st.class,
		Elapsed:   TaskElapsed(s, now),
		Progress:  progressOf(s),
		Name:      title + ", " + st.text(),
		CanCancel: canCancel(s),
		CanRetry:  canRetry(s),
	}
}

// rowDetail begins with what is new: how far the work is, or what went wrong.
func rowDetail(s *tasks.Snapshot) string {
	switch {
	case s.State == tasks.Failed && !isTimeout(s.Err):
		return joined(shortReason(s.Err), taskDetail(s))
	case s.State == tasks.Running:
		return joined(progressText(s.Progress), taskDetail(s))
	}
	return taskDetail(s)
}

// TaskElapsed is how long a task has run until now, or ran; empty before it has
// started.
func TaskElapsed(s *tasks.Snapshot, now time.Time) string {
	if s.Started.IsZero() {
		return ""
	}
	return Elapsed(s.Elapsed(now))
}

// progressText tells of the figures where the work has no words of its own.
func progressText(p tasks.Progress) string {
	switch {
	case p.Text != "":
		return tr.T(p.Text)
	case p.Total > 0:
		return tr.F("%d of %d", p.Done, p.Total)
	case p.Done > 0:
		return tr.F("%d done", p.Done)
	}
	return ""
}

// TaskLine is a task in one line of text to be copied, its parts divided by tabs.
func TaskLine(s *tasks.Snapshot, now time.Time) string {
	row := TaskRow(s, now)
	return strings.Join([]string{row.Title, row.State, row.Elapsed, row.Detail}, "\t")
}
