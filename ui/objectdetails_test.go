package ui

import (
	"errors"
	"strings"
	"testing"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// garden is an object whose service writes what it likes.
func garden() (bus.Object, *bus.Node) {
	const hostile = "<b>&\x01\u202e"
	object := bus.Object{Name: "org.example.Garden", Path: "/garden"}
	return object, &bus.Node{Path: object.Path, Interfaces: []bus.InterfaceInfo{{
		Name: "org.example.Garden", Doc: hostile,
		Methods: []bus.Method{{Name: "Water", In: []bus.Arg{{Name: hostile, Type: "s"}}, Doc: hostile}},
		Signals: []bus.Signal{{Name: "Grew", Args: []bus.Arg{{Name: hostile, Type: "s"}}, Doc: hostile}},
		Properties: []bus.Property{
			{Name: "Height", Type: "u", Access: bus.AccessReadWrite},
			{Name: hostile, Type: "s", Access: bus.AccessRead, Doc: hostile},
			{Name: "Broken", Type: "s", Access: bus.AccessRead},
		},
	}}}
}

// openGarden shows the object, and gives what answers the question for its values.
func openGarden(d **objectDetails, node **bus.Node) (answer func(tasks.Snapshot)) {
	object, described := garden()
	*d = newObjectDetails(objectActions{
		properties: func(_ bus.GetPropertiesSpec, f func(tasks.Snapshot)) { answer = f },
	})
	*node = described
	(*d).show(object, described, nil)
	return answer
}

func TestOnePropertyThatFailsLeavesTheOthers(t *testing.T) {
	onLoop(t, func() {
		var d *objectDetails
		var node *bus.Node
		answer := openGarden(&d, &node)
		broken := errors.New("it broke")
		answer(tasks.Snapshot{State: tasks.Succeeded, Result: []bus.PropertyValue{
			{Name: "Height", Value: bus.Uint32(7)},
			{Name: "Broken", Err: broken},
		}})
		row := func(name string) *adw.ActionRow { return d.values[propertyKey{"org.example.Garden", name}].row }
		if got := row("Height").Subtitle(); got != "uint32 7" || row("Height").HasCSSClass("error") {
			t.Errorf("beside one that failed, the other is %q", got)
		}
		if got := row("Broken").Subtitle(); got == "" || !row("Broken").HasCSSClass("error") {
			t.Errorf("the one that failed is %q", got)
		}
		answer(tasks.Snapshot{State: tasks.Failed, Err: broken})
		if len(d.shown) != 1 || len(d.values) != 3 || row("Height").Parent() == nil {
			t.Error("without the values there are no rows")
		}
	})
}

func TestWhatAnObjectSaysOfItselfIsShownAsItIs(t *testing.T) {
	onLoop(t, func() {
		var d *objectDetails
		var node *bus.Node
		openGarden(&d, &node)
		for key, row := range d.values {
			row := row.row
			if row.UseMarkup() || strings.ContainsAny(row.Title()+row.Subtitle()+row.TooltipText(), "\x01\u202e") {
				t.Errorf("the property %q is %q, %q, %q", key.name, row.Title(), row.Subtitle(), row.TooltipText())
			}
		}
		in := &node.Interfaces[0]
		for _, row := range []*adw.ActionRow{d.newMethodRow(in.Name, &in.Methods[0]), d.newSignalRow(in.Name, &in.Signals[0])} {
			if row.UseMarkup() || strings.ContainsAny(row.Title()+row.Subtitle()+row.TooltipText(), "\x01\u202e") || !strings.Contains(row.Subtitle(), "<b>&") {
				t.Errorf("%q is %q, %q", row.Title(), row.Subtitle(), row.TooltipText())
			}
		}
		if got := d.shown[0].widget.Description(); got != "<b>&␁\\u202e" {
			t.Errorf("the interface is described as %q", got)
		}
	})
}
