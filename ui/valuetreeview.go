package ui

import (
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// valueTreeView shows values as rows that open.
type valueTreeView struct {
	lasting[valueTreeView]
	list   *rowList[*valueRow]
	scroll *gtk.ScrolledWindow
	tree   present.ValueTree
	full   bool // it shows a result
	goTo   func(bus.ObjectPath)
}

// valueRowHeight is how high a row is, in pixels, about: a list view does not tell
// how high it would like to be.
const valueRowHeight = 50

func newValueTreeView(view *gtk.ListView, scroll *gtk.ScrolledWindow, goTo func(bus.ObjectPath)) *valueTreeView {
	v := &valueTreeView{scroll: scroll, goTo: goTo}
	toggle, leave := weaklyWith(v, (*valueTreeView).toggle), weaklyWith(v, (*valueTreeView).leave)
	v.list = newRowList(view, func(item *gtk.ListItem) *valueRow { return newValueRow(item, toggle, leave) },
		fillWeakly(v, (*valueTreeView).fill), toggle)
	addTreeKeys(view, v.arrowKey(true), v.arrowKey(false))
	return v
}

func (v *valueTreeView) letGo() {
	v.list.letGo()
	v.lasting.letGo()
}

// show shows a result, unless it does already.
func (v *valueTreeView) show(result any) {
	if !v.full {
		v.full = true
		v.tree.Reset(result)
		v.refill(-1)
	}
}

// clear forgets the result.
func (v *valueTreeView) clear() {
	if v.full {
		v.full = false
		v.tree = present.ValueTree{}
		v.refill(-1)
	}
}

func (v *valueTreeView) toggle(position int) {
	if position >= len(v.tree.Rows()) {
		return
	}
	v.tree.Toggle(position)
	v.refill(position)
}

// arrowKey opens or closes the row that has the keyboard.
func (v *valueTreeView) arrowKey(open bool) func(*gtk.Widget) bool {
	press := weaklyTrue(v, func(v *valueTreeView) bool {
		position := int(v.list.selection.Selected())
		rows := v.tree.Rows()
		if position >= len(rows) || !rows[position].Expandable || rows[position].Expanded == open {
			return false
		}
		v.toggle(position)
		return true
	})
	return func(*gtk.Widget) bool { return press() }
}

// leave goes to the object that the value at a position names.
func (v *valueTreeView) leave(position int) {
	if position < len(v.tree.Rows()) {
		v.goTo(v.tree.Rows()[position].Path)
	}
}

func (v *valueTreeView) refill(selected int) {
	n := len(v.tree.Rows())
	v.list.show(n, selected)
	v.scroll.SetMinContentHeight(min(n*valueRowHeight, resultHeight))
}

func (v *valueTreeView) fill(row *valueRow, position int) {
	if position < len(v.tree.Rows()) {
		row.show(position, v.tree.Rows()[position])
	}
}

// valueRow is the widgets of a row.
type valueRow struct {
	item             *gtk.ListItem
	box              *gtk.Box
	arrow, leave     *gtk.Button
	name, text, kind *gtk.Label
	position         *int // apart, for the handlers, which must not hold the row
	shown            present.ValueRow
}

func newValueRow(item *gtk.ListItem, toggle, leave func(position int)) *valueRow {
	parts, position := load("valuerow"), new(int)
	r := &valueRow{
		item:     item,
		box:      part[*gtk.Box](parts, "row"),
		arrow:    part[*gtk.Button](parts, "arrow"),
		leave:    part[*gtk.Button](parts, "go"),
		name:     part[*gtk.Label](parts, "name"),
		text:     part[*gtk.Label](parts, "text"),
		kind:     part[*gtk.Label](parts, "type"),
		position: position,
	}
	r.arrow.ConnectClicked(func() { toggle(*position) })
	r.leave.ConnectClicked(func() { leave(*position) })
	r.arrow.SetOpacity(0)
	r.leave.SetVisible(false)
	item.SetChild(r.box)
	return r
}

func (r *valueRow) show(position int, row present.ValueRow) {
	*r.position = position
	if row == r.shown {
		return
	}
	was := r.shown
	r.shown = row
	setTextOrHide(r.name, was.Name, row.Name)
	setCode(r.text, was.Text, row.Text)
	setCode(r.kind, was.Type, row.Type)
	r.box.SetMarginStart(min(row.Depth, maxIndent) * indent)
	r.box.SetTooltipText(present.Code(row.Text))
	r.item.SetAccessibleLabel(accessibleValue(row))
	icon, label := "pan-end-symbolic", tr.T("Expand")
	if row.Expanded {
		icon, label = "pan-down-symbolic", tr.T("Collapse")
	}
	r.arrow.SetIconName(icon)
	setAccessibleLabel(r.arrow, label)
	opacity := 0.0
	if row.Expandable {
		opacity = 1
	}
	r.arrow.SetOpacity(opacity) // it keeps its room, for names to stand in a column
	r.arrow.SetSensitive(row.Expandable)
	r.leave.SetVisible(row.Path != "")
}

// maxIndent is how many levels are told apart by how far in they stand; more would
// leave no room for what stands there.
const maxIndent = 8

func accessibleValue(row present.ValueRow) string {
	text := row.Text
	if row.Name != "" {
		text = row.Name + ": " + text
	}
	switch {
	case row.Expanded:
		text += ", " + tr.T("expanded")
	case row.Expandable:
		text += ", " + tr.T("collapsed")
	}
	return text
}
