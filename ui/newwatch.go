package ui

import (
	"slices"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// newWatch is the dialog that asks what to watch for, by fields and by the text of
// the rule: each follows the other. Its handlers hold it until it is closed, and
// let go then.
type newWatch struct {
	dialog      *adw.Dialog
	refusal     *adw.Banner
	connection  endpointRow
	kind        *adw.ComboRow
	below       *adw.SwitchRow
	fields      [present.WatchFieldCount]*formField
	text        *formField
	keep, limit *numberField

	written   present.WatchForm // what the fields say, and what has no field
	following bool              // the fields are being filled in from the text, or the text from them
	submit    func(bus.WatchSpec) error
}

// newNewWatch makes the dialog. When nothing is wrong, submit gets the watch; the
// dialog closes unless submit refuses, and then shows why. submit must not hold on
// to a widget and must not block.
func newNewWatch(choices []bus.Endpoint, chosen bus.Endpoint, submit func(bus.WatchSpec) error) *newWatch {
	parts := load("newwatch")
	conditions := part[*adw.PreferencesGroup](parts, "conditions")
	d := &newWatch{
		dialog:     part[*adw.Dialog](parts, "dialog"),
		refusal:    part[*adw.Banner](parts, "refusal"),
		connection: newEndpointRow(part[*adw.ComboRow](parts, "connection"), choices, chosen),
		kind:       part[*adw.ComboRow](parts, "type"),
		below:      part[*adw.SwitchRow](parts, "below"),
		keep:       newNumberField(parts, "keep"),
		limit:      newNumberField(parts, "limit"),
		submit:     submit,
	}
	for field, title := range [...]string{
		present.WatchSender:    tr.T("Sender"),
		present.WatchInterface: tr.T("Interface"),
		present.WatchMember:    tr.T("Member"),
		present.WatchPath:      tr.T("Object Path"),
		present.WatchArg0:      tr.T("First Argument"),
	} {
		d.fields[field] = addField(conditions, title)
		if present.WatchField(field) == present.WatchPath {
			conditions.Add(d.below)
		}
	}
	d.text = addField(part[*adw.PreferencesGroup](parts, "text"), tr.T("Match Rule"))
	d.text.monospace()
	d.keep.set(bus.DefaultKeep)
	types := present.MessageTypes()
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = present.MessageTypeTitle(t)
	}
	d.kind.SetModel(gtk.NewStringList(words))
	d.connect(part[*gtk.Button](parts, "submit"))
	d.fill(present.FirstWatch())
	d.edited()
	return d
}

func (d *newWatch) connect(submit *gtk.Button) {
	d.dialog.ConnectClosed(func() { *d = newWatch{} })
	submit.ConnectClicked(d.press)
	d.kind.NotifyProperty("selected", d.edited)
	d.below.NotifyProperty("active", d.edited)
	for _, field := range d.fields {
		field.row.ConnectChanged(d.edited)
	}
	d.text.row.ConnectChanged(d.rewritten)
}

// fill shows a form in the fields.
func (d *newWatch) fill(form present.WatchForm) {
	d.written, d.following = form, true
	d.kind.SetSelected(uint(slices.Index(present.MessageTypes(), form.Type)))
	d.below.SetActive(form.Below)
	for field, text := range map[present.WatchField]string{
		present.WatchSender:    form.Sender,
		present.WatchInterface: form.Interface,
		present.WatchMember:    form.Member,
		present.WatchPath:      form.Path,
		present.WatchArg0:      form.Arg0,
	} {
		d.fields[field].row.SetText(text)
	}
	d.following = false
}

// edited follows a change of a field.
func (d *newWatch) edited() {
	if d.dialog == nil || d.following {
		return
	}
	d.written.Type = present.MessageTypes()[d.kind.Selected()]
	d.written.Below = d.below.Active()
	for field, text := range map[present.WatchField]*string{
		present.WatchSender:    &d.written.Sender,
		present.WatchInterface: &d.written.Interface,
		present.WatchMember:    &d.written.Member,
		present.WatchPath:      &d.written.Path,
		present.WatchArg0:      &d.written.Arg0,
	} {
		*text = d.fields[field].row.Text()
	}
	d.following = true
	d.text.row.SetText(d.written.Rule().String())
	d.following = false
	d.check()
}

// rewritten follows a change of the text. One that is no rule leaves the fields as
// they are.
func (d *newWatch) rewritten() {
	if d.dialog == nil || d.following {
		return
	}
	rule, reason := present.ReadRule(d.text.row.Text())
	if reason != "" {
		d.mark(map[present.WatchField]string{present.WatchRule: reason})
		return
	}
	d.fill(present.WatchFormOf(rule))
	d.check()
}

// check marks what is wrong with the fields.
func (d *newWatch) check() map[present.WatchField]string {
	_, wrong := d.written.Check()
	d.mark(wrong)
	return wrong
}

func (d *newWatch) mark(wrong map[present.WatchField]string) {
	for field, f := range d.fields {
		f.setReason(wrong[present.WatchField(field)])
	}
	d.text.setReason(wrong[present.WatchRule])
	d.refusal.SetRevealed(false)
}

// press submits the watch, or leads to what is wrong.
func (d *newWatch) press() {
	switch {
	case d.submit == nil: // pressed again while the dialog fades away
		return
	case d.text.reason != "":
		d.text.row.GrabFocus()
		return
	}
	if wrong := d.check(); len(wrong) > 0 {
		for _, field := range d.fields {
			if field.reason != "" {
				field.row.GrabFocus()
				return
			}
		}
		d.text.row.GrabFocus()
		return
	}
	if wrong := firstWrong(d.keep, d.limit); wrong != nil {
		wrong.spin.GrabFocus()
		return
	}
	err := d.submit(bus.WatchSpec{
		Endpoint: d.connection.chosen(),
		Rule:     d.written.Rule(),
		Keep:     int(d.keep.number),
		Limit:    uint64(d.limit.number),
	})
	if err != nil {
		d.refusal.SetTitle(present.Refusal(err))
		d.refusal.SetRevealed(true)
		return
	}
	d.submit = nil
	d.dialog.Close()
}

// presentNewWatch asks what to watch for; a connection that is given is selected.
func (w *window) presentNewWatch(endpoint bus.Endpoint) {
	ref, connections := refer(w), w.opts.Connections
	d := newNewWatch(w.endpointChoices(), endpoint, func(spec bus.WatchSpec) error {
		future, err := connections.SubmitWatch(spec)
		if err != nil {
			return err
		}
		begun(ref, future.Task(), nil)
		return nil
	})
	presentForm(d.dialog, d.fields[present.WatchSender].row, w.window)
}

func (a *application) newWatch() { a.inFront().presentNewWatch(bus.Endpoint{}) }
