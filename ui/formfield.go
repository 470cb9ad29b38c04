package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// formField is an entry with a row under it that says what is wrong, and shows
// only while something is.
type formField struct {
	row       *adw.EntryRow
	text      *gtk.EditableTextWidget // what is typed into, and what screen readers see
	reasonRow *adw.PreferencesRow
	label     *gtk.Label
	reason    string
}

func newFormField(parts *gtk.Builder, name string) *formField {
	return formFieldOf(part[*adw.EntryRow](parts, name),
		part[*adw.PreferencesRow](parts, name+"_reason_row"), part[*gtk.Label](parts, name+"_reason"))
}

// addField puts a field at the end of a group.
func addField(group *adw.PreferencesGroup, title string) *formField {
	field := newFormField(load("field"), "field")
	field.row.SetTitle(title)
	group.Add(field.row)
	group.Add(field.reasonRow)
	return field
}

// newFormFieldOf makes the field of an entry, with a row of its own for the reason,
// to be shown under it.
func newFormFieldOf(row *adw.EntryRow) *formField {
	parts := load("reasonrow")
	return formFieldOf(row, part[*adw.PreferencesRow](parts, "row"), part[*gtk.Label](parts, "reason"))
}

func formFieldOf(row *adw.EntryRow, reasonRow *adw.PreferencesRow, label *gtk.Label) *formField {
	keepLeftToRight(row.Delegate())
	return &formField{row: row, text: row.Delegate(), reasonRow: reasonRow, label: label}
}

// setReason says what is wrong with the field; empty if nothing is. It is seen
// in words and not by the color alone.
func (f *formField) setReason(reason string) {
	if reason == f.reason {
		return
	}
	f.reason = reason
	invalid := gtk.AccessibleInvalidFalse
	if reason != "" {
		invalid = gtk.AccessibleInvalidTrue
		f.row.AddCSSClass("error")
		f.label.SetText(reason)
	} else {
		f.row.RemoveCSSClass("error")
	}
	f.text.UpdateState(
		[]gtk.AccessibleState{gtk.AccessibleStateInvalid},
		[]coreglib.Value{*coreglib.NewValue(invalid)},
	)
	f.text.UpdateProperty(
		[]gtk.AccessibleProperty{gtk.AccessiblePropertyDescription},
		[]coreglib.Value{*coreglib.NewValue(reason)},
	)
	f.reasonRow.SetVisible(reason != "" && f.row.Visible())
}

func (f *formField) setVisible(visible bool) {
	f.row.SetVisible(visible)
	f.reasonRow.SetVisible(visible && f.reason != "")
}

// monospace has the field show code.
func (f *formField) monospace() { f.text.AddCSSClass("monospace") }
