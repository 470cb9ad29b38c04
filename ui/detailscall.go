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
	iface, property        *propertyRow
	rule, value            *propertyRow
	files, flags           *propertyRow
	repeat, keep, timeout  *propertyRow
	heading                string
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
		iface:       newPropertyRow(parts, "interface"),
		property:    newPropertyRow(parts, "property"),
		rule:        newPropertyRow(parts, "rule"),
		value:       newPropertyRow(parts, "value"),
		files:       newPropertyRow(parts, "files"),
		flags:       newPropertyRow(parts, "flags"),
		repeat:      newPropertyRow(parts, "repeat"),
		keep:        newPropertyRow(parts, "keep"),
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
	c.iface.show(facts.Interface)
	c.property.show(facts.Property)
	c.rule.show(facts.Rule)
	c.value.show(facts.Value)
	c.files.show(facts.Files)
	c.flags.show(facts.Flags)
	c.repeat.show(facts.Repeat)
	c.keep.show(facts.Keep)
	c.timeout.show(facts.Timeout)
	if facts.Heading != "" && facts.Heading != c.heading {
		c.heading = facts.Heading
		c.group.SetTitle(facts.Heading)
	}
	c.group.SetVisible(facts != present.CallFacts{})
}
