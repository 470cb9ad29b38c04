package ui

import (
	"time"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// taskList is the list view of the tasks. The list's model holds as many empty
// items as the listing has rows, and nothing else: a row looks up by its position
// what it shows, so a change of a task costs the model nothing, and costs the
// view something only if the task is on screen.
type taskList struct {
	listing   *present.Listing
	model     *gtk.StringList
	selection *gtk.SingleSelection
	view      *gtk.ListView
	scrolled  *gtk.Adjustment
	actions   taskActions
	guard     threadGuard

	rows  map[uintptr]*taskRow // by list item
	bound map[uintptr]*taskRow // those on screen, or nearly

	// clock is the time of the last tick. Running tasks are shown as of then, so
	// that other changes do not make their figures flicker.
	clock    time.Time
	selected tasks.ID // 0 for none
	// following tells that the list and its selection are being brought up to
	// date, and that what the view says meanwhile is half of the truth.
	following bool
	onSelect  func() // selected has changed
}

// taskActions are what can be done with a task. They must not hold on to widgets.
type taskActions struct {
	cancel, retry func(tasks.ID)
}

// newTaskList fills in the list view of the task page.
func newTaskList(view *gtk.ListView, scroller *gtk.ScrolledWindow, actions taskActions, guard threadGuard, onSelect func()) *taskList {
	l := &taskList{
		listing:  present.NewListing(),
		model:    gtk.NewStringList(nil),
		view:     view,
		scrolled: scroller.VAdjustment(),
		actions:  actions,
		guard:    guard,
		rows:     make(map[uintptr]*taskRow),
		bound:    make(map[uintptr]*taskRow),
		clock:    time.Now(),
		onSelect: onSelect,
	}
	factory := gtk.NewSignalListItemFactory()
	factory.ConnectSetup(weaklyWith(l, (*taskList).setup))
	factory.ConnectBind(weaklyWith(l, (*taskList).bind))
	factory.ConnectUnbind(weaklyWith(l, (*taskList).unbind))
	factory.ConnectTeardown(weaklyWith(l, (*taskList).teardown))

	l.selection = gtk.NewSingleSelection(l.model)
	l.selection.SetAutoselect(false)
	l.selection.SetCanUnselect(true)
	l.selection.NotifyProperty("selected", weakly(l, (*taskList).selectionChanged))
	view.SetFactory(&factory.ListItemFactory)
	view.SetModel(l.selection)
	return l
}

func (l *taskList) setup(object *coreglib.Object) {
	item := object.Cast().(*gtk.ListItem)
	l.rows[object.Native()] = newTaskRow(item, l.actions)
}

func (l *taskList) bind(object *coreglib.Object) {
	row := l.rows[object.Native()]
	l.bound[object.Native()] = row
	if !l.following {
		l.fill(row)
	}
}

func (l *taskList) unbind(object *coreglib.Object) {
	delete(l.bound, object.Native())
}

func (l *taskList) teardown(object *coreglib.Object) {
	delete(l.rows, object.Native())
}

// fill shows in a row the task that is at its position.
func (l *taskList) fill(row *taskRow) {
	if s := l.listing.At(int(row.item.Position())); s != nil {
		row.show(s, l.clock)
	}
}

// apply follows what an engine says has changed, and tells how.
func (l *taskList) apply(changes tasks.Changes) present.Change {
	l.guard("apply")
	change := l.listing.Apply(changes)
	l.follow(change)
	return change
}

// show changes the filter and the search, and goes to the top.
func (l *taskList) show(filter present.Filter, query string) {
	l.guard("show")
	l.follow(l.listing.Show(filter, query))
	if l.listing.Len() > 0 {
		l.view.ScrollTo(0, gtk.ListScrollNone, nil)
	}
}

// follow brings the view up to date. While the edits are made the view binds
// rows at positions that hold only after the last one, so rows are filled at the
// end.
func (l *taskList) follow(change present.Change) {
	atTop := l.scrolled.Value() == 0
	l.following = true
	for _, edit := range change.Edits {
		l.model.Splice(uint(edit.Position), uint(edit.Removed), make([]string, edit.Added))
	}
	l.restoreSelection()
	l.following = false
	if len(change.Edits) > 0 && atTop && l.listing.Len() > 0 {
		// The view would keep the rows that it shows, and the new ones out of sight.
		l.view.ScrollTo(0, gtk.ListScrollNone, nil)
	}
	if len(change.Edits) > 0 || len(change.Updated) > 0 {
		for _, row := range l.bound {
			l.fill(row)
		}
	}
}

// restoreSelection selects the selected task where it is now.
func (l *taskList) restoreSelection() {
	want := uint(gtk.INVALID_LIST_POSITION)
	if position, ok := l.listing.Position(l.selected); ok {
		want = uint(position)
	}
	if l.selection.Selected() != want {
		l.selection.SetSelected(want)
	}
}

func (l *taskList) selectionChanged() {
	if l.following {
		return
	}
	var id tasks.ID
	if s := l.listing.At(int(l.selection.Selected())); s != nil {
		id = s.ID
	}
	if id != l.selected {
		l.selected = id
		l.onSelect()
	}
}

// choose selects a task, shown or not; 0 selects none.
func (l *taskList) choose(id tasks.ID) {
	l.guard("choose")
	if id == l.selected {
		return
	}
	l.selected = id
	l.following = true
	l.restoreSelection()
	l.following = false
	l.onSelect()
}

// chooseAt selects the task in a row, and moves the keyboard there.
func (l *taskList) chooseAt(position int) {
	l.guard("choose")
	if s := l.listing.At(position); s != nil {
		l.choose(s.ID)
		l.view.ScrollTo(uint(position), gtk.ListScrollFocus, nil)
	}
}

// tick lets the elapsed time of the running tasks on screen go on.
func (l *taskList) tick(now time.Time) {
	l.guard("tick")
	l.clock = now
	for _, row := range l.bound {
		if row.running {
			l.fill(row)
		}
	}
}

// focus moves the keyboard to the list.
func (l *taskList) focus() bool {
	l.guard("focus")
	return l.view.GrabFocus()
}
