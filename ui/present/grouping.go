package present

import (
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// group is the tasks of one connection, which a view that is Grouped lists below a
// heading. It is there as long as a task stands right below it.
type group struct {
	heading *listed // no task: its snapshot has no id, and its text is the title
	last    bool    // it comes after all others
	tasks   [2]int  // right below it, in each arrangement
}

// isHeading tells the row of a heading from that of a task.
func (r *row) isHeading() bool { return r.task.snapshot.ID == 0 }

// Heading gives the title in a row that is no task's, or false for one that is.
func (l *Listing) Heading(position int) (title string, ok bool) {
	if row := l.shown.rows.at(position); row != nil && row.isHeading() {
		return row.task.text, true
	}
	return "", false
}

// groupOf gives the group of a task.
func (l *Listing) groupOf(t *listed) *group {
	if t.group == nil {
		title, last := tr.T("Without a Connection"), true
		if endpoint, ok := bus.EndpointOf(t.snapshot.Spec.Data); ok {
			title, last = endpointText(endpoint), false
		}
		if t.group = l.groups[title]; t.group == nil {
			heading := &listed{text: title}
			t.group = &group{heading: heading, last: last}
			heading.group = t.group
			l.groups[title] = t.group
		}
	}
	return t.group
}

// headingFor gives the row of the heading that a task is to stand below.
func (l *Listing) headingFor(a *arrangement, t *listed) *row {
	g := l.groupOf(t)
	at := &g.heading.in[a.slot]
	if at.row == nil {
		l.note(a, g.heading)
		key := sortKey{text: g.heading.text}
		if g.last {
			key.rank = 1
		}
		at.row = &row{task: g.heading, key: key}
	}
	return at.row
}

// count counts the tasks below headings, one of which has got another row. The
// heading of none goes.
func (l *Listing) count(a *arrangement, was, is *row) {
	if is != nil && is.under != nil && is.under.isHeading() {
		is.under.task.group.tasks[a.slot]++
	}
	if was == nil || was.under == nil || !was.under.isHeading() {
		return
	}
	g := was.under.task.group
	if g.tasks[a.slot]--; g.tasks[a.slot] == 0 {
		l.note(a, g.heading)
		g.heading.in[a.slot].row = nil
	}
}

// forgetHeadings makes a slot ready for another arrangement.
func (l *Listing) forgetHeadings(slot int) {
	for _, g := range l.groups {
		g.tasks[slot], g.heading.in[slot] = 0, placing{}
	}
}
