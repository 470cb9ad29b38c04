package ui

import (
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// connectionRow is the row of a connection in the sidebar, with a menu of what can
// be done with it, and a button to make it anew while it is not there.
type connectionRow struct {
	row             *gtk.ListBoxRow
	icon            *gtk.Image
	title, subtitle *gtk.Label
	reconnect       *gtk.Button
	menu            *gtk.MenuButton

	connection *bus.Endpoint // apart, for the handlers, which must not hold the row
	shown      present.ConnectionRow
}

func newConnectionRow(actions connectionActions) *connectionRow {
	parts := load("connectionrow")
	r := &connectionRow{
		row:        part[*gtk.ListBoxRow](parts, "row"),
		icon:       part[*gtk.Image](parts, "icon"),
		title:      part[*gtk.Label](parts, "title"),
		subtitle:   part[*gtk.Label](parts, "subtitle"),
		reconnect:  part[*gtk.Button](parts, "reconnect"),
		menu:       part[*gtk.MenuButton](parts, "menu"),
		connection: &bus.Endpoint{},
	}
	connection := r.connection
	r.reconnect.ConnectClicked(func() { actions.open(*connection) })
	openOnRequest(&r.row.Widget, weakly(r, func(r *connectionRow) { r.menu.Popup() }))
	return r
}

// endpoint is that of the connection that the row shows.
func (r *connectionRow) endpoint() bus.Endpoint { return *r.connection }

func (r *connectionRow) show(info bus.ConnectionInfo) {
	row := present.Connection(info)
	*r.connection = info.Endpoint
	was := r.shown
	if row == was {
		return
	}
	r.shown = row
	r.icon.SetFromIconName(row.Icon)
	setStateClass(&r.icon.Widget, was.Class, row.Class)
	setText(r.title, was.Title, row.Title)
	setText(r.subtitle, was.Subtitle, row.Subtitle)
	setTooltip(r.row, row.Tooltip)
	setAccessibleLabel(r.row, row.Name)
	setAccessibleDescription(r.row, row.Tooltip)
	r.reconnect.SetVisible(row.CanReconnect)
	if was.Title == "" || row.CanClose != was.CanClose {
		r.menu.SetMenuModel(connectionMenu(info.Endpoint, row.CanClose))
	}
}
