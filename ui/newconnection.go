package ui

import (
	"slices"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// newConnection is the dialog that asks where a bus is. Its handlers hold it until
// it is closed, and let go then.
type newConnection struct {
	dialog   *adw.Dialog
	kind     *adw.ComboRow
	place    *adw.PreferencesGroup
	more     *adw.PreferencesGroup // of a host's bus
	means    *adw.PreferencesGroup
	bus      *adw.ComboRow
	backend  *adw.ComboRow
	fields   [present.ConnectionFieldCount]*formField
	pressed  bool // Connect was: from then on what is wrong is marked while it is written
	backends []string
	connect  func(bus.Endpoint)
}

// hostBuses are the buses of a host, in the order of the dialog.
var hostBuses = []present.BusChoice{present.SystemBus, present.SessionBus, present.OtherBus}

// presentNewConnection shows the dialog over parent. When the person presses
// Connect and nothing is wrong, connect gets the endpoint; connect must not hold on
// to a widget and must not block.
func presentNewConnection(parent gtk.Widgetter, backends []string, connect func(bus.Endpoint)) {
	d := newNewConnection(backends, connect)
	presentForm(d.dialog, d.fields[present.ConnectionAddress].row, parent)
}

func newNewConnection(backends []string, connect func(bus.Endpoint)) *newConnection {
	parts := load("newconnection")
	d := &newConnection{
		dialog:   part[*adw.Dialog](parts, "dialog"),
		kind:     part[*adw.ComboRow](parts, "kind"),
		place:    part[*adw.PreferencesGroup](parts, "place"),
		more:     part[*adw.PreferencesGroup](parts, "more"),
		means:    part[*adw.PreferencesGroup](parts, "means"),
		bus:      part[*adw.ComboRow](parts, "bus"),
		backend:  part[*adw.ComboRow](parts, "backend"),
		backends: backends,
		connect:  connect,
	}
	d.fields = [...]*formField{
		present.ConnectionAddress:    addField(d.place, tr.T("Address")),
		present.ConnectionHost:       addField(d.place, tr.T("Host")),
		present.ConnectionUser:       addField(d.place, tr.T("User")),
		present.ConnectionPort:       addField(d.place, tr.T("Port")),
		present.ConnectionFarAddress: addField(d.more, tr.T("Address on the Host")),
	}
	d.kind.SetModel(titles(present.ConnectionKinds()))
	d.bus.SetModel(titles(hostBuses))
	d.backend.SetModel(gtk.NewStringList(backends))

	d.dialog.ConnectClosed(func() { *d = newConnection{} })
	d.kind.NotifyProperty("selected", d.edited)
	d.bus.NotifyProperty("selected", d.edited)
	for _, field := range d.fields {
		field.row.ConnectChanged(d.edited)
	}
	part[*gtk.Button](parts, "connect").ConnectClicked(d.submit)
	d.edited()
	return d
}

// titles gives the titles to choose from.
func titles[T interface{ Title() string }](choices []T) *gtk.StringList {
	all := make([]string, len(choices))
	for i, choice := range choices {
		all[i] = choice.Title()
	}
	return gtk.NewStringList(all)
}

func (d *newConnection) form() present.ConnectionForm {
	return present.ConnectionForm{
		Kind:       present.ConnectionKinds()[d.kind.Selected()],
		Address:    d.fields[present.ConnectionAddress].row.Text(),
		Host:       d.fields[present.ConnectionHost].row.Text(),
		User:       d.fields[present.ConnectionUser].row.Text(),
		Port:       d.fields[present.ConnectionPort].row.Text(),
		Bus:        hostBuses[d.bus.Selected()],
		FarAddress: d.fields[present.ConnectionFarAddress].row.Text(),
	}
}

// edited follows a change: of what is asked for, and of what is wrong.
func (d *newConnection) edited() {
	if d.dialog == nil {
		return
	}
	form := d.form()
	d.place.SetDescription(form.Kind.Description())
	d.more.SetVisible(form.Kind == present.OverSSH)
	d.means.SetVisible(len(d.backends) > 1 && form.Kind != present.ToPeer) // a peer has no choice
	for field, f := range d.fields {
		f.setVisible(form.Uses(present.ConnectionField(field)))
	}
	if d.pressed {
		_, wrong := form.Check()
		d.mark(wrong)
	}
}

func (d *newConnection) mark(wrong map[present.ConnectionField]string) {
	for field, f := range d.fields {
		f.setReason(wrong[present.ConnectionField(field)])
	}
}

func (d *newConnection) submit() {
	if d.dialog == nil { // pressed while the dialog fades away
		return
	}
	d.pressed = true
	address, wrong := d.form().Check()
	d.mark(wrong)
	if len(wrong) > 0 {
		first := slices.IndexFunc(d.fields[:], func(f *formField) bool { return f.reason != "" })
		d.fields[first].row.GrabFocus()
		return
	}
	endpoint := bus.Endpoint{Address: address}
	if i := int(d.backend.Selected()); i < len(d.backends) {
		endpoint.Backend = d.backends[i]
	}
	d.connect(endpoint)
	d.dialog.Close()
}
