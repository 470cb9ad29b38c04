package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// detailsCall is what the task does.
type detailsCall struct {
	group                  *adw.PreferencesGroup
	copy                   *gtk.Button // the arguments
	connection, uniqueName *propertyRow
	destination, path      *propertyRow
	method, arguments      *propertyRow
	timeout                *propertyRow
}

func newDetailsCall() *detailsCall {
	parts := load("detailscall")
	return &detailsCall{
		group:       part[*adw.PreferencesGroup](parts, "group"),
		copy:        part[*gtk.Button](parts, "copy"),
		connection:  newPropertyRow(parts, "connection"),
		uniqueName:  newPropertyRow(parts, "unique_name"),
		destination: newPropertyRow(parts, "destination"),
		path:        newPropertyRow(parts, "path"),
		method:      newPropertyRow(parts, "method"),
		arguments:   newPropertyRow(parts, "arguments"),
		timeout:     newPropertyRow(parts, "timeout"),
	}
}

func (c *detailsCall) show(facts present.CallFacts) {
	c.connection.show(facts.Connection)
	c.uniqueName.show(facts.UniqueName)
	c.destination.show(facts.Destination)
	c.path.show(facts.Path)
	c.method.show(facts.Method)
	c.arguments.show(facts.Arguments)
	c.timeout.show(facts.Timeout)
	c.group.SetVisible(facts != present.CallFacts{})
}
