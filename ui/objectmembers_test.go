package ui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// crowd is an object with as many members as that.
func crowd(path bus.ObjectPath, members int) (bus.Object, *bus.Node) {
	in := bus.InterfaceInfo{Name: "org.example.Crowd"}
	for i := range members {
		switch i % 3 {
		case 0:
			in.Properties = append(in.Properties, bus.Property{Name: fmt.Sprintf("Property%03d", i), Type: "u", Access: bus.AccessReadWrite})
		case 1:
			in.Methods = append(in.Methods, bus.Method{Name: bus.Member(fmt.Sprintf("Method%03d", i)), In: []bus.Arg{{Name: "what", Type: "s"}}})
		case 2:
			in.Signals = append(in.Signals, bus.Signal{Name: bus.Member(fmt.Sprintf("Signal%03d", i)), Args: []bus.Arg{{Name: "why", Type: "s"}}})
		}
	}
	object := bus.Object{Name: "org.example.Crowd", Path: path}
	return object, &bus.Node{Path: path, Interfaces: []bus.InterfaceInfo{in}}
}

// membersOf names the members of an interface in the order in which they stand.
func membersOf(in *bus.InterfaceInfo) (names []string) {
	for _, property := range in.Properties {
		names = append(names, property.Name)
	}
	for _, method := range in.Methods {
		names = append(names, string(method.Name))
	}
	for _, signal := range in.Signals {
		names = append(names, string(signal.Name))
	}
	return names
}

// rowsIn gives the titles of the rows in a widget that are to be seen, from the top.
func rowsIn(widget gtk.Widgetter) (titles []string) {
	if !gtk.BaseWidget(widget).Visible() {
		return nil
	}
	if row, ok := widget.(*adw.ActionRow); ok {
		return []string{row.Title()}
	}
	for child := gtk.BaseWidget(widget).FirstChild(); child != nil; child = gtk.BaseWidget(child).NextSibling() {
		titles = append(titles, rowsIn(child)...)
	}
	return titles
}

// awaitSteps waits until the details have all their rows.
func awaitSteps(t testing.TB, d *objectDetails) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for stepping := true; stepping; {
		if time.Now().After(deadline) {
			t.Fatal("the rows do not come")
		}
		onLoop(t, func() { stepping = d.stepping })
	}
}

func TestManyMembersComeInTheirOrder(t *testing.T) {
	object, node := crowd("/crowd", 300)
	names := membersOf(&node.Interfaces[0])
	answer := func(tasks.Snapshot) {}
	d := newDetailsOnLoop(t, objectActions{properties: func(_ bus.GetPropertiesSpec, f func(tasks.Snapshot)) { answer = f }})
	onLoop(t, func() {
		d.show(object, node, nil)
		if rows := rowsIn(d.groups); len(rows) < firstSteps-1 || len(rows) == len(names) || !slices.Equal(rows, names[:len(rows)]) {
			t.Errorf("at first there are %d rows, %q", len(rows), rows)
		}
		// The values come while most rows are still to be made.
		var values []bus.PropertyValue
		for i, property := range node.Interfaces[0].Properties {
			values = append(values, bus.PropertyValue{Name: property.Name, Value: bus.Uint32(uint32(i))})
		}
		answer(tasks.Snapshot{State: tasks.Succeeded, Result: append(values, bus.PropertyValue{Name: "Unknown", Value: bus.Uint32(1)})})
	})
	awaitSteps(t, d)
	onLoop(t, func() {
		if rows := rowsIn(d.groups); !slices.Equal(rows, names) {
			t.Errorf("there are %d rows, %q", len(rows), rows)
		}
		for i, property := range node.Interfaces[0].Properties {
			row := d.values[propertyKey{"org.example.Crowd", property.Name}]
			if got, want := row.row.Subtitle(), fmt.Sprintf("uint32 %d", i); got != want || !row.state.value.Equal(bus.Uint32(uint32(i))) {
				t.Errorf("%s shows %q, want %q", property.Name, got, want)
			}
		}
		// They come again, for rows that are there.
		d.refresh()
		answer(tasks.Snapshot{State: tasks.Succeeded, Result: []bus.PropertyValue{{Name: "Property297", Value: bus.Uint32(7)}}})
		if got := d.values[propertyKey{"org.example.Crowd", "Property297"}].row.Subtitle(); got != "uint32 7" {
			t.Errorf("after it was read again it shows %q", got)
		}
	})
}

func newDetailsOnLoop(t *testing.T, do objectActions) (d *objectDetails) {
	t.Helper()
	onLoop(t, func() { d = newObjectDetails(do) })
	return d
}

// Going to another object leaves nothing of the first, of which most was still to be
// made.
func TestAnotherObjectMeanwhile(t *testing.T) {
	first, many := crowd("/first", 300)
	second, few := crowd("/second", 3)
	answer := func(tasks.Snapshot) {}
	d := newDetailsOnLoop(t, objectActions{properties: func(spec bus.GetPropertiesSpec, f func(tasks.Snapshot)) {
		if spec.Object == first {
			answer = f
		}
	}})
	onLoop(t, func() { d.show(first, many, nil) })
	for made := 0; made <= leftAtOnce; {
		onLoop(t, func() { made = len(d.shown[0].rows) })
	}
	onLoop(t, func() {
		d.show(second, few, nil)
		if rows := rowsIn(d.groups); len(rows) > 3 {
			t.Errorf("the rows are %q", rows)
		}
		answer(tasks.Snapshot{State: tasks.Succeeded, Result: []bus.PropertyValue{{Name: "Property000", Value: bus.Uint32(7)}}})
	})
	awaitSteps(t, d)
	onLoop(t, func() {
		if rows, want := rowsIn(d.groups), membersOf(&few.Interfaces[0]); !slices.Equal(rows, want) || len(d.leaving) > 0 {
			t.Errorf("the rows are %q, want %q", rows, want)
		}
		if got := d.values[propertyKey{"org.example.Crowd", "Property000"}].row.Subtitle(); got != "…" {
			t.Errorf("it has the value of the other's: %q", got)
		}
	})
}

func TestMembersHaveALimit(t *testing.T) {
	object, node := crowd("/crowd", maxMembers+10)
	d := newDetailsOnLoop(t, objectActions{properties: func(bus.GetPropertiesSpec, func(tasks.Snapshot)) {}})
	onLoop(t, func() { d.show(object, node, nil) })
	awaitSteps(t, d)
	onLoop(t, func() {
		rows := rowsIn(d.groups)
		if len(rows) != maxMembers+1 || rows[maxMembers] != "More members are not shown" {
			t.Errorf("there are %d rows, the last is %q", len(rows), rows[len(rows)-1])
		}
	})
}

// In a window, members that are far out of sight are made when one scrolls towards
// them.
func TestMembersComeWhenOneScrolls(t *testing.T) {
	object, node := crowd("/crowd", 900)
	w := openWindow(t, testOptions(t))
	var d *objectDetails
	onLoop(t, func() {
		w.makeBrowse()
		d = w.object
		d.do = objectActions{properties: func(bus.GetPropertiesSpec, func(tasks.Snapshot)) {}}
		w.window.SetDefaultSize(1200, 800)
		w.goTo(browsePlace)
		w.showObject(&object, node, nil)
	})
	rows := 0
	// rest waits until rows are laid out and no more are on their way.
	rest := func() {
		t.Helper()
		awaitThat(t, "rows out of sight", func() bool {
			at := d.page.VAdjustment()
			rows = len(d.shown[0].rows)
			return !d.stepping && at.PageSize() > 0 && at.Upper()-at.Value() > pagesAhead*at.PageSize()
		})
	}
	rest()
	before := rows
	if before == 900 {
		t.Error("all rows are made")
	}
	onLoop(t, func() {
		at := d.page.VAdjustment()
		at.SetValue(at.Upper())
	})
	rest()
	if rows <= before {
		t.Errorf("there were %d rows, and are %d after one scrolled", before, rows)
	}
	onLoop(t, func() {
		if titles := rowsIn(d.groups); !slices.Equal(titles, membersOf(&node.Interfaces[0])[:rows]) {
			t.Errorf("the rows are %q", titles)
		}
	})
}

// An object could have no end of interfaces without members.
func TestInterfacesHaveALimit(t *testing.T) {
	node := &bus.Node{Path: "/"}
	for i := range maxMembers + 10 {
		node.Interfaces = append(node.Interfaces, bus.InterfaceInfo{Name: bus.Interface(fmt.Sprintf("org.example.I%d", i))})
	}
	onLoop(t, func() {
		d := newObjectDetails(objectActions{})
		d.plan(node)
		for len(d.unmade) > 0 {
			takeStep(&d.unmade)
		}
		if rows := rowsIn(d.groups); len(d.shown) != maxMembers+1 || !slices.Equal(rows, []string{"More members are not shown"}) {
			t.Errorf("there are %d groups, and rows %q", len(d.shown), rows)
		}
	})
}

// Details that are closed while rows are still to be made are freed, and so are
// rows of an object that was left.
func TestUnfinishedDetailsAreFreed(t *testing.T) {
	var pages alive
	object, node := crowd("/crowd", 200)
	other, nothing := crowd("/other", 1)
	for range 5 {
		d := newDetailsOnLoop(t, objectActions{properties: func(bus.GetPropertiesSpec, func(tasks.Snapshot)) {}})
		onLoop(t, func() { d.show(object, node, nil) })
		awaitSteps(t, d)
		onLoop(t, func() {
			pages.watch(d.shown[0].widget)
			pages.watch(d.shown[0].rows[100])
			d.show(other, nothing, nil) // and the first is still to be taken apart
			d.show(object, node, nil)
			pages.watch(d.page)
			pages.watch(d.shown[0].widget)
			d.letGo() // as the window does that is closed
		})
	}
	pages.awaitAtMost(t, 4)
}
