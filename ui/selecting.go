package ui

import (
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// Several tasks are selected with Ctrl and Shift, and where there are no such keys
// by selecting: then a press selects a row besides the others, or no more. It begins
// with a long touch, or from the menu.

const selectAction = "select-tasks"

// pick is what a press of a row does while selecting. It reports whether that is so.
func (l *taskList) pick(id tasks.ID) bool {
	if !l.selecting {
		return false
	}
	l.guard("pick")
	position, shown := l.listing.Position(id)
	switch {
	case !shown:
	case l.selection.IsSelected(uint(position)):
		l.selection.UnselectItem(uint(position))
	default:
		l.selection.SelectItem(uint(position), false)
	}
	return true
}

// setSelecting begins or ends selecting. In the end at most one task is selected.
func (l *taskList) setSelecting(selecting bool) {
	l.guard("select")
	l.selecting = selecting
	for _, row := range l.bound { // the marks
		l.fillSoon(row)
	}
	if !selecting {
		l.choose(l.selected)
	}
	l.onSelect()
}

// tellSelection tells that the selection has changed.
func (l *taskList) tellSelection() {
	if l.selecting {
		for _, row := range l.bound {
			l.fillSoon(row)
		}
	}
	l.onSelect()
}

func (l *taskList) isChosen(id tasks.ID) bool {
	_, chosen := l.chosen[id]
	return chosen
}

// showSelecting has the row tell by a mark whether it is selected.
func (r *taskRow) showSelecting(selecting, selected bool) {
	if r.mark == nil {
		if !selecting {
			return
		}
		r.mark = gtk.NewCheckButton()
		r.mark.SetCanTarget(false) // the whole row is pressed
		r.mark.SetFocusable(false)
		r.mark.SetMarginEnd(6)
		setAccessibleLabel(r.mark, tr.T("Selected"))
		r.place.Prepend(r.mark)
	}
	r.mark.SetVisible(selecting)
	r.mark.SetActive(selected)
}

// addSelecting adds the action that begins and ends selecting.
func (w *window) addSelecting() {
	action := gio.NewSimpleActionStateful(selectAction, nil, glib.NewVariantBoolean(false))
	action.ConnectChangeState(weaklyWith(w, func(w *window, state *glib.Variant) { w.setSelecting(state.Boolean()) }))
	w.window.AddAction(action)
}

func (w *window) setSelecting(selecting bool) {
	w.setAction(selectAction, glib.NewVariantBoolean(selecting))
	w.page.list.setSelecting(selecting)
	w.page.list.focus()
}

// startSelecting begins to select with a task.
func (w *window) startSelecting(id tasks.ID) {
	if !w.page.list.selecting {
		w.page.list.choose(id)
		w.setSelecting(true)
	}
}
