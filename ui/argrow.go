package ui

import (
	"slices"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// argRow is the row of a field, and the widgets in it that are of its kind.
type argRow struct {
	editor *argEditor
	field  *present.ArgField
	within []*adw.ExpanderRow // that it is in, the outermost first
	focus  *gtk.Widget        // where one edits it

	entry    *formField       // of text and bytes
	number   *numberField     // of a number
	toggle   *adw.SwitchRow   // of a switch
	file     *adw.ActionRow   // of a file
	choose   *gtk.Button      // which is chosen with it
	writable *adw.SwitchRow   // and whether it may be written to
	ways     *gtk.DropDown    // of bytes: how they are written
	choice   *adw.ComboRow    // of a variant: its type
	types    []bus.Signature  // to choose from
	fold     *adw.ExpanderRow // of what holds others
}

// argPlace is where the rows of a field go.
type argPlace struct {
	put    func(gtk.Widgetter)
	within []*adw.ExpanderRow
	remove func() // takes the field away from what it is in; nil where it cannot be
}

// suffixed is a row that has room for a button at its end.
type suffixed interface {
	gtk.Widgetter
	AddSuffix(gtk.Widgetter)
}

// add makes the rows of a field.
func (e *argEditor) add(field *present.ArgField, place argPlace) {
	r := &argRow{editor: e, field: field, within: place.within}
	e.rows = append(e.rows, r)
	var row suffixed
	switch field.Kind {
	case present.SwitchField:
		row = r.makeSwitch()
	case present.NumberField:
		row = r.makeNumber()
	case present.FileField:
		row = r.makeFile()
	case present.TextField, present.BytesField:
		row = r.makeEntry()
	case present.VariantField:
		row = r.makeChoice()
	default:
		row = r.makeFold()
	}
	if place.remove != nil {
		row.AddSuffix(newRemoveButton(tr.F("Remove %s", field.Name), place.remove))
	}
	place.put(row)
	switch {
	case r.entry != nil:
		place.put(r.entry.reasonRow)
	case r.writable != nil:
		place.put(r.writable)
	case r.choice != nil:
		place.remove = nil
		e.add(field.Fields[0], place)
	case r.fold != nil:
		r.addFolded()
	}
}

// addFolded makes the rows of the fields in a field.
func (r *argRow) addFolded() {
	place := argPlace{put: func(row gtk.Widgetter) { r.fold.AddRow(row) }, within: append(slices.Clone(r.within), r.fold)}
	for _, field := range r.field.Fields {
		place.remove = nil
		if r.canGrow() {
			place.remove = weakly(r, func(r *argRow) { r.remove(field) })
		}
		r.editor.add(field, place)
	}
	if !r.canGrow() {
		return
	}
	button := adw.NewButtonRow()
	button.SetTitle(tr.T(addTitles[r.field.Kind]))
	button.SetStartIconName("list-add-symbolic")
	onPress(button, weakly(r, (*argRow).grow))
	r.fold.AddRow(button)
}

var addTitles = map[present.FieldKind]string{present.ListField: tr.Mark("Add Item"), present.DictField: tr.Mark("Add Entry")}

// canGrow tells that there may be any number of fields in this one.
func (r *argRow) canGrow() bool { return addTitles[r.field.Kind] != "" }

// grow adds an item or an entry, and leads there.
func (r *argRow) grow() {
	added := r.field.Add()
	if added == nil {
		r.fold.SetSubtitle(tr.T("This form is as large as it gets. Write more as text."))
		return
	}
	r.editor.unfolded[r.field], r.editor.unfolded[added] = true, true
	if added.Kind == present.EntryField {
		added = added.Fields[0]
	}
	r.editor.reshaped(added)
}

func (r *argRow) remove(field *present.ArgField) {
	i := slices.Index(r.field.Fields, field)
	r.field.Remove(field)
	focus := r.field
	if n := len(r.field.Fields); n > 0 {
		focus = r.field.Fields[min(i, n-1)]
	}
	r.editor.reshaped(focus)
}

func newRemoveButton(label string, remove func()) *gtk.Button {
	button := gtk.NewButtonFromIconName("list-remove-symbolic")
	button.SetVAlign(gtk.AlignCenter)
	button.AddCSSClass("flat")
	button.SetTooltipText(label)
	setAccessibleLabel(button, label)
	button.ConnectClicked(remove)
	return button
}

// showReason says what is wrong with the field, where it has a value of its own.
func (r *argRow) showReason() {
	switch {
	case r.entry != nil:
		r.entry.setReason(r.field.Reason)
	case r.number != nil:
		r.number.setReason(r.field.Reason)
	case r.file != nil:
		r.showFile()
	case r.fold != nil:
		r.showFold()
	}
}
