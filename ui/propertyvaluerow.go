package ui

import (
	"strings"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// propertyValueRow is the row of a property of an object: its value, and buttons
// to get it again, to set and to watch it.
type propertyValueRow struct {
	row   *adw.ActionRow
	set   *gtk.Button // nil where it cannot be set
	state *propertyState
}

// propertyState is what the buttons' handlers need of the row; they must not
// hold the row.
type propertyState struct{ value bus.Value }

func (d *objectDetails) newPropertyRow(in bus.Interface, property bus.Property) *propertyValueRow {
	r := &propertyValueRow{
		row:   newMemberRow(property.Name, present.PropertyLine(&property)),
		state: &propertyState{},
	}
	r.row.AddCSSClass("property")
	r.row.SetSubtitleSelectable(true)
	keepSubtitleLeftToRight(r.row)
	object, do, state, name := d.object, d.do, r.state, present.Line(property.Name)
	if property.Access.Readable() {
		get := flatButton("view-refresh-symbolic", tr.F("Get %s", name))
		key := propertyKey{in, property.Name}
		get.ConnectClicked(weakly(d, func(d *objectDetails) { d.readOne(key) }))
		r.row.AddSuffix(get)
	}
	if property.Access.Writable() {
		r.set = flatButton("document-edit-symbolic", tr.F("Set %s", name))
		r.set.ConnectClicked(func() {
			do.edit(object, in, property, state.value)
		})
		r.row.AddSuffix(r.set)
	}
	if property.Access.Readable() && property.Emits != bus.EmitsConst {
		watch := flatButton("find-location-symbolic", tr.F("Watch %s", name))
		watch.ConnectClicked(func() { do.watch(object, in, property) })
		r.row.AddSuffix(watch)
	}
	setTooltip(r.row, strings.TrimSpace(present.PropertyLine(&property)+"\n"+present.Line(property.Doc)))
	if property.Access.Readable() {
		r.row.SetSubtitle("…")
	}
	return r
}

// show shows the value, or why there is none.
func (r *propertyValueRow) show(value bus.PropertyValue) {
	text, failed := present.PropertyText(value)
	r.row.SetSubtitle(text)
	if failed {
		r.row.AddCSSClass("error")
		return
	}
	r.row.RemoveCSSClass("error")
	r.state.value = value.Value
}
