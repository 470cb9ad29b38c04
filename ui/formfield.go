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

// newFormField makes the field of an entry in an interface file, whose reason comes
// under it.
func newFormField(parts *gtk.Builder, name string) *formField {
	field := newFormFieldOf(part[*adw.EntryRow](parts, name))
	list := field.row.Parent().(*gtk.ListBox)
	list.Insert(field.reasonRow, field.row.Index()+1)
	return field
}

// addField puts a field at the end of a group.
func addField(group *adw.PreferencesGroup, title string) *formField {
	field := newFormFieldOf(adw.NewEntryRow())
	field.row.SetTitle(title)
	group.Add(field.row)
	group.Add(field.reasonRow)
	return field
}

// newFormFieldOf makes the field of an entry, for what programs read, with a row for
// the reason, to be shown under it.
func newFormFieldOf(row *adw.EntryRow) *formField {
	row.SetUseMarkup(false)
	row.SetActivatesDefault(true)
	row.SetInputHints(gtk.InputHintNoSpellcheck)
	parts := load("reasonrow")
	field := &formField{
		row:       row,
		text:      row.Delegate(),
		reasonRow: part[*adw.PreferencesRow](parts, "row"),
		label:     part[*gtk.Label](parts, "reason"),
	}
	keepLeftToRight(field.text)
	return field
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
