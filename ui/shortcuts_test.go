package ui

import (
	"testing"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

func TestShortcutsNameEveryKey(t *testing.T) {
	keys, listed := accelerators(), make(map[string]bool)
	for _, group := range listedShortcuts() {
		for _, s := range group.shortcuts {
			listed[s.action] = true
			if len(s.ways(keys)) == 0 {
				t.Errorf("%q is listed, and has no key", s.title)
			}
			for _, key := range append(s.keys, keys[s.action]...) {
				if _, _, ok := gtk.AcceleratorParse(key); !ok {
					t.Errorf("%q has the keys %s, which are none", s.title, key)
				}
			}
		}
	}
	for action := range keys {
		if !listed[action] {
			t.Errorf("the keys of %s are not listed", action)
		}
	}
}

func TestShortcutsAreFound(t *testing.T) {
	onLoop(t, func() {
		d := newShortcuts()
		defer d.dialog.ForceClose()
		shown := func() (titles []string) {
			for _, group := range d.groups {
				for _, row := range group.rows {
					if row.row.Visible() && group.group.Visible() {
						titles = append(titles, row.text)
					}
				}
			}
			return titles
		}
		all := len(shown())
		for wanted, want := range map[string]int{
			"call new": 3, "shift+control+n": 1, "ctrl ?": 1, "f5": 1, "no such thing": 0, "": all,
		} {
			d.search.SetText(wanted)
			d.find()
			if got := shown(); len(got) != want {
				t.Errorf("%q finds %q", wanted, got)
			}
			if page := d.stack.VisibleChildName(); (page == "nothing") != (want == 0) {
				t.Errorf("%q shows the page %s", wanted, page)
			}
		}
	})
}

// From right to left, the arrows do what the other one does.
func TestArrowsAreListedAsTheyPoint(t *testing.T) {
	onLoop(t, func() {
		defer gtk.WidgetSetDefaultDirection(gtk.WidgetGetDefaultDirection())
		opens := shortcut{keys: []string{"Right", "Left"}, mirrored: true}
		for direction, want := range map[gtk.TextDirection]string{gtk.TextDirLTR: "Right Arrow", gtk.TextDirRTL: "Left Arrow"} {
			gtk.WidgetSetDefaultDirection(direction)
			if got := opens.ways(nil)[0].Name; got != want {
				t.Errorf("children are shown by %s, want %s", got, want)
			}
		}
	})
}
