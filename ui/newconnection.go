package ui

import (
	"errors"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// newConnection is the dialog that asks for the address of a bus. Its handlers
// hold it until it is closed, and let go then.
type newConnection struct {
	dialog   *adw.Dialog
	address  *formField
	backend  *adw.ComboRow
	backends []string
	connect  func(bus.Endpoint)
}

// presentNewConnection shows the dialog over parent. When the person presses
// Connect and the address can be read, connect gets it; connect must not hold on
// to a widget and must not block.
func presentNewConnection(parent gtk.Widgetter, backends []string, connect func(bus.Endpoint)) {
	parts := load("newconnection")
	d := &newConnection{
		dialog:   part[*adw.Dialog](parts, "dialog"),
		address:  newFormField(parts, "address"),
		backend:  part[*adw.ComboRow](parts, "backend"),
		backends: backends,
		connect:  connect,
	}
	d.backend.SetModel(gtk.NewStringList(backends))
	d.backend.SetVisible(len(backends) > 1)
	d.dialog.ConnectClosed(func() { *d = newConnection{} })
	d.address.row.ConnectChanged(d.edited)
	part[*gtk.Button](parts, "connect").ConnectClicked(d.submit)
	d.dialog.Present(parent)
}

// edited takes back what was said about the address before.
func (d *newConnection) edited() {
	if d.dialog != nil {
		d.address.setReason("")
	}
}

func (d *newConnection) submit() {
	if d.dialog == nil { // pressed while the dialog fades away
		return
	}
	address, err := bus.ParseAddress(d.address.row.Text())
	if err != nil {
		d.address.setReason(reasonOf(err))
		d.address.row.GrabFocus()
		return
	}
	endpoint := bus.Endpoint{Address: address}
	if i := int(d.backend.Selected()); i < len(d.backends) {
		endpoint.Backend = d.backends[i]
	}
	d.connect(endpoint)
	d.dialog.Close()
}

// reasonOf words an error to stand under an entry.
func reasonOf(err error) string {
	if syntax, ok := errors.AsType[*bus.SyntaxError](err); ok {
		return present.Line(syntax.Reason)
	}
	return present.Line(err.Error())
}
