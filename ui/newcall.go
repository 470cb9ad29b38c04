package ui

import (
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// newCall is the dialog that asks for a method call. Its handlers hold it, and
// it holds its widgets, until the dialog is closed: [newCall.closed] lets go of
// them, for the binding would otherwise keep both for ever.
type newCall struct {
	dialog       *adw.Dialog
	refusal      *adw.Banner
	bus, backend *adw.ComboRow
	fields       [present.FieldCount]*formField
	timeout      *gtk.SpinButton

	backends []string
	submit   func(bus.CallSpec) error // nil once a call was submitted
}

// fieldNames are the ids of the fields in the interface file.
var fieldNames = [present.FieldCount]string{
	present.AddressField:     "address",
	present.DestinationField: "destination",
	present.PathField:        "path",
	present.InterfaceField:   "interface",
	present.MethodField:      "method",
	present.ArgumentsField:   "arguments",
}

// presentNewCall shows the dialog over parent. It is filled with initial, a call
// to be edited or the one made last, or with a harmless one if initial is nil.
// When the person presses Call and nothing is wrong, submit gets the call; the
// dialog closes unless submit refuses, and then shows why. It
// is called with success at most once.
//
// backends are the names of the backends, the default first. submit must not
// hold on to a widget and must not block.
func presentNewCall(parent gtk.Widgetter, backends []string, initial *bus.CallSpec, submit func(bus.CallSpec) error) {
	newNewCall(backends, initial, submit).dialog.Present(parent)
}

func newNewCall(backends []string, initial *bus.CallSpec, submit func(bus.CallSpec) error) *newCall {
	parts := load("newcall")
	d := &newCall{
		dialog:   part[*adw.Dialog](parts, "dialog"),
		refusal:  part[*adw.Banner](parts, "refusal"),
		bus:      part[*adw.ComboRow](parts, "bus"),
		backend:  part[*adw.ComboRow](parts, "backend"),
		timeout:  part[*gtk.SpinButton](parts, "timeout"),
		backends: backends,
		submit:   submit,
	}
	for field, name := range fieldNames {
		d.fields[field] = newFormField(parts, name)
	}
	d.fields[present.ArgumentsField].monospace()
	d.offerChoices()
	d.connect(part[*gtk.Button](parts, "call"))

	form := present.FirstCall()
	if initial != nil {
		form = present.FormOf(*initial)
	}
	d.fill(form)
	d.check()
	return d
}

func (d *newCall) offerChoices() {
	d.bus.SetModel(gtk.NewStringList([]string{
		present.SessionBus.Title(), present.SystemBus.Title(), present.OtherBus.Title(),
	}))
	d.backend.SetModel(gtk.NewStringList(d.backends))
	d.backend.SetVisible(len(d.backends) > 1)
}

func (d *newCall) connect(call *gtk.Button) {
	d.dialog.ConnectClosed(d.closed)
	call.ConnectClicked(d.call)
	d.bus.NotifyProperty("selected", d.check)
	for _, field := range d.fields {
		field.row.ConnectChanged(d.check)
	}
	d.timeout.ConnectOutput(d.showTimeout)
}

// closed lets go of the widgets. Handlers that are called later find none.
func (d *newCall) closed() { *d = newCall{} }

func (d *newCall) isClosed() bool { return d.dialog == nil }

// fill shows a form.
func (d *newCall) fill(form present.CallForm) {
	d.bus.SetSelected(uint(form.Bus))
	for i, name := range d.backends {
		if name == form.Backend {
			d.backend.SetSelected(uint(i))
		}
	}
	for field, text := range map[present.Field]string{
		present.AddressField:     form.Address,
		present.DestinationField: form.Destination,
		present.PathField:        form.Path,
		present.InterfaceField:   form.Interface,
		present.MethodField:      form.Method,
		present.ArgumentsField:   form.Arguments,
	} {
		d.fields[field].row.SetText(text)
	}
	d.timeout.SetValue(form.Timeout.Seconds())
	d.showTimeout()
}

// form reads what the person wrote.
func (d *newCall) form() present.CallForm {
	form := present.CallForm{
		Bus:         present.BusChoice(d.bus.Selected()),
		Address:     d.fields[present.AddressField].row.Text(),
		Destination: d.fields[present.DestinationField].row.Text(),
		Path:        d.fields[present.PathField].row.Text(),
		Interface:   d.fields[present.InterfaceField].row.Text(),
		Method:      d.fields[present.MethodField].row.Text(),
		Arguments:   d.fields[present.ArgumentsField].row.Text(),
		Timeout:     time.Duration(d.timeout.Value() * float64(time.Second)),
	}
	if i := int(d.backend.Selected()); i < len(d.backends) {
		form.Backend = d.backends[i]
	}
	return form
}

// check marks what is wrong, after every change.
func (d *newCall) check() {
	if d.isClosed() {
		return
	}
	form := d.form()
	d.fields[present.AddressField].setVisible(form.Bus == present.OtherBus)
	_, problems := form.Check()
	d.mark(problems)
	d.refusal.SetRevealed(false)
}

func (d *newCall) mark(problems []present.Problem) {
	var reasons [present.FieldCount]string
	for _, problem := range problems {
		reasons[problem.Field] = problem.Reason
	}
	for field, reason := range reasons {
		d.fields[field].setReason(reason)
	}
}

// call submits the call, or leads to the first field that is wrong.
func (d *newCall) call() {
	if d.submit == nil { // pressed again while the dialog fades away
		return
	}
	d.timeout.Update() // what is being typed there counts
	spec, problems := d.form().Check()
	d.mark(problems)
	if len(problems) > 0 {
		d.fields[problems[0].Field].row.GrabFocus()
		return
	}
	if err := d.submit(spec); err != nil {
		d.refusal.SetTitle(present.Refusal(err))
		d.refusal.SetRevealed(true)
		return
	}
	d.submit = nil
	d.dialog.Close()
}

// showTimeout writes the value of the timeout without the zeros behind the
// point, and 0 in words.
func (d *newCall) showTimeout() bool {
	if d.isClosed() {
		return false
	}
	d.timeout.SetText(present.TimeoutText(d.timeout.Value()))
	return true
}
