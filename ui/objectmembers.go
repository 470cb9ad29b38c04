package ui

import (
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

const (
	// maxMembers is how many members of an object are shown, and interfaces without
	// any: a service decides how many there are, and each is a row of widgets.
	maxMembers = 1000

	// firstSteps are taken at once, since what they make is in sight. The others follow
	// in each frame, as many, if they take no longer than stepTime: it is longer again
	// until what they made is laid out and drawn.
	firstSteps = 8
	stepTime   = 4 * time.Millisecond

	// pagesAhead is how many pages there are from the top of what is in sight: drawing a
	// frame takes the toolkit the longer the more rows there are, in sight or not.
	pagesAhead = 4

	// leftAtOnce is how many rows, and groups, are taken apart at once.
	leftAtOnce = 32
)

// memberGroup is the group of an interface.
type memberGroup struct {
	in       *bus.InterfaceInfo
	widget   *adw.PreferencesGroup
	expander *adw.ExpanderRow // that the rows stand in; nil for none
	rows     []*adw.ActionRow
}

func (g *memberGroup) add(row *adw.ActionRow) {
	withoutHyphens(row)
	g.rows = append(g.rows, row)
	if g.expander != nil {
		g.expander.AddRow(row)
		return
	}
	g.widget.Add(row)
}

// removeLast removes a row; there must be one.
func (g *memberGroup) removeLast() {
	last := len(g.rows) - 1
	if g.expander != nil {
		g.expander.Remove(g.rows[last])
	} else {
		g.widget.Remove(g.rows[last])
	}
	g.rows = g.rows[:last]
}

// plan lists the steps in which the groups and rows of an object are made.
func (d *objectDetails) plan(node *bus.Node) {
	d.room = maxMembers
	for _, standard := range []bool{false, true} {
		for i := range node.Interfaces {
			if in := &node.Interfaces[i]; present.IsStandard(in.Name) == standard {
				d.planInterface(in, !standard)
			}
		}
	}
}

// planInterface lists the steps for the group of an interface and its members.
func (d *objectDetails) planInterface(in *bus.InterfaceInfo, own bool) {
	if d.room < 0 {
		return
	}
	var group *memberGroup
	d.unmade = append(d.unmade, func() {
		group = d.addGroup(in, own)
		if own {
			d.read(in)
		}
	})
	row := func(newRow func() *adw.ActionRow) {
		if d.room--; d.room == -1 {
			newRow = newLastRow
		}
		if d.room >= -1 && newRow != nil {
			d.unmade = append(d.unmade, func() { group.add(newRow()) })
		}
	}
	if len(in.Properties)+len(in.Methods)+len(in.Signals) == 0 {
		row(nil)
	}
	for i := range in.Properties {
		d.values[propertyKey{in.Name, in.Properties[i].Name}] = nil
		row(func() *adw.ActionRow { return d.newKnownPropertyRow(in.Name, in.Properties[i]).row })
	}
	for i := range in.Methods {
		row(func() *adw.ActionRow { return d.newMethodRow(in.Name, &in.Methods[i]) })
	}
	for i := range in.Signals {
		row(func() *adw.ActionRow { return d.newSignalRow(in.Name, &in.Signals[i]) })
	}
}

// newLastRow makes the row in the place of those that there is no room for.
func newLastRow() *adw.ActionRow {
	row := newMemberRow(tr.T("More members are not shown"), "")
	row.AddCSSClass("dimmed")
	return row
}

// newKnownPropertyRow makes the row of a property whose value may have come already.
func (d *objectDetails) newKnownPropertyRow(in bus.Interface, property bus.Property) *propertyValueRow {
	row, key := d.newPropertyRow(in, property), propertyKey{in, property.Name}
	d.values[key] = row
	if value, ok := d.told[key]; ok {
		row.show(value)
	}
	return row
}

// addGroup adds the group of an interface, whose members stand in an expander where
// they are of the usual kind.
func (d *objectDetails) addGroup(in *bus.InterfaceInfo, own bool) *memberGroup {
	group := &memberGroup{in: in, widget: adw.NewPreferencesGroup()}
	if own {
		group.widget.SetTitle(escape(string(in.Name)))
		group.widget.SetDescription(escape(present.Line(in.Doc)))
	} else {
		group.expander = adw.NewExpanderRow()
		group.expander.SetUseMarkup(false)
		group.expander.SetTitle(string(in.Name))
		setAccessibleLabel(group.expander, string(in.Name))
		group.widget.Add(group.expander)
	}
	withoutHyphens(group.widget)
	d.groups.Append(group.widget)
	d.shown = append(d.shown, group)
	return group
}

func (d *objectDetails) goOnSoon() {
	if d.busy() && !d.stepping {
		d.stepping = true
		coreglib.TimeoutAdd(uint(frame.Milliseconds()), weaklyTrue(d, (*objectDetails).goOn))
	}
}

// busy tells that there are steps to take.
func (d *objectDetails) busy() bool {
	return len(d.unshown)+len(d.leaving) > 0 || len(d.unmade) > 0 && d.nearEnd()
}

// nearEnd tells that one could soon scroll to where the rows end.
func (d *objectDetails) nearEnd() bool {
	at := d.page.VAdjustment()
	return at.Upper()-at.Value() <= pagesAhead*at.PageSize()
}

// goOn takes steps for a while, and tells whether there are more.
func (d *objectDetails) goOn() bool {
	start := time.Now()
	for n := 0; n < firstSteps && d.busy() && time.Since(start) < stepTime; n++ {
		d.step()
	}
	d.stepping = d.busy()
	return d.stepping
}

// step takes the next step. There must be one.
func (d *objectDetails) step() {
	switch {
	case len(d.unshown) > 0:
		takeStep(&d.unshown)
	case len(d.unmade) > 0 && d.nearEnd():
		takeStep(&d.unmade)
	default:
		d.leaveOnce()
	}
}

func takeFirst(steps *[]func()) {
	for range min(firstSteps, len(*steps)) {
		takeStep(steps)
	}
}

// takeStep takes the first step, which may add others.
func takeStep(steps *[]func()) {
	step := (*steps)[0]
	(*steps)[0] = nil // it holds a row
	*steps = (*steps)[1:]
	step()
}

// leaveOnce takes one row out of a group that is out of sight, and then the group.
func (d *objectDetails) leaveOnce() {
	group := d.leaving[0]
	if len(group.rows) > 0 {
		group.removeLast()
		return
	}
	d.groups.Remove(group.widget)
	d.leaving = d.leaving[1:]
}
