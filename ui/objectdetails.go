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

// objectDetails shows the interfaces of an object: a method leads to New Call, a
// property shows its value and can be set and watched, a signal can be watched. Of
// many members, those that are far out of sight follow when one scrolls towards them,
// a few in each frame.
type objectDetails struct {
	lasting[objectDetails]
	page        *gtk.ScrolledWindow
	title, note *gtk.Label
	groups      *gtk.Box
	shown       []*memberGroup

	do     objectActions
	object bus.Object
	node   *bus.Node
	values map[propertyKey]*propertyValueRow // nil of those that are still to be made
	told   map[propertyKey]bus.PropertyValue // what came last
	room   int                               // for so many members more

	unshown  []func()       // shows values that have come
	unmade   []func()       // makes groups and rows, in their order
	leaving  []*memberGroup // what is out of sight and still to be taken apart
	stepping bool           // goOn will be called
}

type propertyKey struct {
	in   bus.Interface
	name string
}

func newObjectDetails(do objectActions) *objectDetails {
	parts := load("objectdetails")
	d := &objectDetails{
		page:   part[*gtk.ScrolledWindow](parts, "page"),
		title:  part[*gtk.Label](parts, "title"),
		note:   part[*gtk.Label](parts, "note"),
		groups: part[*gtk.Box](parts, "groups"),
		do:     do,
	}
	d.page.VAdjustment().ConnectChanged(weakly(d, (*objectDetails).goOnSoon))
	d.page.VAdjustment().ConnectValueChanged(weakly(d, (*objectDetails).goOnSoon))
	return d
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
	setText(d.title, d.title.Text(), present.Line(string(object.Path)))
	d.note.SetText(present.ObjectNote(node, err))
	d.note.SetVisible(d.note.Text() != "")
	if node == nil {
		return
	}
	d.plan(node)
	takeFirst(&d.unmade)
	d.goOnSoon()
}

func (d *objectDetails) clear() {
	rows := 0
	for _, group := range d.shown {
		if rows += len(group.rows) + 1; rows <= leftAtOnce {
			d.groups.Remove(group.widget)
			continue
		}
		group.widget.SetVisible(false)
		d.leaving = append(d.leaving, group)
	}
	d.shown = nil
	d.values = make(map[propertyKey]*propertyValueRow)
	d.told = make(map[propertyKey]bus.PropertyValue)
	d.unshown, d.unmade = nil, nil
	d.goOnSoon()
}

// newMemberRow makes a row of two plain lines.
func newMemberRow(title, subtitle string) *adw.ActionRow {
	row := adw.NewActionRow()
	row.SetUseMarkup(false)
	row.SetTitle(present.Line(title))
	setSubtitle(row, subtitle)
	row.SetSubtitleLines(3)
	return row
}

func (d *objectDetails) newMethodRow(in bus.Interface, method *bus.Method) *adw.ActionRow {
	row := newMemberRow(string(method.Name), present.MethodLine(method))
	setTooltip(row, present.Line(method.Doc))
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
	setTooltip(row, present.Line(signal.Doc))
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
