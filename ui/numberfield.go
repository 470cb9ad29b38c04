package ui

import (
	"cmp"
	"strconv"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// numberField is the row of a number, under whose title stands what is wrong with
// what was typed, or else what is to be. It counts as soon as it is typed. The row is
// no AdwSpinRow, which assistive technology does not see.
type numberField struct {
	row    *adw.ActionRow
	spin   *gtk.SpinButton
	hint   string
	number float64 // the latest that nothing was wrong with
	reason string

	read    func(text string) (number float64, reason string)
	write   func(number float64) string // nil where figures do
	changed func()                      // nil for nobody
	follows bool                        // the text or the value is being brought up to date
}

// newNumberField makes the field of a row in an interface file, of a whole number in
// the range that stands there.
func newNumberField(parts *gtk.Builder, name string) *numberField {
	spin := part[*gtk.SpinButton](parts, name+"_number")
	spin.SetNumeric(true)
	least, most := spin.Range()
	return newNumberFieldOf(part[*adw.ActionRow](parts, name), spin, func(text string) (float64, string) {
		n, reason := present.ReadNumber(text, int64(least), int64(most))
		return float64(n), reason
	})
}

// newTimeoutField makes the field of a number of seconds, of which 0 is no limit.
func newTimeoutField(parts *gtk.Builder, name string, read func(text string, most float64) (float64, string)) *numberField {
	spin := part[*gtk.SpinButton](parts, name+"_number")
	_, most := spin.Range()
	f := newNumberFieldOf(part[*adw.ActionRow](parts, name), spin, func(text string) (float64, string) { return read(text, most) })
	f.write = present.TimeoutText
	return f
}

func newNumberFieldOf(row *adw.ActionRow, spin *gtk.SpinButton, read func(string) (float64, string)) *numberField {
	f := &numberField{row: row, spin: spin, hint: row.Subtitle(), read: read}
	spin.SetVAlign(gtk.AlignCenter)
	spin.SetUpdatePolicy(gtk.UpdateIfValid)
	spin.SetWidthChars(6)
	spin.SetMaxWidthChars(10)
	keepLeftToRight(spin.Delegate())
	setAccessibleLabel(spin, row.Title())
	setActivated(row, spin)
	setAccessibleDescription(spin, f.hint)
	f.number, _ = read(spin.Text())
	spin.ConnectChanged(weakly(f, (*numberField).typed))
	spin.ConnectOutput(weaklyTrue(f, (*numberField).output))
	return f
}

// set writes a number.
func (f *numberField) set(number float64) {
	f.following(func() {
		f.spin.SetValue(number)
		f.spin.SetText(f.text(number)) // even if it is the value that there was
	})
	f.take()
}

func (f *numberField) text(number float64) string {
	if f.write != nil {
		return f.write(number)
	}
	return strconv.FormatFloat(number, 'f', -1, 64)
}

// typed takes over the number, or has the buttons beside what is none go on from the
// one next to 0.
func (f *numberField) typed() {
	if f.follows {
		return
	}
	f.take()
	to := f.number
	if f.reason != "" {
		to = f.start()
	}
	f.following(func() { f.spin.SetValue(to) })
}

// take takes over what is written.
func (f *numberField) take() {
	number, reason := f.read(f.spin.Text())
	if reason == "" {
		f.number = number
	}
	f.setReason(reason)
	if f.changed != nil {
		f.changed()
	}
}

// following has neither the text nor the value follow what step makes of the other.
func (f *numberField) following(step func()) {
	f.follows = true
	step()
	f.follows = false
}

func (f *numberField) start() float64 {
	least, most := f.spin.Range()
	return min(max(0, least), most)
}

// output has the spin button show its value, and tells that it need not do so itself.
// What was typed stays as it is, for the person to see what is wrong with it.
func (f *numberField) output() bool {
	if !f.follows && (f.reason == "" || f.spin.Value() != f.start()) {
		f.following(func() { f.spin.SetText(f.text(f.spin.Value())) })
		f.take()
	}
	return true
}

// setReason says what is wrong; empty if nothing is.
func (f *numberField) setReason(reason string) {
	if reason == f.reason {
		return
	}
	f.reason = reason
	text := cmp.Or(reason, f.hint)
	f.row.SetSubtitle(text)
	markWrong(f.row, f.spin, reason)
	setAccessibleDescription(f.spin, text)
}

// firstWrong gives the first of fields that is wrong, nil if none is.
func firstWrong(fields ...*numberField) *numberField {
	for _, f := range fields {
		if f.reason != "" {
			return f
		}
	}
	return nil
}

// setActivated has a click on a row do what one on a widget in it does. The row says
// that its subtitle describes the widget, by a relation of which GTK 4.18 makes an
// empty text, in the place of the description that markWrong gives.
func setActivated(row *adw.ActionRow, widget gtk.Widgetter) {
	row.SetActivatableWidget(widget)
	gtk.BaseWidget(widget).ResetRelation(gtk.AccessibleRelationDescribedBy)
}
