package ui

import (
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// copyAsActions gives the action details.copy-as, whose target is the name of a
// tool: it copies a command that does what the task shown does, or tells why there
// is none.
func copyAsActions(task *shownTask, act detailsActions) *gio.SimpleActionGroup {
	action := gio.NewSimpleAction("copy-as", glib.NewVariantType("s"))
	action.ConnectActivate(func(target *glib.Variant) {
		for _, tool := range []bus.Tool{bus.ToolBusctl, bus.ToolGDBus, bus.ToolDBusSend} {
			if task.snapshot.Spec == nil || tool.String() != target.String() {
				continue
			}
			if command, err := present.Command(&task.snapshot, tool); err != nil {
				act.Tell(err)
			} else {
				act.Copy(command)
			}
		}
	})
	group := gio.NewSimpleActionGroup()
	group.AddAction(action)
	return group
}
