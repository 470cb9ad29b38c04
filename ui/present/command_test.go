package present

import (
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestCommands(t *testing.T) {
	for _, data := range everyKind() {
		s := at(tasks.Succeeded, withData(data))
		for _, tool := range []bus.Tool{bus.ToolBusctl, bus.ToolGDBus, bus.ToolDBusSend} {
			text, err := Command(s, tool)
			if HasCommand(s) != strings.HasPrefix(text, tool.String()+" ") || HasCommand(s) == (err != nil) {
				t.Errorf("%T with %v: %q, %v", data, tool, text, err)
			}
		}
	}
	set := at(tasks.Succeeded, withData(bus.SetPropertySpec{Object: somewhere, Interface: "a.b", Property: "P", Value: bus.Uint32(5)}))
	if text, err := Command(set, bus.ToolBusctl); err != nil || !strings.Contains(text, "Set ssv a.b P u 5") {
		t.Errorf("setting a property is %q, %v", text, err)
	}
}
