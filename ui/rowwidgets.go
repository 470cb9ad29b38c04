package ui

import (
	"weak"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// rowWidgets are what a row of the task list shows a task with. They take the toolkit
// longer to make than to move to another row, and longer still to free: what a list
// has made it keeps for its next rows.
type rowWidgets struct {
	click                         *gtk.GestureClick
	hold                          *gtk.GestureLongPress
	box                           *gtk.Box
	arrow                         *gtk.Button // shows the children, or hides them
	icon                          *gtk.Image
	title, detail, state, elapsed *gtk.Label
	beside                        *gtk.Box         // state and elapsed, where there is room
	bar                           *gtk.ProgressBar // where there is a total
	cancel, retry                 *gtk.Button      // one of them, or none, is visible

	task   *tasks.ID   // which task is shown; apart, for the handlers, which must not hold the widgets
	shown  present.Row // what the widgets show
	below  string      // the title
	family present.Family
}

// newRowWidgets makes widgets, whose buttons call the actions.
func newRowWidgets(actions taskActions) *rowWidgets {
	parts, task := load("taskrow"), new(tasks.ID)
	r := &rowWidgets{
		box:     part[*gtk.Box](parts, "row"),
		arrow:   part[*gtk.Button](parts, "arrow"),
		icon:    part[*gtk.Image](parts, "icon"),
		title:   part[*gtk.Label](parts, "title"),
		detail:  part[*gtk.Label](parts, "detail"),
		state:   part[*gtk.Label](parts, "state"),
		elapsed: part[*gtk.Label](parts, "elapsed"),
		beside:  part[*gtk.Box](parts, "beside"),
		bar:     part[*gtk.ProgressBar](parts, "bar"),
		cancel:  part[*gtk.Button](parts, "cancel"),
		retry:   part[*gtk.Button](parts, "retry"),
		task:    task,
	}
	r.arrow.ConnectClicked(func() { actions.toggle(*task) })
	r.cancel.ConnectClicked(func() { actions.cancel(*task) })
	r.retry.ConnectClicked(func() { actions.retry(*task) })
	r.listen(actions)
	return r
}

// listen follows clicks and long touches. Those that mean another thing than to the
// list are taken from it.
func (r *rowWidgets) listen(actions taskActions) {
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

// show shows a task; it touches only the widgets that change.
func (r *rowWidgets) show(s *tasks.Snapshot, row present.Row, family present.Family, narrow bool) {
	r.showFamily(family)
	*r.task = s.ID
	r.showBelow(row, narrow)
	was := r.shown
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
	r.bar.SetVisible(row.Progress.Bar)
	if row.Progress.Fraction != was.Progress.Fraction {
		r.bar.SetFraction(row.Progress.Fraction)
	}
	r.cancel.SetVisible(!s.State.Final())
	r.cancel.SetSensitive(row.CanCancel)
	r.retry.SetVisible(row.CanRetry)
}

// showBelow shows what stands below the title, which in a narrow list is all there is.
func (r *rowWidgets) showBelow(row present.Row, narrow bool) {
	r.beside.SetVisible(!narrow)
	below := row.Detail
	if narrow {
		below = row.Below()
	}
	setText(r.detail, r.below, below)
	r.below = below
}

// childIndent is how much further in a child begins than its parent, in pixels.
const childIndent = 24

// showFamily shows whether there are children, and below how many the task stands.
func (r *rowWidgets) showFamily(family present.Family) {
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
