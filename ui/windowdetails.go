package ui

import (
	"io"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// detailsActions gives what the details of a task ask for.
func (w *window) detailsActions(actions taskActions) detailsActions {
	ref := refer(w)
	save := func(name string, write func(io.Writer) error) {
		if w := ref(); w != nil {
			w.saveAs(name, write)
		}
	}
	return detailsActions{
		Cancel:     actions.cancel,
		Retry:      actions.retry,
		Copy:       weaklyWith(w, (*window).copy),
		Tell:       weaklyWith(w, (*window).tell),
		Save:       save,
		ShowObject: weaklyWith(w, (*window).showObjectAt),
		ShowCalls:  weaklyWith(w, (*window).showCallsOf),
		ShowTask:   weaklyWith(w, (*window).choose),
		Watch:      watchActionsOf(w.opts.Engine, w.opts.Connections, save),
	}
}

// watchActionsOf gives what the list of a watch asks for.
func watchActionsOf(engine *tasks.Engine, connections *bus.Connections, save func(string, func(io.Writer) error)) watchActions {
	with := func(f func(*tasks.Task) bool) func(tasks.ID) {
		return func(id tasks.ID) {
			if task := engine.Lookup(id); task != nil {
				f(task)
			}
		}
	}
	return watchActions{
		Items: func(id tasks.ID) ([]any, tasks.Items) {
			if task := engine.Lookup(id); task != nil {
				return task.Items()
			}
			return nil, tasks.Items{}
		},
		Watching: func(id tasks.ID) (bus.WatchInfo, bool) {
			if task := engine.Lookup(id); task != nil {
				return connections.Watching(task)
			}
			return bus.WatchInfo{}, false
		},
		Pause:  with(connections.Pause),
		Resume: with(connections.Resume),
		Save:   save,
	}
}

// showCallsOf lists the calls that a task repeats.
func (w *window) showCallsOf(id tasks.ID) {
	task := w.opts.Engine.Lookup(id)
	if task == nil {
		return
	}
	title, _, _ := strings.Cut(task.Spec().Title, " × ")
	w.setFilter(present.All)
	w.page.startSearch()
	w.page.search.SetText(title + " #")
}

// showObjectAt goes to an object in the Browse page.
func (w *window) showObjectAt(object bus.Object) {
	w.browseBus(object.Endpoint)
	w.browse.open(present.NameRow{Name: object.Name, Title: string(object.Name), Running: true}, object.Path)
}
