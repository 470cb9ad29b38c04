package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// objectActions are what can be done with the members of an object. They must
// not hold on to widgets.
type objectActions struct {
	call       func(bus.Call)
	properties func(bus.GetPropertiesSpec, func(tasks.Snapshot))
	property   func(bus.GetPropertySpec, func(tasks.Snapshot))
	edit       func(object bus.Object, in bus.Interface, property bus.Property, now bus.Value)
	watch      func(bus.Object, bus.Interface, bus.Property)
	listen     func(bus.Object, bus.Interface, bus.Member)
}

// maxMembers is how many members of an object are shown: a service decides how
// many there are, and each is a row of widgets.
const maxMembers = 1000

// objectDetails shows the interfaces of an object: a method leads to New Call, a
// property shows its value and can be set and watched, a signal can be watched.
type objectDetails struct {
	page        *gtk.ScrolledWindow
	title, note *gtk.Label
	groups      *gtk.Box
	shown       []*adw.PreferencesGroup

	do     objectActions
	object bus.Object
	node   *bus.Node
	values map[propertyKey]*propertyValueRow
	room   int // for so many members more
}

type propertyKey struct {
	in   bus.Interface
	name string
}

func newObjectDetails(do objectActions) *objectDetails {
	parts := load("objectdetails")
	return &objectDetails{
		page:   part[*gtk.ScrolledWindow](parts, "page"),
		title:  part[*gtk.Label](parts, "title"),
		note:   part[*gtk.Label](parts, "note"),
		groups: part[*gtk.Box](parts, "groups"),
		do:     do,
	}
}

// show shows what an object said of itself; node is nil before it has, or if it
// did not, which err then tells.
func (d *objectDetails) show(object bus.Object, node *bus.Node, err error) {
	if object == d.object && node == d.node && err == nil && node != nil {
		return
	}
	if object != d.object {
		d.page.VAdjustment().SetValue(0)
	}
	d.object, d.node = object, node
	d.clear()
	d.title.SetText(present.Line(string(object.Path)))
	d.note.SetText(present.ObjectNote(node, err))
	d.note.SetVisible(d.note.Text() != "")
	if node == nil {
		return
	}
	d.room = maxMembers
	for _, standard := range []bool{false, true} {
		for i := range node.Interfaces {
			if in := &node.Interfaces[i]; present.IsStandard(in.Name) == standard {
				d.showInterface(in, !standard)
			}
		}
	}
}

func (d *objectDetails) clear() {
	for _, group := range d.shown {
		d.groups.Remove(group)
	}
	d.shown = nil
	d.values = make(map[propertyKey]*propertyValueRow)
}

// showInterface adds the group of an interface, whose members stand in expanders
// where they are of the usual kind.
func (d *objectDetails) showInterface(in *bus.InterfaceInfo, own bool) {
	group := adw.NewPreferencesGroup()
	add := func(row gtk.Widgetter) { group.Add(row) }
	if own {
		group.SetTitle(escape(string(in.Name)))
		group.SetDescription(escape(present.Line(in.Doc)))
	} else {
		expander := adw.NewExpanderRow()
		expander.SetUseMarkup(false)
		expander.SetTitle(string(in.Name))
		setAccessibleLabel(expander, string(in.Name))
		group.Add(expander)
		add = func(row gtk.Widgetter) { expander.AddRow(row) }
	}
	d.addMembers(in, add)
	withoutHyphens(group)
	d.groups.Append(group)
	d.shown = append(d.shown, group)
	if own {
		d.read(in)
	}
}

func (d *objectDetails) addMembers(in *bus.InterfaceInfo, add func(gtk.Widgetter)) {
	for i := range in.Properties {
		if d.takeRoom(add) {
			row := d.newPropertyRow(in.Name, in.Properties[i])
			d.values[propertyKey{in.Name, in.Properties[i].Name}] = row
			add(row.row)
		}
	}
	for i := range in.Methods {
		if d.takeRoom(add) {
			add(d.newMethodRow(in.Name, &in.Methods[i]))
		}
	}
	for i := range in.Signals {
		if d.takeRoom(add) {
			add(d.newSignalRow(in.Name, &in.Signals[i]))
		}
	}
}

// takeRoom takes the room of one member, and says so where there is none left.
func (d *objectDetails) takeRoom(add func(gtk.Widgetter)) bool {
	if d.room--; d.room == -1 {
		row := newMemberRow(tr.T("More members are not shown"), "")
		row.AddCSSClass("dimmed")
		add(row)
	}
	return d.room >= 0
}

// newMemberRow makes a row of two plain lines.
func newMemberRow(title, subtitle string) *adw.ActionRow {
	row := adw.NewActionRow()
	row.SetUseMarkup(false)
	row.SetTitle(present.Line(title))
	row.SetSubtitle(subtitle)
	row.SetSubtitleLines(3)
	return row
}

func (d *objectDetails) newMethodRow(in bus.Interface, method *bus.Method) *adw.ActionRow {
	row := newMemberRow(string(method.Name), present.MethodLine(method))
	row.SetTooltipText(present.Line(method.Doc))
	row.AddPrefix(memberIcon("system-run-symbolic"))
	row.AddSuffix(gtk.NewImageFromIconName("go-next-symbolic"))
	row.SetActivatable(true)
	call := bus.Call{Destination: d.object.Name, Path: d.object.Path, Interface: in, Member: method.Name}
	if method.NoReply {
		call.Flags |= bus.NoReply
	}
	do := d.do.call
	row.ConnectActivated(func() { do(call) })
	return row
}

func (d *objectDetails) newSignalRow(in bus.Interface, signal *bus.Signal) *adw.ActionRow {
	row := newMemberRow(string(signal.Name), present.SignalLine(signal))
	row.SetTooltipText(present.Line(signal.Doc))
	row.AddPrefix(memberIcon("network-wireless-signal-good-symbolic"))
	button := flatButton("find-location-symbolic", tr.F("Watch %s", signal.Name))
	object, member, do := d.object, signal.Name, d.do.listen
	button.ConnectClicked(func() { do(object, in, member) })
	row.AddSuffix(button)
	return row
}

func memberIcon(name string) *gtk.Image {
	icon := gtk.NewImageFromIconName(name)
	icon.AddCSSClass("dimmed")
	return icon
}

func flatButton(icon, label string) *gtk.Button {
	button := gtk.NewButtonFromIconName(icon)
	button.SetVAlign(gtk.AlignCenter)
	button.SetTooltipText(label)
	button.AddCSSClass("flat")
	setAccessibleLabel(button, label)
	return button
}

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
		for _, value := range values {
			if row := d.values[propertyKey{spec.Interface, value.Name}]; row != nil {
				row.show(value)
			}
		}
	}))
}

// readOne asks for the value of one property.
func (d *objectDetails) readOne(key propertyKey) {
	spec := bus.GetPropertySpec{Object: d.object, Interface: key.in, Property: key.name}
	d.do.property(spec, weaklyWith(d, func(d *objectDetails, s tasks.Snapshot) {
		if row := d.values[key]; row != nil && spec.Object == d.object {
			value, _ := s.Result.(bus.Value)
			row.show(bus.PropertyValue{Name: key.name, Value: value, Err: s.Err})
		}
	}))
}

// refresh reads the properties again.
func (d *objectDetails) refresh() {
	if d.node == nil {
		return
	}
	for i := range d.node.Interfaces {
		if in := &d.node.Interfaces[i]; !present.IsStandard(in.Name) {
			d.read(in)
		}
	}
}
