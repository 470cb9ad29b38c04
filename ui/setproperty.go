package ui

import (
	"errors"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// setProperty is the dialog that asks for the value of a property. Its handlers
// hold it until it is closed, and let go then.
type setProperty struct {
	dialog *adw.Dialog
	value  *formField
	typ    bus.Signature
	set    func(bus.Value)
}

// presentSetProperty shows the dialog over parent, with the value that the
// property has now, or none. When the person presses Set and the value can be
// read, set gets it; set must not hold on to a widget and must not block.
func presentSetProperty(parent gtk.Widgetter, property bus.Property, now bus.Value, set func(bus.Value)) {
	parts := load("setproperty")
	d := &setProperty{
		dialog: part[*adw.Dialog](parts, "dialog"),
		value:  newFormField(parts, "value"),
		typ:    property.Type,
		set:    set,
	}
	d.dialog.SetTitle(present.Line(property.Name))
	part[*adw.PreferencesGroup](parts, "group").SetDescription(
		escape(tr.F("A value of the type %s, in GVariant’s notation", property.Type)))
	d.value.monospace()
	d.value.row.SetText(present.EditText(now))
	d.dialog.ConnectClosed(func() { *d = setProperty{} })
	d.value.row.ConnectChanged(d.edited)
	part[*gtk.Button](parts, "set").ConnectClicked(d.submit)
	presentForm(d.dialog, d.value.row, parent)
}

// edited takes back what was said about the value before.
func (d *setProperty) edited() {
	if d.dialog != nil {
		d.value.setReason("")
	}
}

func (d *setProperty) submit() {
	if d.set == nil {
		return
	}
	value, err := bus.ParseValue(d.value.row.Text(), d.typ)
	if err != nil {
		reason := err.Error()
		if e, ok := errors.AsType[*bus.TextError](err); ok {
			reason = e.Reason.Say(tr.F)
		}
		d.value.setReason(present.Line(reason))
		d.value.row.GrabFocus()
		return
	}
	set := d.set
	d.set = nil
	d.dialog.Close()
	set(value)
}
