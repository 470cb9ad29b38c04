package ui

import (
	"context"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// The names of fields come from a bus: no title here is markup.

func (r *argRow) makeSwitch() *adw.SwitchRow {
	row := adw.NewSwitchRow()
	row.SetUseMarkup(false)
	row.SetTitle(r.field.Label())
	row.SetActive(r.field.On())
	row.NotifyProperty("active", weakly(r, func(r *argRow) {
		r.field.SetOn(r.toggle.Active())
		r.editor.edited()
	}))
	r.toggle, r.focus = row, &row.Widget
	return row
}

func (r *argRow) makeNumber() *adw.ActionRow {
	least, most := r.field.Range()
	spin := gtk.NewSpinButtonWithRange(least, most, 1)
	spin.SetNumeric(true)
	spin.SetValue(r.field.Number())
	row := adw.NewActionRow()
	row.SetUseMarkup(false)
	row.SetTitle(r.field.Label())
	r.number = newNumberFieldOf(row, spin, func(text string) (float64, string) {
		r.field.SetText(text)
		return r.field.Number(), r.field.Reason
	})
	r.number.changed = r.editor.edited
	row.AddSuffix(spin)
	r.focus = &spin.Widget
	return row
}

func (r *argRow) makeEntry() *adw.EntryRow {
	row := adw.NewEntryRow()
	r.entry, r.focus = newFormFieldOf(row), &row.Widget
	row.SetTitle(r.field.Label())
	row.SetText(r.field.Text())
	row.ConnectChanged(weakly(r, func(r *argRow) {
		r.field.SetText(r.entry.row.Text())
		r.editor.edited()
	}))
	if r.field.Kind == present.BytesField {
		row.AddSuffix(r.makeWays())
	}
	return row
}

// makeWays offers the ways to write bytes.
func (r *argRow) makeWays() *gtk.DropDown {
	var titles []string
	for way := range present.Writing(present.WritingCount) {
		titles = append(titles, way.Title())
	}
	r.ways = gtk.NewDropDownFromStrings(titles)
	r.ways.SetVAlign(gtk.AlignCenter)
	r.ways.AddCSSClass("flat")
	r.ways.SetSelected(uint(r.field.Writing()))
	setAccessibleLabel(r.ways, tr.F("%s written as", r.field.Name))
	r.ways.NotifyProperty("selected", weakly(r, func(r *argRow) {
		r.field.SetWriting(present.Writing(r.ways.Selected()))
		r.entry.row.SetText(r.field.Text())
		r.editor.edited()
	}))
	return r.ways
}

func (r *argRow) makeFile() *adw.ActionRow {
	button := gtk.NewButtonWithLabel(tr.T("Choose…"))
	button.SetVAlign(gtk.AlignCenter)
	setAccessibleLabel(button, tr.F("Choose %s", r.field.Name))
	button.ConnectClicked(weakly(r, (*argRow).chooseFile))
	row := adw.NewActionRow()
	row.SetUseMarkup(false)
	row.SetTitle(r.field.Label())
	row.AddSuffix(button)
	setActivated(row, button)
	r.file, r.choose, r.focus = row, button, &button.Widget
	r.writable = adw.NewSwitchRow()
	r.writable.SetUseMarkup(false)
	r.writable.SetTitle(tr.F("%s Writable", r.field.Name))
	r.writable.SetSubtitle(tr.T("The service may change the file"))
	r.showFile()
	r.writable.NotifyProperty("active", weakly(r, (*argRow).setWritable))
	return row
}

func (r *argRow) showFile() {
	file, ok := r.field.File()
	r.writable.SetVisible(ok)
	r.writable.SetActive(file.Writable)
	markWrong(r.file, r.choose, r.field.Reason)
	if r.field.Reason != "" {
		setSubtitle(r.file, r.field.Reason)
		return
	}
	setSubtitle(r.file, present.Line(file.Path))
}

// chooseFile asks for the file. The answer may come when the form is gone.
func (r *argRow) chooseFile() {
	window, ok := r.file.Root().Cast().(*adw.ApplicationWindow)
	if !ok {
		return
	}
	dialog := gtk.NewFileDialog()
	dialog.SetTitle(tr.T("Choose a File"))
	dialog.SetModal(true)
	chosen := weaklyWith(r, (*argRow).setFile)
	dialog.Open(context.Background(), &window.Window, func(result gio.AsyncResulter) {
		if file, err := dialog.OpenFinish(result); err == nil && file != nil {
			chosen(file.Path())
		}
	})
}

func (r *argRow) setFile(path string) {
	if path == "" { // it is not on this computer
		return
	}
	r.field.SetFile(bus.File{Path: path})
	r.editor.edited()
}

// setWritable has the file opened for writing, too.
func (r *argRow) setWritable() {
	file, ok := r.field.File()
	if ok && file.Writable != r.writable.Active() {
		file.Writable = r.writable.Active()
		r.field.SetFile(file)
		r.editor.edited()
	}
}

// makeChoice offers the types of what is in a variant.
func (r *argRow) makeChoice() *adw.ComboRow {
	now := r.field.Fields[0].Type
	r.types = present.VariantTypes(now)
	var titles []string
	chosen := 0
	for i, typ := range r.types {
		titles = append(titles, present.TypeWord(typ))
		if typ == now {
			chosen = i
		}
	}
	row := adw.NewComboRow()
	row.SetUseMarkup(false)
	row.SetTitle(tr.F("%s Type", r.field.Name))
	row.SetModel(gtk.NewStringList(titles))
	row.SetSelected(uint(chosen))
	row.NotifyProperty("selected", weakly(r, func(r *argRow) {
		r.field.SetType(r.types[r.choice.Selected()])
		r.editor.unfolded[r.field.Fields[0]] = true
		r.editor.reshaped(r.field)
	}))
	r.choice, r.focus = row, &row.Widget
	return row
}

func (r *argRow) makeFold() *adw.ExpanderRow {
	row := adw.NewExpanderRow()
	row.SetUseMarkup(false)
	row.SetTitle(r.field.Label())
	row.SetExpanded(r.editor.unfolded[r.field])
	row.NotifyProperty("expanded", weakly(r, func(r *argRow) {
		r.editor.unfolded[r.field] = r.fold.Expanded()
	}))
	r.fold, r.focus = row, &row.Widget
	return row
}

// showFold tells what is in a field that is folded, or what is wrong with it.
func (r *argRow) showFold() {
	setSubtitle(r.fold, r.field.Summary())
	if r.field.Reason != "" {
		r.fold.AddCSSClass("error")
	} else {
		r.fold.RemoveCSSClass("error")
	}
}
