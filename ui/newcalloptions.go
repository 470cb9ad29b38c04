package ui

import (
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// callOptions are the options of New Call.
type callOptions struct {
	options       *adw.ExpanderRow
	timeout       *gtk.SpinButton
	times, atOnce *gtk.SpinButton
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
		timeout: part[*gtk.SpinButton](parts, "timeout"),
		times:   part[*gtk.SpinButton](parts, "times"),
		atOnce:  part[*gtk.SpinButton](parts, "at_once"),
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
	o.timeout.ConnectOutput(o.showTimeout)
	for _, number := range []*gtk.SpinButton{o.timeout, o.times, o.atOnce} {
		number.ConnectValueChanged(changed)
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
	now := o.timeout.Value()
	switch {
	case o.read().Flags&bus.InteractiveAuthorization != 0:
		o.unasked = now
		o.timeout.SetValue(0)
	case now == 0:
		o.timeout.SetValue(o.unasked)
	}
}

func (o *callOptions) fill(options present.CallOptions) {
	for _, flag := range o.flags {
		flag.row.SetActive(options.Flags&flag.flag != 0)
	}
	o.timeout.SetValue(options.Timeout.Seconds()) // after the flags, which may change it
	o.times.SetValue(float64(options.Times))
	o.atOnce.SetValue(float64(options.AtOnce))
	o.showTimeout()
	o.showSummary()
}

// read gives what was chosen. What is being typed into a number does not count
// before update.
func (o *callOptions) read() present.CallOptions {
	options := present.CallOptions{
		Timeout: time.Duration(o.timeout.Value() * float64(time.Second)),
		Times:   int(o.times.Value()),
		AtOnce:  int(o.atOnce.Value()),
	}
	for _, flag := range o.flags {
		if flag.row.Active() {
			options.Flags |= flag.flag
		}
	}
	return options
}

// update takes over what is being typed.
func (o *callOptions) update() {
	for _, number := range []*gtk.SpinButton{o.timeout, o.times, o.atOnce} {
		number.Update()
	}
}

// showSummary tells of the options while their rows are folded away.
func (o *callOptions) showSummary() { setSubtitle(o.options, o.read().Summary()) }

// showTimeout writes the value of the timeout without the zeros behind the
// point, and 0 in words.
func (o *callOptions) showTimeout() bool {
	if o.timeout == nil {
		return false
	}
	o.timeout.SetText(present.TimeoutText(o.timeout.Value()))
	return true
}
