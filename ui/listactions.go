package ui

import (
	"strings"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// sortMenu offers the orders, and what stands below what.
func sortMenu() *gio.Menu {
	orders, families := gio.NewMenu(), gio.NewMenu()
	for _, order := range present.Orders() {
		orders.Append(order.Title(), "win.sort::"+order.Name())
	}
	families.Append(tr.T("_Group by Connection"), "win.group")
	families.Append(tr.T("List Children _Separately"), "win.flat")
	selecting := gio.NewMenu()
	selecting.Append(tr.T("Select _Tasks"), "win."+selectAction)
	menu := gio.NewMenu()
	menu.AppendSection("", orders)
	menu.AppendSection("", families)
	menu.AppendSection("", selecting)
	return menu
}

// addListActions adds what the list of tasks offers for how it is listed, and for
// the tasks that are selected.
func (w *window) addListActions() {
	view := w.page.view
	sort := gio.NewSimpleActionStateful("sort", glib.NewVariantType("s"), glib.NewVariantString(view.Order.Name()))
	w.addListChoice(sort, func(view *present.View, state *glib.Variant) { view.Order = present.OrderNamed(state.String()) })
	group := gio.NewSimpleActionStateful("group", nil, glib.NewVariantBoolean(view.Grouped))
	w.addListChoice(group, func(view *present.View, state *glib.Variant) { view.Grouped = state.Boolean() })
	flat := gio.NewSimpleActionStateful("flat", nil, glib.NewVariantBoolean(view.Flat))
	w.addListChoice(flat, func(view *present.View, state *glib.Variant) { view.Flat = state.Boolean() })

	for name, f := range map[string]func(*window){
		"open-task":       func(w *window) { w.page.list.setOpen(w.page.list.selected, true) },
		"shut-task":       (*window).shutTask,
		"cancel-selected": (*window).cancelChosen,
		"retry-selected":  (*window).retryChosen,
		"clear-selected":  (*window).clearChosen,
		"copy-selected":   (*window).copyChosen,
	} {
		action := gio.NewSimpleAction(name, nil)
		run := weakly(w, f)
		action.ConnectActivate(func(*glib.Variant) { run() })
		w.window.AddAction(action)
	}
}

// addListChoice adds an action whose state is how the tasks are listed, now and the
// next time.
func (w *window) addListChoice(action *gio.SimpleAction, choose func(*present.View, *glib.Variant)) {
	name := action.Name()
	action.ConnectChangeState(weaklyWith(w, func(w *window, state *glib.Variant) {
		w.setAction(name, state)
		view := w.page.view
		choose(&view, state)
		w.opts.settings.setListing(view)
		w.page.arrange(view)
	}))
	w.window.AddAction(action)
}

// setAction sets the state of one of the window's actions.
func (w *window) setAction(name string, state *glib.Variant) {
	if action, ok := w.window.LookupAction(name).Cast().(*gio.SimpleAction); ok {
		action.SetState(state)
	}
}

// shutTask hides the children of the selected task, or else goes to its parent.
func (w *window) shutTask() {
	list := w.page.list
	position, shown := list.listing.Position(list.selected)
	if !shown {
		return
	}
	if family := list.listing.FamilyAt(position); family.Depth == 0 || family.Open {
		list.setOpen(list.selected, false)
		return
	}
	if parent, ok := list.listing.Position(list.listing.At(position).Parent); ok {
		list.chooseAt(parent)
	}
}

// selectionChanged follows what is selected in the list.
func (w *window) selectionChanged() {
	w.page.showSelection()
	w.showDetails()
}

func (w *window) cancelChosen() {
	for _, id := range w.page.list.chosenTasks() {
		if task := w.opts.Engine.Lookup(id); task != nil {
			task.Cancel(tasks.CanceledByUser)
		}
	}
}

// retryChosen runs again what can be; the new tasks are not selected.
func (w *window) retryChosen() {
	for _, id := range w.page.list.chosenTasks() {
		s, task := w.page.list.listing.Lookup(id), w.opts.Engine.Lookup(id)
		if task == nil || !present.TaskRow(s, s.Finished).CanRetry {
			continue
		}
		if _, err := w.again(task.Spec().Data); err != nil {
			w.tell(err)
			return
		}
	}
}

// clearChosen takes the selected tasks off the list that have finished.
func (w *window) clearChosen() {
	var removed []*tasks.Task
	list := w.page.list
	for _, id := range list.chosenTasks() {
		if task := w.opts.Engine.Lookup(id); task != nil && w.opts.Engine.Remove(task) {
			removed = append(removed, task)
			delete(list.chosen, id)
		}
	}
	if len(removed) == 0 && len(list.chosen) > 0 {
		w.toasts.AddToast(newToast(tr.T("Cancel the tasks before you remove them")))
		return
	}
	if len(removed) > 0 {
		w.offerUndo(removed)
	}
}

// copyChosen copies a line of text for each selected task.
func (w *window) copyChosen() {
	var lines []string
	list := w.page.list
	for _, id := range list.chosenTasks() {
		lines = append(lines, present.TaskLine(list.listing.Lookup(id), list.clock))
	}
	if len(lines) > 0 {
		w.copy(strings.Join(lines, "\n"))
	}
}
