package ui

import (
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// taskRow is one row of the task list: the widgets of a list item, and which
// task they show. The list recycles rows.
type taskRow struct {
	item                          *gtk.ListItem
	icon                          *gtk.Image
	title, detail, state, elapsed *gtk.Label
	button                        *gtk.Button

	task    *rowTask
	running bool        // the elapsed time goes on
	pending bool        // the task has not finished
	shown   present.Row // what the widgets show
}

// rowTask is which task a row shows. It is apart from the row for the button's
// handler to hold, which must not hold the row.
type rowTask struct {
	id        tasks.ID // 0 for none
	canCancel bool
}

// newTaskRow fills a list item with a row whose button calls cancel or retry.
func newTaskRow(item *gtk.ListItem, cancel, retry func(tasks.ID)) *taskRow {
	parts := load("taskrow")
	r := &taskRow{
		item:    item,
		icon:    part[*gtk.Image](parts, "icon"),
		title:   part[*gtk.Label](parts, "title"),
		detail:  part[*gtk.Label](parts, "detail"),
		state:   part[*gtk.Label](parts, "state"),
		elapsed: part[*gtk.Label](parts, "elapsed"),
		button:  part[*gtk.Button](parts, "button"),
		task:    &rowTask{},
	}
	task := r.task
	r.button.ConnectClicked(func() {
		if task.canCancel {
			cancel(task.id)
		} else {
			retry(task.id)
		}
	})
	r.showButton(present.Row{})
	item.SetChild(part[*gtk.Box](parts, "row"))
	return r
}

// show shows a task as it is now. It touches only the widgets that change.
func (r *taskRow) show(s *tasks.Snapshot, now time.Time) {
	row := present.TaskRow(s, now)
	r.task.id, r.task.canCancel = s.ID, row.CanCancel
	r.running, r.pending = s.State == tasks.Running, !s.State.Final()
	was := r.shown
	if row == was {
		return
	}
	r.shown = row
	setText(r.title, was.Title, row.Title)
	setText(r.detail, was.Detail, row.Detail)
	setText(r.state, was.State, row.State)
	setText(r.elapsed, was.Elapsed, row.Elapsed)
	if row.Icon != was.Icon {
		r.icon.SetFromIconName(row.Icon)
	}
	setStateClass(&r.icon.Widget, was.Class, row.Class)
	if row.Name != was.Name {
		r.item.SetAccessibleLabel(row.Name)
	}
	if row.CanCancel != was.CanCancel || row.CanRetry != was.CanRetry {
		r.showButton(row)
	}
}

// showButton makes the button do what can be done. It keeps its place when there
// is nothing, so that the columns stay in line.
func (r *taskRow) showButton(row present.Row) {
	icon, label := "process-stop-symbolic", "Cancel"
	if row.CanRetry {
		icon, label = "view-refresh-symbolic", "Retry"
	}
	r.button.SetIconName(icon)
	r.button.SetTooltipText(label)
	setAccessibleLabel(r.button, label)
	r.button.SetSensitive(row.CanCancel || row.CanRetry)
	r.button.SetChildVisible(row.CanCancel || row.CanRetry || r.pending)
}

func setText(label *gtk.Label, was, is string) {
	if is != was {
		label.SetText(is)
	}
}
