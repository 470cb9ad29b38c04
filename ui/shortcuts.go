package ui

import (
	"strings"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// shortcuts is the dialog that lists the keys. Its handlers hold it until it is
// closed, and let go then.
type shortcuts struct {
	dialog *adw.Dialog
	search *gtk.SearchEntry
	stack  *gtk.Stack
	page   *adw.PreferencesPage
	groups []shortcutRows
}

// shortcutRows are the rows of a group.
type shortcutRows struct {
	group *adw.PreferencesGroup
	rows  []shortcutRow
}

type shortcutRow struct {
	row  *adw.PreferencesRow
	text string // what is found by a search
}

func newShortcuts() *shortcuts {
	parts := load("shortcuts")
	d := &shortcuts{
		dialog: part[*adw.Dialog](parts, "dialog"),
		search: part[*gtk.SearchEntry](parts, "search"),
		stack:  part[*gtk.Stack](parts, "stack"),
		page:   part[*adw.PreferencesPage](parts, "page"),
	}
	accelerators := accelerators()
	for _, group := range listedShortcuts() {
		shown := shortcutRows{group: adw.NewPreferencesGroup()}
		shown.group.SetTitle(escape(group.title))
		for _, s := range group.shortcuts {
			row := newShortcutRow(s.title, s.ways(accelerators))
			shown.rows = append(shown.rows, row)
			shown.group.Add(row.row)
		}
		d.page.Add(shown.group)
		d.groups = append(d.groups, shown)
	}
	d.connect()
	return d
}

func (d *shortcuts) connect() {
	d.dialog.ConnectClosed(func() { *d = shortcuts{} })
	d.search.SetKeyCaptureWidget(d.dialog)
	d.search.ConnectSearchStarted(d.begin)
	d.search.ConnectSearchChanged(d.find)
	d.search.ConnectStopSearch(d.stop)
	keys := gtk.NewShortcutController()
	down := func(gtk.Widgetter, *glib.Variant) bool { return d.page != nil && d.page.ChildFocus(gtk.DirTabForward) }
	keys.AddShortcut(gtk.NewShortcut(gtk.NewShortcutTriggerParseString("Down|KP_Down"), gtk.NewCallbackAction(down)))
	d.search.AddController(keys)
}

// begin gives the search the keyboard when something is typed elsewhere.
func (d *shortcuts) begin() {
	if d.dialog != nil {
		d.search.GrabFocus()
		d.search.SetPosition(-1)
	}
}

// find shows what is searched for.
func (d *shortcuts) find() {
	if d.dialog == nil {
		return
	}
	wanted, found := d.search.Text(), "nothing"
	for _, group := range d.groups {
		some := false
		for _, row := range group.rows {
			fits := present.Finds(row.text, wanted)
			row.row.SetVisible(fits)
			some = some || fits
		}
		group.group.SetVisible(some)
		if some {
			found = "list"
		}
	}
	d.stack.SetVisibleChildName(found)
}

// stop ends the search, or else closes the dialog.
func (d *shortcuts) stop() {
	switch {
	case d.dialog == nil:
	case d.search.Text() != "":
		d.search.SetText("")
	default:
		d.dialog.Close()
	}
}

// newShortcutRow makes the row of what is done by keys, in one of several ways.
func newShortcutRow(title string, ways []present.Keys) shortcutRow {
	parts := load("shortcutrow")
	row, keys := part[*adw.PreferencesRow](parts, "row"), part[*gtk.Box](parts, "keys")
	part[*gtk.Label](parts, "title").SetText(title)
	name := title + ", " + present.KeysText(ways)
	setAccessibleLabel(row, name)
	text := name
	for i, way := range ways {
		if i > 0 {
			keys.Append(newOr())
		}
		keys.Append(newKeycaps(way.Caps))
		text += " " + strings.Join(way.Caps, " ")
	}
	return shortcutRow{row, text}
}

func newOr() *gtk.Label {
	or := gtk.NewLabel("/")
	or.AddCSSClass("dimmed")
	return or
}

// newKeycaps makes keys that are pressed together. They have an order that no
// language turns round.
func newKeycaps(labels []string) *gtk.Box {
	keys := part[*gtk.Box](load("keycaps"), "keys")
	keys.SetDirection(gtk.TextDirLTR)
	for _, label := range labels {
		key := gtk.NewLabel(label)
		key.AddCSSClass("keycap")
		keys.Append(key)
	}
	return keys
}

// showShortcuts shows the dialog.
func (w *window) showShortcuts() {
	d := newShortcuts()
	presentForm(d.dialog, d.search, w.window)
}
