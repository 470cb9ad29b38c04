package ui

import (
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pango"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// taskRow is one row of the task list: a list item, and what stands in it. The list
// has ten times as many as are in sight, so a row gets its widgets when it first comes
// into sight; when it goes, its widgets are there for the next.
type taskRow struct {
	item    *gtk.ListItem
	place   *gtk.Box         // where the widgets are, or will be
	widgets *rowWidgets      // nil as long as there are none
	heading *gtk.Label       // in the place of the widgets; nil until there is one
	mark    *gtk.CheckButton // whether it is selected; nil until it matters

	stale   bool   // what is shown is not what should be
	running bool   // the elapsed time goes on
	name    string // what a screen reader says
}

// newTaskRow puts a row without widgets into a list item.
func newTaskRow(item *gtk.ListItem) *taskRow {
	r := &taskRow{item: item, place: gtk.NewBox(gtk.OrientationHorizontal, 0)}
	item.SetChild(r.place)
	return r
}

// put gives the row its widgets.
func (r *taskRow) put(widgets *rowWidgets) {
	r.widgets = widgets
	r.place.Append(widgets.box)
}

// take takes the widgets of a row that goes, if it has any.
func (r *taskRow) take() *rowWidgets {
	widgets := r.widgets
	if r.widgets = nil; widgets != nil {
		r.place.Remove(widgets.box)
		widgets.box.SetVisible(true)
	}
	return widgets
}

// show shows a task as it is now. The row must have widgets.
func (r *taskRow) show(s *tasks.Snapshot, family present.Family, now time.Time, narrow bool) {
	r.setHeading(false)
	r.running = s.State == tasks.Running
	row := present.TaskRow(s, now)
	r.widgets.show(s, row, family, narrow)
	r.setName(row.Name)
}

func (r *taskRow) setName(name string) {
	if name != r.name {
		r.name = name
		r.item.SetAccessibleLabel(name)
	}
}

// showHeading shows what stands over the tasks of a connection.
func (r *taskRow) showHeading(title string) {
	if r.heading == nil {
		r.heading = gtk.NewLabel("")
		r.heading.SetEllipsize(pango.EllipsizeEnd)
		r.heading.SetVisible(false)
		r.heading.AddCSSClass("heading")
		r.place.Append(r.heading)
	}
	setText(r.heading, r.heading.Text(), title)
	r.setName(title)
	r.running = false
	r.setHeading(true)
}

// setHeading makes the row one that is there to be looked at only, or a task's. The
// keyboard comes by either, for the view does not let it jump.
func (r *taskRow) setHeading(is bool) {
	if r.widgets != nil {
		r.widgets.box.SetVisible(!is)
	}
	if r.heading == nil || r.heading.Visible() == is {
		return
	}
	r.heading.SetVisible(is)
	r.item.SetSelectable(!is)
	r.item.SetActivatable(!is)
}
