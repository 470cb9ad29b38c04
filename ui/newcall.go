package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// newCall is the dialog that asks for a method call. Its handlers hold it, and
// it holds its widgets, until the dialog is closed: [newCall.closed] lets go of
// them, for the binding would otherwise keep both for ever.
type newCall struct {
	dialog       *adw.Dialog
	toasts       *adw.ToastOverlay
	refusal      *adw.Banner
	bus, backend *adw.ComboRow
	fields       [present.FieldCount]*formField
	*callOptions
	arguments  *callArguments
	completion *completion

	env     newCallEnv
	looking *looking
	method  knownMethod
	preset  bool                       // that there is no reply was not the person's choice
	filling bool                       // the fields are being filled, and not by the person
	editing bool                       // and nothing of what they hold is to be changed
	base    present.CallForm           // what the call had that there is no widget for
	submit  func(bus.RepeatSpec) error // nil once the call was submitted for which the dialog closes
}

// newCallEnv is what New Call works with. Its functions must not hold on to a
// widget and must not block.
type newCallEnv struct {
	backends []string      // the names of the backends, the default first
	buses    []bus.Address // to choose from, besides those that everybody has
	submit   func(bus.RepeatSpec) error

	// What completes what is typed; nil for nothing.
	known *present.Known
	// These look at a bus, and call done when known has been told. The tasks are
	// nil where they could not be submitted.
	listNames  func(endpoint bus.Endpoint, done func()) *tasks.Task
	introspect func(object bus.Object, done func()) *tasks.Task
	// Whether a bus may be looked at where that means to connect to it first, and
	// whether it is connected to.
	mayConnect, isConnected func(bus.Endpoint) bool
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
// When the person presses Call and nothing is wrong, env.submit gets the call, to
// be made once or several times; the dialog closes unless submit refuses, and then
// shows why.
func presentNewCall(parent gtk.Widgetter, env newCallEnv, initial *bus.CallSpec) {
	d := newNewCall(env, initial)
	presentForm(d.dialog, d.fields[present.DestinationField].row, parent)
}

func newNewCall(env newCallEnv, initial *bus.CallSpec) *newCall {
	parts := load("newcall")
	d := &newCall{
		dialog:      part[*adw.Dialog](parts, "dialog"),
		toasts:      part[*adw.ToastOverlay](parts, "toasts"),
		refusal:     part[*adw.Banner](parts, "refusal"),
		bus:         part[*adw.ComboRow](parts, "bus"),
		backend:     part[*adw.ComboRow](parts, "backend"),
		callOptions: newCallOptions(part[*adw.PreferencesGroup](parts, "more")),
		arguments:   newCallArguments(parts),
		looking:     &looking{names: make(map[bus.Endpoint]bool), objects: make(map[bus.Object]bool)},
		env:         env,
		submit:      env.submit,
	}
	for field, name := range fieldNames {
		d.fields[field] = newFormField(parts, name)
	}
	d.fields[present.ArgumentsField].monospace()
	d.completion = newCompletion(d.suggest)
	d.offerChoices()
	d.connect(part[*adw.SplitButton](parts, "call"))

	d.base = present.FirstCall()
	if initial != nil {
		d.base = present.FormOf(*initial)
	}
	d.filling = true
	d.fill(d.base)
	d.filling = false
	d.editing = initial != nil && len(initial.Call.Args) > 0
	d.check()
	d.editing = false
	d.showForm()
	d.look(env.isConnected)
	return d
}

// knownBuses are the choices of a bus that need no address.
const knownBuses = int(present.OtherBus)

func (d *newCall) offerChoices() {
	var titles []string
	for choice := range present.OtherBus {
		titles = append(titles, choice.Title())
	}
	for _, address := range d.env.buses {
		titles = append(titles, present.AddressLabel(address))
	}
	d.bus.SetModel(gtk.NewStringList(append(titles, present.OtherBus.Title())))
	d.backend.SetModel(gtk.NewStringList(d.env.backends))
	d.backend.SetVisible(len(d.env.backends) > 1)
}

func (d *newCall) connect(call *adw.SplitButton) {
	d.dialog.ConnectClosed(d.closed)
	call.ConnectClicked(d.call)
	d.addActions()
	d.bus.NotifyProperty("selected", d.check)
	for _, field := range d.fields {
		field.row.ConnectChanged(d.check)
	}
	for _, field := range []present.Field{present.DestinationField, present.PathField, present.InterfaceField, present.MethodField} {
		d.completion.add(field, d.fields[field])
	}
	for _, field := range []present.Field{present.AddressField, present.DestinationField, present.PathField} {
		d.fields[field].row.ConnectChanged(d.lookSoon)
	}
	d.bus.NotifyProperty("selected", d.lookSoon)
	d.connectArguments()
	d.callOptions.connect(d.optionsChanged)
}

// closed lets go of the widgets. Handlers that are called later find none.
func (d *newCall) closed() {
	if d.isClosed() {
		return
	}
	d.looking.stopLooking()
	d.completion.close()
	*d.callOptions = callOptions{}
	*d = newCall{callOptions: d.callOptions}
}

func (d *newCall) isClosed() bool { return d.dialog == nil }

// fill shows a form.
func (d *newCall) fill(form present.CallForm) {
	d.fillBus(form)
	for i, name := range d.env.backends {
		if name == form.Backend {
			d.backend.SetSelected(uint(i))
		}
	}
	for field, text := range map[present.Field]string{
		present.DestinationField: form.Destination,
		present.PathField:        form.Path,
		present.InterfaceField:   form.Interface,
		present.MethodField:      form.Method,
		present.ArgumentsField:   form.Arguments,
	} {
		d.fields[field].row.SetText(text)
	}
	d.callOptions.fill(form.CallOptions)
}

// fillBus chooses the bus of a form.
func (d *newCall) fillBus(form present.CallForm) {
	if form.Bus != present.OtherBus {
		d.bus.SetSelected(uint(form.Bus))
		return
	}
	for i, address := range d.env.buses {
		if address.String() == form.Address {
			d.bus.SetSelected(uint(knownBuses + i))
			return
		}
	}
	d.bus.SetSelected(uint(knownBuses + len(d.env.buses)))
	d.fields[present.AddressField].row.SetText(form.Address)
}

// form reads what the person wrote.
func (d *newCall) form() present.CallForm {
	form := d.base
	form.Bus, form.Address = d.chosenBus()
	form.Destination = d.fields[present.DestinationField].row.Text()
	form.Path = d.fields[present.PathField].row.Text()
	form.Interface = d.fields[present.InterfaceField].row.Text()
	form.Method = d.fields[present.MethodField].row.Text()
	form.Arguments = d.fields[present.ArgumentsField].row.Text()
	form.CallOptions = d.callOptions.read()
	form.Backend = ""
	if i := int(d.backend.Selected()); i < len(d.env.backends) {
		form.Backend = d.env.backends[i]
	}
	return form
}

// chosenBus reads which bus it is, and the address if it has to have one.
func (d *newCall) chosenBus() (present.BusChoice, string) {
	chosen := int(d.bus.Selected())
	switch other := chosen - knownBuses; {
	case other < 0:
		return present.BusChoice(chosen), ""
	case other < len(d.env.buses):
		return present.OtherBus, d.env.buses[other].String()
	}
	return present.OtherBus, d.fields[present.AddressField].row.Text()
}

// asksAddress tells that the bus is one whose address has to be written.
func (d *newCall) asksAddress() bool { return int(d.bus.Selected()) == knownBuses+len(d.env.buses) }

// check marks what is wrong, after every change.
func (d *newCall) check() {
	if d.isClosed() {
		return
	}
	d.fields[present.AddressField].setVisible(d.asksAddress())
	d.learnMethod(d.form())
	_, problems := d.form().Check()
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
