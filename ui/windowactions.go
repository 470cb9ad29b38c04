package ui

import (
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// addActions adds the actions of this window: win.*.
func (w *window) addActions() {
	add := func(name string, f func(*window)) {
		action := gio.NewSimpleAction(name, nil)
		run := weakly(w, f)
		action.ConnectActivate(func(*glib.Variant) { run() })
		w.window.AddAction(action)
	}
	add("search", func(w *window) { w.page.startSearch() })
	add("remove-task", (*window).removeSelected)
	add("refresh", (*window).refresh)

	connect := gio.NewSimpleAction("connect", glib.NewVariantType("(ss)"))
	connect.ConnectActivate(weaklyWith(w, func(w *window, target *glib.Variant) {
		endpoint, err := endpointOf(target)
		if err != nil {
			w.tell(err)
			return
		}
		w.connect(endpoint)
	}))
	w.window.AddAction(connect)
}

// addShortcuts adds the window that lists the keys.
func (w *window) addShortcuts() {
	w.window.SetHelpOverlay(part[*gtk.ShortcutsWindow](load("shortcuts"), "shortcuts"))
}

// removeSelected takes the selected task off the list, if it has finished.
func (w *window) removeSelected() {
	engine, list := w.opts.Engine, w.page.list
	task := engine.Lookup(list.selected)
	if task == nil {
		return
	}
	position, shown := list.listing.Position(task.ID())
	if !engine.Remove(task) {
		w.toasts.AddToast(newToast("Cancel the task before you remove it"))
		return
	}
	w.offerUndo("Task removed", []*tasks.Task{task})
	w.drain()
	if shown {
		list.chooseAt(min(position, list.listing.Len()-1))
	}
}

// clearFinished takes all finished tasks off the list.
func (w *window) clearFinished() {
	if cleared := w.opts.Engine.ClearFinished(); len(cleared) > 0 {
		w.offerUndo(clearedTitle(len(cleared)), cleared)
	}
}

// offerUndo tells that tasks were taken off the list, and takes them back.
func (w *window) offerUndo(title string, removed []*tasks.Task) {
	toast := newToast(title)
	toast.SetButtonLabel("_Undo")
	engine := w.opts.Engine
	toast.ConnectButtonClicked(func() { engine.Restore(removed) })
	w.toasts.AddToast(toast)
}

// refresh makes lost connections anew, or else runs the selected task again.
func (w *window) refresh() {
	if len(lostOf(w.opts.Connections.All())) > 0 {
		w.reconnect()
		return
	}
	if s := w.page.list.listing.Lookup(w.page.list.selected); s != nil && s.State.Final() {
		w.retry(s.ID)
	}
}
