package ui

import (
	"slices"
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
	lasting[taskList]
	listing   *present.Listing
	model     *rows
	selection *gtk.MultiSelection
	view      *gtk.ListView
	scrolled  *gtk.Adjustment
	actions   taskActions
	guard     threadGuard

	rows   map[uintptr]*taskRow // by list item
	bound  map[uintptr]*taskRow // those that have a position
	spare  []*rowWidgets        // of rows that are gone
	frames rowFrames

	// clock is the time of the last tick. Running tasks are shown as of then, so
	// that other changes do not make their figures flicker.
	clock    time.Time
	selected tasks.ID              // the one whose details are shown; 0 for none
	chosen   map[tasks.ID]struct{} // all that are selected, and selected, shown or not
	growing  bool                  // the model has not as many rows yet as the listing
	narrow   bool                  // there is room for the title alone beside the buttons
	// following tells that the list and its selection are being brought up to
	// date, and that what the view says meanwhile is half of the truth.
	following bool
	selecting bool   // see pick
	onSelect  func() // selected or chosen has changed
	onShown   func() // what show asked for is there
}

// taskActions are what can be done with a task. They must not hold on to widgets.
type taskActions struct {
	cancel, retry, toggle, clicked, held func(tasks.ID)
	// pick is asked first what is clicked, and reports whether that was all.
	pick func(tasks.ID) bool
}

// newTaskList fills in the list view of the task page.
func newTaskList(view *gtk.ListView, scroller *gtk.ScrolledWindow, actions taskActions, guard threadGuard, onSelect, onShown func()) *taskList {
	l := &taskList{
		listing:  present.NewListing(),
		model:    newRows(),
		view:     view,
		scrolled: scroller.VAdjustment(),
		actions:  actions,
		guard:    guard,
		rows:     make(map[uintptr]*taskRow),
		bound:    make(map[uintptr]*taskRow),
		clock:    time.Now(),
		chosen:   make(map[tasks.ID]struct{}),
		onSelect: onSelect,
		onShown:  onShown,
	}
	factory := gtk.NewSignalListItemFactory()
	factory.ConnectSetup(weaklyWith(l, (*taskList).setup))
	factory.ConnectBind(weaklyWith(l, (*taskList).bind))
	factory.ConnectUnbind(weaklyWith(l, (*taskList).unbind))
	factory.ConnectTeardown(weaklyWith(l, (*taskList).teardown))
	view.ConnectRealize(weakly(l, (*taskList).followFrames))
	view.ConnectUnrealize(weakly(l, (*taskList).leaveFrames))

	l.selection = gtk.NewMultiSelection(l.model)
	changed := weakly(l, (*taskList).selectionChanged)
	l.selection.ConnectSelectionChanged(func(uint, uint) { changed() })
	view.SetFactory(&factory.ListItemFactory)
	view.SetModel(l.selection)
	return l
}

// apply follows what an engine says has changed, and tells how.
func (l *taskList) apply(changes tasks.Changes) present.Change {
	l.guard("apply")
	change := l.listing.Apply(changes)
	l.follow(change)
	return change
}

// stepTasks is how many tasks are looked at between two looks at the main loop.
const stepTasks = 500

// show changes what is shown, and goes to the top. With many tasks the rows change
// a little later, and onShown tells.
func (l *taskList) show(view present.View) {
	l.guard("show")
	was := l.listing.Busy()
	change := l.listing.Show(view)
	switch {
	case !l.listing.Busy():
		l.showNow(change)
	case !was:
		coreglib.IdleAdd(weaklyTrue(l, (*taskList).goOn))
	}
}

// goOn takes a step towards what is to be shown, and tells whether there are more.
func (l *taskList) goOn() bool {
	if !l.listing.Busy() { // something else has been asked for, which was there at once
		return false
	}
	change := l.listing.Continue(stepTasks)
	if l.listing.Busy() {
		return true
	}
	l.showNow(change)
	return false
}

// showNow shows the rows of another view. Of several selected tasks, the one whose
// details are shown stays so: the others may be out of sight.
func (l *taskList) showNow(change present.Change) {
	clear(l.chosen)
	if l.selected != 0 {
		l.chosen[l.selected] = struct{}{}
	}
	l.follow(change)
	if l.listing.Len() > 0 {
		l.view.ScrollTo(0, gtk.ListScrollNone, nil)
	}
	l.onShown()
}

// toggle shows the children of a task, or hides them.
func (l *taskList) toggle(id tasks.ID) {
	l.guard("toggle")
	if position, ok := l.listing.Position(id); ok {
		l.setOpen(id, !l.listing.FamilyAt(position).Open)
	}
}

// setOpen shows the children of a task, or hides them.
func (l *taskList) setOpen(id tasks.ID, open bool) {
	l.guard("open")
	l.follow(l.listing.SetOpen(id, open))
	l.refill() // the arrow
}

// selectionChanged follows what was selected in the view. A heading is no task: the
// keyboard comes by, and what is selected stays.
func (l *taskList) selectionChanged() {
	if l.following {
		return
	}
	selected := positions(l.selection.Selection())
	ids := make([]tasks.ID, 0, len(selected))
	headings := gtk.NewBitsetEmpty()
	for _, position := range selected {
		if s := l.listing.At(position); s != nil {
			ids = append(ids, s.ID)
		} else {
			headings.Add(uint(position))
		}
	}
	l.following = true
	switch {
	case headings.IsEmpty():
		l.setChosen(ids)
	case len(ids) > 0:
		l.setChosen(ids)
		l.selection.SetSelection(gtk.NewBitsetEmpty(), headings)
	default:
		l.selectChosen()
	}
	l.following = false
	l.tellSelection()
}

// setChosen takes over which tasks are selected, in the order of their rows.
func (l *taskList) setChosen(ids []tasks.ID) {
	clear(l.chosen)
	for _, id := range ids {
		l.chosen[id] = struct{}{}
	}
	if _, still := l.chosen[l.selected]; still {
		return
	}
	if l.selected = 0; len(ids) > 0 {
		l.selected = ids[0]
	}
}

// positions gives what is in a set, in order.
func positions(set *gtk.Bitset) []int {
	size := int(set.Size())
	all := make([]int, size)
	if size == 0 {
		return nil
	}
	first := int(set.Minimum())
	unbroken := int(set.Maximum())-first+1 == size // everything, mostly
	for i := range all {
		if all[i] = first + i; !unbroken {
			all[i] = int(set.Nth(uint(i)))
		}
	}
	return all
}

// chosenTasks gives the selected tasks that there still are, in the order of their
// submission.
func (l *taskList) chosenTasks() []tasks.ID {
	var ids []tasks.ID
	for id := range l.chosen {
		if l.listing.Lookup(id) != nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// choose selects one task, shown or not; 0 selects none.
func (l *taskList) choose(id tasks.ID) {
	l.guard("choose")
	if _, already := l.chosen[id]; id == l.selected && (id == 0 || already && len(l.chosen) == 1) {
		return
	}
	l.selected = id
	clear(l.chosen)
	if id != 0 {
		l.chosen[id] = struct{}{}
	}
	l.following = true
	l.restoreSelection()
	l.following = false
	l.tellSelection()
}

// chooseAt selects the task in a row, or below it if that is a heading, and moves
// the keyboard there.
func (l *taskList) chooseAt(position int) {
	l.guard("choose")
	if _, heading := l.listing.Heading(position); heading {
		position++
	}
	if s := l.listing.At(position); s != nil {
		l.growTo(position + 1)
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
			l.fillSoon(row)
		}
	}
}

// focus moves the keyboard to the list.
func (l *taskList) focus() bool {
	l.guard("focus")
	return l.view.GrabFocus()
}
