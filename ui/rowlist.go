package ui

import (
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// rowList is a list view over a model of empty items: rows look up by their
// position what they show. R is a row's widgets.
type rowList[R any] struct {
	lasting[rowList[R]]
	view      *gtk.ListView
	model     *gtk.StringList
	selection *gtk.SingleSelection
	newRow    func(item *gtk.ListItem) R
	fill      func(row R, position int)
	rows      map[uintptr]boundRow[R] // by list item
	following bool                    // what is selected is changed by show
}

type boundRow[R any] struct {
	item  *gtk.ListItem
	row   R
	bound bool
}

// newRowList fills in a list view. newRow makes a row in an item, fill has it
// show what is at a position; neither may hold on to the list's widgets but
// through an owner that is held weakly. onActivate gets the position of a row
// that was pressed.
func newRowList[R any](view *gtk.ListView, newRow func(*gtk.ListItem) R, fill func(R, int), onActivate func(position int)) *rowList[R] {
	l := &rowList[R]{
		view: view, model: gtk.NewStringList(nil),
		newRow: newRow, fill: fill, rows: make(map[uintptr]boundRow[R]),
	}
	factory := gtk.NewSignalListItemFactory()
	factory.ConnectSetup(weaklyWith(l, (*rowList[R]).setup))
	factory.ConnectBind(weaklyWith(l, (*rowList[R]).bind))
	factory.ConnectUnbind(weaklyWith(l, (*rowList[R]).unbind))
	factory.ConnectTeardown(weaklyWith(l, func(l *rowList[R], object *coreglib.Object) { delete(l.rows, object.Native()) }))
	l.selection = gtk.NewSingleSelection(l.model)
	l.selection.SetAutoselect(false)
	l.selection.SetCanUnselect(true)
	view.SetFactory(&factory.ListItemFactory)
	view.SetModel(l.selection)
	view.ConnectActivate(func(position uint) { onActivate(int(position)) })
	return l
}

func (l *rowList[R]) setup(object *coreglib.Object) {
	item := object.Cast().(*gtk.ListItem)
	l.rows[object.Native()] = boundRow[R]{item: item, row: l.newRow(item)}
}

func (l *rowList[R]) bind(object *coreglib.Object) {
	row := l.rows[object.Native()]
	row.bound = true
	l.rows[object.Native()] = row
	l.fill(row.row, int(row.item.Position()))
}

func (l *rowList[R]) unbind(object *coreglib.Object) {
	row := l.rows[object.Native()]
	row.bound = false
	l.rows[object.Native()] = row
}

// show brings the view up to date with n rows, whose contents may have changed.
// selected is the position of the selected one, below 0 for none. If that is in sight
// and has the keyboard, the keyboard goes along with it.
func (l *rowList[R]) show(n, selected int) {
	l.following = true
	defer func() { l.following = false }()
	if was := int(l.model.NItems()); n > was {
		l.model.Splice(uint(was), 0, make([]string, n-was))
	} else if n < was {
		l.model.Splice(uint(n), uint(was-n), nil)
	}
	for _, row := range l.rows {
		if position := int(row.item.Position()); row.bound && position < n {
			l.fill(row.row, position)
		}
	}
	want := uint(gtk.INVALID_LIST_POSITION)
	if selected >= 0 {
		want = uint(selected)
	}
	if was := l.selection.Selected(); was != want {
		follow := selected >= 0 && l.view.StateFlags().Has(gtk.StateFlagFocusWithin) && l.inSight(int(was))
		l.selection.SetSelected(want)
		if follow {
			l.view.ScrollTo(want, gtk.ListScrollFocus, nil)
		}
	}
}

// inSight tells that the row at a position is to be seen.
func (l *rowList[R]) inSight(position int) bool {
	for _, row := range l.rows {
		if row.bound && int(row.item.Position()) == position {
			return gtk.BaseWidget(row.item.Child()).Mapped()
		}
	}
	return false
}

// onSelect has f called with the position that a person selects.
func (l *rowList[R]) onSelect(f func(position int)) {
	l.selection.NotifyProperty("selected", weakly(l, func(l *rowList[R]) {
		if selected := l.selection.Selected(); !l.following && selected < l.model.NItems() {
			f(int(selected))
		}
	}))
}

// slide is show for a list that so many rows have left at the top, and so many have
// joined at the bottom, so that it has n. What is on screen stays there.
func (l *rowList[R]) slide(gone, come, n int) {
	had := int(l.model.NItems())
	if gone >= had {
		l.show(n, -1) // nothing stays, so the rows may as well be others
		return
	}
	l.following = true // until show has ended
	if gone > 0 {
		l.model.Splice(0, uint(gone), nil)
	}
	l.model.Splice(uint(had-gone), 0, make([]string, come))
	selected := -1
	if at := l.selection.Selected(); at != gtk.INVALID_LIST_POSITION {
		selected = int(at)
	}
	l.show(n, selected)
}

// focusInSight moves the keyboard to the last row that is in sight.
func (l *rowList[R]) focusInSight() {
	last := -1
	for _, row := range l.rows {
		if row.bound && gtk.BaseWidget(row.item.Child()).Mapped() {
			last = max(last, int(row.item.Position()))
		}
	}
	if last >= 0 {
		l.view.ScrollTo(uint(last), gtk.ListScrollFocus, nil)
	}
}

// focus moves the keyboard to the selected row, or to the first.
func (l *rowList[R]) focus() bool {
	position := l.selection.Selected()
	if position >= l.model.NItems() {
		position = 0
	}
	if l.model.NItems() > 0 {
		l.view.ScrollTo(position, gtk.ListScrollFocus, nil)
	}
	return l.view.GrabFocus()
}
