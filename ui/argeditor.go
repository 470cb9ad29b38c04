package ui

import (
	"slices"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// argEditor is the form of a call's arguments, a row for each field. It is made
// anew when its fields change, and keeps which of them are unfolded. Whoever shows
// it holds it; its handlers hold neither it nor its widgets.
type argEditor struct {
	group   *adw.PreferencesGroup
	changed func() // after every change of what is in the form; must not hold the editor

	form     *present.ArgForm
	top      []gtk.Widgetter // the rows that are in the group itself
	rows     []*argRow
	unfolded map[*present.ArgField]bool
}

func newArgEditor(group *adw.PreferencesGroup) *argEditor {
	return &argEditor{group: group, changed: func() {}}
}

// show shows another form; nil shows none. Whoever is in a field of one stays in that
// of the other: the names of the fields may become known while they are filled in.
func (e *argEditor) show(form *present.ArgForm) {
	if form == nil && e.form == nil {
		return
	}
	focused := slices.IndexFunc(e.rows, func(row *argRow) bool {
		return row.focus != nil && row.focus.StateFlags().Has(gtk.StateFlagFocusWithin)
	})
	e.form = form
	e.unfolded = make(map[*present.ArgField]bool)
	if form != nil {
		for _, field := range form.Fields {
			for field.Kind == present.VariantField {
				field = field.Fields[0]
			}
			e.unfolded[field] = true
		}
	}
	e.rebuild()
	if focused >= 0 && focused < len(e.rows) && e.rows[focused].focus != nil {
		e.rows[focused].focus.GrabFocus()
	}
}

// rebuild makes the rows anew.
func (e *argEditor) rebuild() {
	for _, row := range e.top {
		e.group.Remove(row)
	}
	e.top, e.rows = nil, nil
	if e.form == nil {
		return
	}
	for _, field := range e.form.Fields {
		e.add(field, argPlace{put: func(row gtk.Widgetter) {
			e.group.Add(row)
			e.top = append(e.top, row)
		}})
	}
	e.showReasons()
}

// edited tells of a change that leaves the rows as they are.
func (e *argEditor) edited() {
	e.changed()
	e.showReasons()
}

// reshaped tells of a change after which there are other rows.
func (e *argEditor) reshaped(focus *present.ArgField) {
	e.changed()
	e.rebuild()
	for _, row := range e.rows {
		if row.field == focus && row.focus != nil {
			row.focus.GrabFocus()
			return
		}
	}
}

// showReasons says at each field what is wrong with it.
func (e *argEditor) showReasons() {
	for _, row := range e.rows {
		row.showReason()
	}
}

// goToWrong leads to the first field that is wrong, and reports whether there is
// one.
func (e *argEditor) goToWrong() bool {
	if e.form == nil {
		return false
	}
	wrong := e.form.FirstWrong()
	if wrong == nil {
		return false
	}
	for _, row := range e.rows {
		if row.field != wrong {
			continue
		}
		for _, folded := range row.within {
			folded.SetExpanded(true)
		}
		if row.focus != nil {
			row.focus.GrabFocus()
		}
	}
	return true
}
