package ui

import (
	"strings"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// newMonitor is the dialog that asks what to monitor. Its handlers hold it until it
// is closed, and let go then.
type newMonitor struct {
	dialog     *adw.Dialog
	refusal    *adw.Banner
	connection endpointRow
	group      *adw.PreferencesGroup
	rules      []*formField
	keep       *numberField
	submit     func(bus.MonitorSpec) error
}

// newNewMonitor makes the dialog. When nothing is wrong, submit gets the monitor;
// the dialog closes unless submit refuses, and then shows why. submit must not hold
// on to a widget and must not block.
func newNewMonitor(choices []bus.Endpoint, chosen bus.Endpoint, submit func(bus.MonitorSpec) error) *newMonitor {
	parts := load("newmonitor")
	d := &newMonitor{
		dialog:     part[*adw.Dialog](parts, "dialog"),
		refusal:    part[*adw.Banner](parts, "refusal"),
		connection: newEndpointRow(part[*adw.ComboRow](parts, "connection"), choices, chosen),
		group:      part[*adw.PreferencesGroup](parts, "rules"),
		keep:       newNumberField(parts, "keep"),
		submit:     submit,
	}
	d.keep.set(bus.DefaultKeep)
	d.dialog.ConnectClosed(func() { *d = newMonitor{} })
	onPress(part[*adw.ButtonRow](parts, "add"), d.addAndGo)
	part[*gtk.Button](parts, "submit").ConnectClicked(d.press)
	d.add()
	return d
}

// add adds the field of one more rule.
func (d *newMonitor) add() *formField {
	field := addField(d.group, tr.T("Match Rule"))
	field.monospace()
	field.row.ConnectChanged(d.check)
	d.rules = append(d.rules, field)
	return field
}

// addAndGo leads to the field that it adds.
func (d *newMonitor) addAndGo() {
	if d.dialog != nil {
		d.add().row.GrabFocus()
	}
}

func (d *newMonitor) check() {
	if d.dialog != nil {
		d.read()
	}
}

// read gives the rules that are written, and marks those that are none. An empty
// field does not count.
func (d *newMonitor) read() (rules []bus.MatchRule, wrong *formField) {
	for _, field := range d.rules {
		text, reason := strings.TrimSpace(field.row.Text()), ""
		if text != "" {
			var rule bus.MatchRule
			rule, reason = present.ReadRule(text)
			rules = append(rules, rule)
		}
		field.setReason(reason)
		if reason != "" && wrong == nil {
			wrong = field
		}
	}
	d.refusal.SetRevealed(false)
	return rules, wrong
}

// press submits the monitor, or leads to the first rule that is wrong.
func (d *newMonitor) press() {
	if d.submit == nil { // pressed again while the dialog fades away
		return
	}
	rules, wrong := d.read()
	if wrong != nil {
		wrong.row.GrabFocus()
		return
	}
	if d.keep.reason != "" {
		d.keep.spin.GrabFocus()
		return
	}
	err := d.submit(bus.MonitorSpec{Endpoint: d.connection.chosen(), Rules: rules, Keep: int(d.keep.number)})
	if err != nil {
		d.refusal.SetTitle(present.Refusal(err))
		d.refusal.SetRevealed(true)
		return
	}
	d.submit = nil
	d.dialog.Close()
}

// presentNewMonitor asks what to monitor; a connection that is given is selected.
func (w *window) presentNewMonitor(endpoint bus.Endpoint) {
	ref, connections := refer(w), w.opts.Connections
	d := newNewMonitor(w.endpointChoices(), endpoint, func(spec bus.MonitorSpec) error {
		future, err := connections.SubmitMonitor(spec)
		if err != nil {
			return err
		}
		begun(ref, future.Task(), nil)
		return nil
	})
	presentForm(d.dialog, d.rules[0].row, w.window)
}

func (a *application) newMonitor() { a.inFront().presentNewMonitor(bus.Endpoint{}) }
