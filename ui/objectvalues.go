package ui

import (
	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// read asks for the values of an interface's properties.
func (d *objectDetails) read(in *bus.InterfaceInfo) {
	readable := false
	for _, property := range in.Properties {
		readable = readable || property.Access.Readable()
	}
	if !readable {
		return
	}
	spec := bus.GetPropertiesSpec{Object: d.object, Interface: in.Name, Known: in.Properties}
	d.do.properties(spec, weaklyWith(d, func(d *objectDetails, s tasks.Snapshot) {
		values, _ := s.Result.([]bus.PropertyValue)
		if spec.Object != d.object {
			return
		}
		if s.Err != nil {
			for _, property := range spec.Known {
				values = append(values, bus.PropertyValue{Name: property.Name, Err: s.Err})
			}
		}
		d.tell(spec.Interface, values)
	}))
}

// tell shows values in the rows that are there, and keeps them for the others.
func (d *objectDetails) tell(in bus.Interface, values []bus.PropertyValue) {
	for _, value := range values {
		key := propertyKey{in, value.Name}
		row, known := d.values[key]
		if known {
			d.told[key] = value
		}
		if row != nil {
			d.unshown = append(d.unshown, func() { row.show(d.told[key]) })
		}
	}
	if !d.stepping { // or the answers for many interfaces would take their time one after another
		takeFirst(&d.unshown)
		d.goOnSoon()
	}
}

// readOne asks for the value of one property.
func (d *objectDetails) readOne(key propertyKey) {
	spec := bus.GetPropertySpec{Object: d.object, Interface: key.in, Property: key.name}
	d.do.property(spec, weaklyWith(d, func(d *objectDetails, s tasks.Snapshot) {
		if spec.Object == d.object {
			value, _ := s.Result.(bus.Value)
			d.tell(key.in, []bus.PropertyValue{{Name: key.name, Value: value, Err: s.Err}})
		}
	}))
}

// refresh reads the properties again. Those whose group is still to be made are read
// then.
func (d *objectDetails) refresh() {
	for _, group := range d.shown {
		if !present.IsStandard(group.in.Name) {
			d.read(group.in)
		}
	}
}
