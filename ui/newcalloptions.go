package ui

import (
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// callOptions are the options of New Call.
type callOptions struct {
	options       *adw.ExpanderRow
	timeout       *numberField
	times, atOnce *numberField
	flags         []flagSwitch
	unasked       float64 // the timeout before a password could be asked for
}

// flagSwitch is the switch of a flag.
type flagSwitch struct {
	flag bus.Flags
	row  *adw.SwitchRow
}

// newCallOptions puts the options into a group.
func newCallOptions(group *adw.PreferencesGroup) *callOptions {
	parts := load("calloptions")
	o := &callOptions{
		options: part[*adw.ExpanderRow](parts, "options"),
		timeout: newTimeoutField(parts, "timeout", present.ReadTimeout),
		times:   newNumberField(parts, "times"),
		atOnce:  newNumberField(parts, "at_once"),
		flags: []flagSwitch{
			{bus.NoReply, part[*adw.SwitchRow](parts, "no_reply")},
			{bus.NoAutoStart, part[*adw.SwitchRow](parts, "no_auto_start")},
			{bus.InteractiveAuthorization, part[*adw.SwitchRow](parts, "interactive")},
		},
	}
	group.Add(o.options)
	return o
}

// connect has changed called after every change.
func (o *callOptions) connect(changed func()) {
	for _, number := range []*numberField{o.timeout, o.times, o.atOnce} {
		number.changed = changed
	}
	for _, flag := range o.flags {
		if flag.flag == bus.InteractiveAuthorization {
			flag.row.NotifyProperty("active", o.interactiveChanged)
		}
		flag.row.NotifyProperty("active", changed)
	}
}

// interactiveChanged takes the limit off while a person may have to find a password,
// unless it is set afterwards.
func (o *callOptions) interactiveChanged() {
	if o.timeout == nil {
		return
	}
	now := o.timeout.number
	switch {
	case o.read().Flags&bus.InteractiveAuthorization != 0:
		o.unasked = now
		o.timeout.set(0)
	case now == 0:
		o.timeout.set(o.unasked)
	}
}

func (o *callOptions) fill(options present.CallOptions) {
	for _, flag := range o.flags {
		flag.row.SetActive(options.Flags&flag.flag != 0)
	}
	o.timeout.set(options.Timeout.Seconds()) // after the flags, which may change it
	o.times.set(float64(options.Times))
	o.atOnce.set(float64(options.AtOnce))
	o.showSummary()
}

// read gives what was chosen.
func (o *callOptions) read() present.CallOptions {
	options := present.CallOptions{
		Timeout: time.Duration(o.timeout.number * float64(time.Second)),
		Times:   int(o.times.number),
		AtOnce:  int(o.atOnce.number),
	}
	for _, flag := range o.flags {
		if flag.row.Active() {
			options.Flags |= flag.flag
		}
	}
	return options
}

// goToWrong leads to the first number that is wrong, and reports whether there is one.
func (o *callOptions) goToWrong() bool {
	wrong := firstWrong(o.timeout, o.times, o.atOnce)
	if wrong == nil {
		return false
	}
	o.options.SetExpanded(true)
	wrong.spin.GrabFocus()
	return true
}

// showSummary tells of the options while their rows are folded away.
func (o *callOptions) showSummary() { setSubtitle(o.options, o.read().Summary()) }
