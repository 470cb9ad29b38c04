package ui

import (
	"slices"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// addActions adds the actions of this window: win.*.
func (w *window) addActions() {
	add := func(name string, f func(*window)) {
		action := gio.NewSimpleAction(name, nil)
		run := weakly(w, f)
		action.ConnectActivate(func(*glib.Variant) { run() })
		w.window.AddAction(action)
	}
	add("search", func(w *window) {
		w.goTo(tasksPlace)
		w.outer.SetShowContent(false)
		w.page.startSearch()
	})
	add("tasks", func(w *window) {
		w.goTo(tasksPlace)
		w.outer.SetShowContent(false)
		w.page.list.focus()
	})
	add("browse", func(w *window) {
		w.outer.SetShowContent(false)
		w.goBrowse()
	})
	add("patterns", func(w *window) {
		w.goTo(patternsPlace)
		w.outer.SetShowContent(false)
		w.patterns.focus()
	})
	add("remove-task", (*window).removeSelected)
	add("refresh", (*window).refresh)
	add("shortcuts", (*window).showShortcuts)
	add("connect-to", func(w *window) {
		presentNewConnection(w.window, w.opts.Connections.Backends(), weaklyWith(w, (*window).connect))
	})
	w.addConnectionActions()
	w.addListActions()
	w.addSelecting()
}

// removeSelected takes the selected task off the list, if it has finished.
func (w *window) removeSelected() {
	engine, list := w.opts.Engine, w.page.list
	if len(list.chosen) > 1 {
		w.clearChosen()
		return
	}
	task := engine.Lookup(list.selected)
	if task == nil {
		return
	}
	position, shown := list.listing.Position(task.ID())
	if !engine.Remove(task) {
		w.toasts.AddToast(newToast(tr.T("Cancel the task before you remove it")))
		return
	}
	w.offerUndo([]*tasks.Task{task})
	w.drain()
	if shown {
		list.chooseAt(min(position, list.listing.Len()-1))
	}
}

// clearAtOnce is how many tasks are taken off the list in a turn of the main loop.
const clearAtOnce = 500

// clearFinished takes all finished tasks off the list, with many of them in several
// turns.
func (w *window) clearFinished() {
	var cleared []*tasks.Task
	clearSome := func(w *window) (more bool) {
		some := w.opts.Engine.ClearSome(clearAtOnce)
		cleared = append(cleared, some...)
		if len(some) == clearAtOnce {
			return true
		}
		if len(cleared) > 0 {
			w.offerUndo(cleared)
		}
		return false
	}
	if clearSome(w) {
		coreglib.IdleAdd(weaklyTrue(w, clearSome))
	}
}

// undo is an offer to take tasks back.
type undo struct {
	toast   *adw.Toast // nil once it is gone
	removed []*tasks.Task
	offers  int // how many there have been
}

// offerUndo tells that tasks were taken off the list, and offers to take them
// back, together with those of an offer that still stands.
func (w *window) offerUndo(removed []*tasks.Task) {
	if last := w.undo.toast; last != nil {
		removed = slices.Concat(w.undo.removed, removed)
		removed = removed[max(0, len(removed)-w.opts.settings.keptTasks()):] // no more could be restored
		last.Dismiss()
	}
	toast := newToast(removedTitle(len(removed)))
	toast.SetButtonLabel(tr.T("_Undo"))
	toast.SetPriority(adw.ToastPriorityHigh)
	w.undo = undo{toast, removed, w.undo.offers + 1}

	// The toast must not hold the tasks: it is freed when Go's collector gets to it.
	toast.ConnectButtonClicked(weakly(w, func(w *window) { w.opts.Engine.Restore(w.undo.removed) }))
	offer := w.undo.offers
	toast.ConnectDismissed(weakly(w, func(w *window) {
		if w.undo.offers == offer {
			w.undo.toast, w.undo.removed = nil, nil
		}
	}))
	// First the rows go, which with many takes much of a frame.
	coreglib.IdleAdd(weakly(w, func(w *window) {
		if w.undo.offers == offer && w.undo.toast != nil {
			w.toasts.AddToast(w.undo.toast)
		}
	}))
}

func removedTitle(n int) string {
	return tr.N(n, "%d task cleared", "%d tasks cleared", n)
}

// refresh makes lost connections anew, or else runs the selected task again.
func (w *window) refresh() {
	if w.place == browsePlace {
		w.browse.refresh()
		return
	}
	if len(lostOf(w.opts.Connections.All())) > 0 {
		w.reconnect()
		return
	}
	s := w.page.list.listing.Lookup(w.page.list.selected)
	if s != nil && present.TaskRow(s, s.Finished).CanRetry {
		w.retry(s.ID)
	}
}

// connect opens a connection, or makes a lost one anew.
func (w *window) connect(endpoint bus.Endpoint) {
	if _, err := w.opts.Connections.Open(endpoint); err != nil {
		w.tell(err)
	}
}

// reconnect makes the connections anew that were lost.
func (w *window) reconnect() {
	for _, info := range lostOf(w.opts.Connections.All()) {
		w.connect(info.Endpoint)
	}
}

// choose selects a task that has just been submitted.
func (w *window) choose(id tasks.ID) {
	if w.closed {
		return
	}
	w.drain()
	w.goTo(tasksPlace)
	w.page.list.choose(id)
}

// retry runs again what a task did. Where that task was selected, the new one is.
func (w *window) retry(id tasks.ID) {
	task := w.opts.Engine.Lookup(id)
	if task == nil {
		return
	}
	again, err := w.again(task.Spec().Data)
	switch {
	case err != nil:
		w.tell(err)
	case w.page.list.selected == id:
		w.choose(again.ID())
	}
}

// again submits what a task did once more.
func (w *window) again(data any) (*tasks.Task, error) {
	if spec, ok := data.(patternSpec); ok {
		return submitPattern(w.patternEnv(), spec.pattern)
	}
	return w.opts.Connections.Retry(data)
}

// copy puts text on the clipboard.
func (w *window) copy(text string) {
	w.window.Clipboard().SetText(text)
	w.toasts.AddToast(newToast(tr.T("Copied to clipboard")))
}

// tell shows an error that came of pressing something.
func (w *window) tell(err error) {
	w.toasts.AddToast(newToast(present.Refusal(err)))
}
