package ui

import (
	"time"
	"weak"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pango"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// taskRow is one row of the task list: the widgets of a list item, and which
// task they show. The list recycles rows, and has ten times as many as are in sight,
// so a row gets its widgets when it first comes into sight.
type taskRow struct {
	item  *gtk.ListItem
	place *gtk.Box // where the widgets are, or will be
	stale bool     // what the widgets show is not what they should

	heading                       *gtk.Label       // in the place of the box; nil until there is one
	mark                          *gtk.CheckButton // whether it is selected; nil until it matters
	click                         *gtk.GestureClick
	hold                          *gtk.GestureLongPress
	box                           *gtk.Box    // nil as long as there are no widgets
	arrow                         *gtk.Button // shows the children, or hides them
	icon                          *gtk.Image
	title, detail, state, elapsed *gtk.Label
	beside                        *gtk.Box         // state and elapsed, where there is room
	bar                           *gtk.ProgressBar // where there is a total
	cancel, retry                 *gtk.Button      // one of them, or none, is visible

	task    *tasks.ID   // which task is shown; apart, for the handlers, which must not hold the row
	running bool        // the elapsed time goes on
	shown   present.Row // what the widgets show
	below   string      // the title
	family  present.Family
}

// newTaskRow puts a row without widgets into a list item.
func newTaskRow(item *gtk.ListItem) *taskRow {
	r := &taskRow{item: item, place: gtk.NewBox(gtk.OrientationHorizontal, 0), task: new(tasks.ID)}
	item.SetChild(r.place)
	return r
}

// build makes the widgets, whose buttons call the actions.
func (r *taskRow) build(actions taskActions) {
	parts, task := load("taskrow"), r.task
	r.box = part[*gtk.Box](parts, "row")
	r.arrow = part[*gtk.Button](parts, "arrow")
	r.icon = part[*gtk.Image](parts, "icon")
	r.title = part[*gtk.Label](parts, "title")
	r.detail = part[*gtk.Label](parts, "detail")
	r.state = part[*gtk.Label](parts, "state")
	r.elapsed = part[*gtk.Label](parts, "elapsed")
	r.beside = part[*gtk.Box](parts, "beside")
	r.cancel = part[*gtk.Button](parts, "cancel")
	r.retry = part[*gtk.Button](parts, "retry")
	r.bar = part[*gtk.ProgressBar](parts, "bar")
	r.arrow.ConnectClicked(func() { actions.toggle(*task) })
	r.listen(actions)
	r.cancel.ConnectClicked(func() { actions.cancel(*task) })
	r.retry.ConnectClicked(func() { actions.retry(*task) })
	r.place.Append(r.box)
}

// listen follows clicks and long touches. Those that mean another thing than to the
// list are taken from it.
func (r *taskRow) listen(actions taskActions) {
	ref, task := weak.Make(r), r.task
	r.click = gtk.NewGestureClick()
	r.click.ConnectReleased(func(int, float64, float64) {
		if !actions.pick(*task) {
			actions.clicked(*task)
		} else if r := ref.Value(); r != nil {
			r.click.SetState(gtk.EventSequenceClaimed)
		}
	})
	r.box.AddController(r.click)

	r.hold = gtk.NewGestureLongPress()
	r.hold.SetTouchOnly(true)
	r.hold.ConnectPressed(func(float64, float64) {
		actions.held(*task)
		if r := ref.Value(); r != nil {
			r.hold.SetState(gtk.EventSequenceClaimed)
		}
	})
	r.box.AddController(r.hold)
}

// show shows a task as it is now. It touches only the widgets that change.
func (r *taskRow) show(s *tasks.Snapshot, family present.Family, now time.Time, narrow bool) {
	r.setHeading(false)
	r.showFamily(family)
	row, was := present.TaskRow(s, now), r.shown
	*r.task, r.running = s.ID, s.State == tasks.Running
	r.showBelow(row, narrow)
	if row == was {
		return
	}
	r.shown = row
	setText(r.title, was.Title, row.Title)
	setText(r.state, was.State, row.State)
	setText(r.elapsed, was.Elapsed, row.Elapsed)
	if row.Icon != was.Icon {
		r.icon.SetFromIconName(row.Icon)
	}
	setStateClass(&r.icon.Widget, was.Class, row.Class)
	if row.Name != was.Name {
		r.item.SetAccessibleLabel(row.Name)
	}
	r.bar.SetVisible(row.Progress.Bar)
	if row.Progress.Fraction != was.Progress.Fraction {
		r.bar.SetFraction(row.Progress.Fraction)
	}
	r.cancel.SetVisible(!s.State.Final())
	r.cancel.SetSensitive(row.CanCancel)
	r.retry.SetVisible(row.CanRetry)
}

// showBelow shows what stands below the title, which in a narrow list is all there is.
func (r *taskRow) showBelow(row present.Row, narrow bool) {
	r.beside.SetVisible(!narrow)
	below := row.Detail
	if narrow {
		below = row.Below()
	}
	setText(r.detail, r.below, below)
	r.below = below
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
	r.item.SetAccessibleLabel(title)
	r.shown.Name, r.running = "", false
	r.setHeading(true)
}

// setHeading makes the row one that is there to be looked at only, or a task's. The
// keyboard comes by either, for the view does not let it jump.
func (r *taskRow) setHeading(is bool) {
	if r.heading == nil || r.heading.Visible() == is {
		return
	}
	r.heading.SetVisible(is)
	r.box.SetVisible(!is)
	r.item.SetSelectable(!is)
	r.item.SetActivatable(!is)
}

// childIndent is how much further in a child begins than its parent, in pixels.
const childIndent = 24

// showFamily shows whether there are children, and below how many the task stands.
func (r *taskRow) showFamily(family present.Family) {
	was := r.family
	if family == was {
		return
	}
	r.family = family
	r.box.SetMarginStart(childIndent * family.Depth)
	r.arrow.SetVisible(family.Children > 0)
	if family.Open == was.Open && was.Children > 0 {
		return
	}
	icon, label := "pan-end-symbolic", tr.T("Show Children")
	if family.Open {
		icon, label = "pan-down-symbolic", tr.T("Hide Children")
	}
	r.arrow.SetIconName(icon)
	r.arrow.SetTooltipText(label)
	setAccessibleLabel(r.arrow, label)
}
