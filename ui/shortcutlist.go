package ui

import (
	"slices"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// shortcut is something that is done by keys: by those of its action, or by some
// that belong to none.
type shortcut struct {
	title, action string
	keys          []string
	mirrored      bool // from right to left, each key does what the other one does
}

type shortcutGroup struct {
	title     string
	shortcuts []shortcut
}

// ways gives the keys of each of the ways to do it.
func (s shortcut) ways(accelerators map[string][]string) []present.Keys {
	keys := append(slices.Clone(accelerators[s.action]), s.keys...)
	if s.mirrored && gtk.WidgetGetDefaultDirection() == gtk.TextDirRTL {
		slices.Reverse(keys)
	}
	ways := make([]present.Keys, len(keys))
	for i, key := range keys {
		ways[i] = present.KeysOf(key)
	}
	return ways
}

// listedShortcuts are all that the dialog lists.
func listedShortcuts() []shortcutGroup {
	return []shortcutGroup{
		{tr.T("New"), []shortcut{
			{title: tr.T("New call"), action: "app.new-call"},
			{title: tr.T("Watch signals"), action: "app.new-watch"},
			{title: tr.T("Monitor a bus"), action: "app.new-monitor"},
			{title: tr.T("New window"), action: "app.new-window"},
			{title: tr.T("Call, in New Call"), keys: []string{"<Control>Return"}},
			{title: tr.T("Call and keep New Call open"), keys: []string{"<Control><Shift>Return"}},
		}},
		{tr.T("General"), []shortcut{
			{title: tr.T("Main menu"), keys: []string{"F10"}},
			{title: tr.T("Preferences"), action: "app.preferences"},
			{title: tr.T("Keyboard shortcuts"), action: "win.shortcuts"},
			{title: tr.T("Close the window"), action: "window.close"},
			{title: tr.T("Quit"), action: "app.quit"},
		}},
		{tr.T("Tasks"), []shortcut{
			{title: tr.T("Search tasks"), action: "win.search"},
			{title: tr.T("Run the selected task again, or reconnect"), action: "win.refresh"},
			{title: tr.T("Select all tasks"), keys: []string{"<Control>a"}},
			{title: tr.T("Select tasks one by one"), action: "win.select-tasks"},
			{title: tr.T("Show and hide the children of the selected task"), keys: []string{"Right", "Left"}, mirrored: true},
			{title: tr.T("Remove the selected task"), keys: []string{"Delete"}},
			{title: tr.T("Cancel all tasks"), action: "app.cancel-all"},
			{title: tr.T("Clear finished tasks"), action: "app.clear-finished"},
		}},
		{tr.T("Places"), []shortcut{
			{title: tr.T("Tasks"), action: "win.tasks"},
			{title: tr.T("Browse"), action: "win.browse"},
			{title: tr.T("Patterns"), action: "win.patterns"},
			{title: tr.T("Go back, or close a dialog"), keys: []string{"Escape"}},
		}},
	}
}
