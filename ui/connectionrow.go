package ui

import (
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// connectionRow is the row of a connection in the sidebar, with one button that
// disconnects or connects again.
type connectionRow struct {
	row             *gtk.ListBoxRow
	icon            *gtk.Image
	title, subtitle *gtk.Label
	button          *gtk.Button

	connection *rowConnection
	shown      present.ConnectionRow
}

// rowConnection is which connection a row shows, for the button's handler.
type rowConnection struct {
	endpoint bus.Endpoint
	canClose bool
}

func newConnectionRow(actions connectionActions) *connectionRow {
	parts := load("connectionrow")
	r := &connectionRow{
		row:        part[*gtk.ListBoxRow](parts, "row"),
		icon:       part[*gtk.Image](parts, "icon"),
		title:      part[*gtk.Label](parts, "title"),
		subtitle:   part[*gtk.Label](parts, "subtitle"),
		button:     part[*gtk.Button](parts, "button"),
		connection: &rowConnection{},
	}
	connection := r.connection
	r.button.ConnectClicked(func() {
		if connection.canClose {
			actions.close(connection.endpoint)
		} else {
			actions.open(connection.endpoint)
		}
	})
	return r
}

// endpoint is that of the connection that the row shows.
func (r *connectionRow) endpoint() bus.Endpoint { return r.connection.endpoint }

func (r *connectionRow) show(info bus.ConnectionInfo) {
	row := present.Connection(info)
	r.connection.endpoint, r.connection.canClose = info.Endpoint, row.CanClose
	was := r.shown
	if row == was {
		return
	}
	r.shown = row
	r.icon.SetFromIconName(row.Icon)
	setStateClass(&r.icon.Widget, was.Class, row.Class)
	r.title.SetText(row.Title)
	r.subtitle.SetText(row.State + " · " + present.Line(info.Endpoint.Backend))
	r.row.SetTooltipText(row.Subtitle)
	setAccessibleLabel(r.row, row.Name)

	icon, label := "view-refresh-symbolic", "Reconnect"
	if row.CanClose {
		icon, label = "window-close-symbolic", "Disconnect"
	}
	r.button.SetIconName(icon)
	r.button.SetTooltipText(label)
	setAccessibleLabel(r.button, label)
}
