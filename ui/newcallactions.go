package ui

import (
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// addActions adds what the menu of the button Call offers.
func (d *newCall) addActions() {
	group := gio.NewSimpleActionGroup()
	for name, f := range map[string]func(){
		"keep-open": d.callAndKeepOpen,
		"repeat":    d.askRepetition,
	} {
		action := gio.NewSimpleAction(name, nil)
		action.ConnectActivate(func(*glib.Variant) { f() })
		group.AddAction(action)
	}
	copying := gio.NewSimpleAction("copy", glib.NewVariantType("s"))
	copying.ConnectActivate(func(tool *glib.Variant) { d.copyAs(tool.String()) })
	group.AddAction(copying)
	d.dialog.InsertActionGroup("new-call", group)
}

// checked gives the call, or leads to the first field that is wrong.
func (d *newCall) checked() (bus.RepeatSpec, bool) {
	d.followText()
	form := d.form()
	spec, problems := form.Check()
	d.mark(problems)
	if len(problems) > 0 {
		d.fields[problems[0].Field].row.GrabFocus()
		return bus.RepeatSpec{}, false
	}
	if d.arguments.form.goToWrong() || d.callOptions.goToWrong() { // what the text does not say
		return bus.RepeatSpec{}, false
	}
	return bus.RepeatSpec{CallSpec: spec, Times: form.Times, AtOnce: form.AtOnce}, true
}

// call submits the call and closes the dialog.
func (d *newCall) call() {
	if _, ok := d.submitChecked(); ok {
		d.submit = nil
		d.dialog.Close()
	}
}

// callAndKeepOpen submits the call and stays for another. The window behind, which
// goes to the task, must not take the focus along.
func (d *newCall) callAndKeepOpen() {
	if d.isClosed() {
		return
	}
	root := d.dialog.Root()
	focus := root.Focus()
	if spec, ok := d.submitChecked(); ok {
		root.SetFocus(focus)
		d.toasts.AddToast(newToast(tr.F("Called %s", present.Line(string(spec.Call.Member)))))
	}
}

// submitChecked submits the call, if nothing is wrong with it, or tells why it
// was refused.
func (d *newCall) submitChecked() (spec bus.RepeatSpec, ok bool) {
	if d.submit == nil { // pressed again while the dialog fades away
		return spec, false
	}
	if spec, ok = d.checked(); !ok {
		return spec, false
	}
	if err := d.submit(spec); err != nil {
		d.refusal.SetTitle(present.Refusal(err))
		d.refusal.SetRevealed(true)
		return spec, false
	}
	return spec, true
}

// askRepetition leads to where one says how often the call is made.
func (d *newCall) askRepetition() {
	if d.isClosed() {
		return
	}
	d.options.SetExpanded(true)
	d.times.spin.GrabFocus()
}

// copyAs puts the call on the clipboard as a command, or tells why a tool cannot
// make it.
func (d *newCall) copyAs(name string) {
	if d.isClosed() {
		return
	}
	spec, ok := d.checked()
	if !ok {
		return
	}
	for tool := range bus.ToolDBusSend + 1 {
		if tool.String() != name {
			continue
		}
		command, err := bus.CallCommand(tool, spec.Endpoint.Address, spec.Call, spec.Timeout)
		if err != nil {
			d.toasts.AddToast(newToast(present.CommandRefusal(err)))
			return
		}
		d.dialog.Clipboard().SetText(command)
		d.toasts.AddToast(newToast(tr.T("Copied to clipboard")))
	}
}

func (d *newCall) optionsChanged() {
	if !d.isClosed() {
		d.showSummary()
	}
}
