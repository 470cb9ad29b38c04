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
	if reason != "" {
		f.label.SetText(reason)
	}
	markWrong(f.row, f.text, reason)
	f.reasonRow.SetVisible(reason != "" && f.row.Visible())
}

func (f *formField) setVisible(visible bool) {
	f.row.SetVisible(visible)
	f.reasonRow.SetVisible(visible && f.reason != "")
}

// monospace has the field show code.
func (f *formField) monospace() { f.text.AddCSSClass("monospace") }

// markWrong marks a row that is wrong, and says why to screen readers, which look at
// the part of it that is edited. The reason is empty if nothing is wrong.
func markWrong(row gtk.Widgetter, edited gtk.Accessibler, reason string) {
	invalid := gtk.AccessibleInvalidFalse
	if reason != "" {
		invalid = gtk.AccessibleInvalidTrue
		gtk.BaseWidget(row).AddCSSClass("error")
	} else {
		gtk.BaseWidget(row).RemoveCSSClass("error")
	}
	edited.UpdateState([]gtk.AccessibleState{gtk.AccessibleStateInvalid}, []coreglib.Value{*coreglib.NewValue(invalid)})
	setAccessibleDescription(edited, reason)
}
