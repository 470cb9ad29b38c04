package ui

import (
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// watchRow is a row of what a watch has seen.
type watchRow struct {
	item                      *gtk.ListItem
	box                       *gtk.Box
	title, text, sender, time *gtk.Label
	shown                     present.WatchRow
}

func newWatchRow(item *gtk.ListItem) *watchRow {
	parts := load("watchrow")
	r := &watchRow{
		item:   item,
		box:    part[*gtk.Box](parts, "row"),
		title:  part[*gtk.Label](parts, "title"),
		text:   part[*gtk.Label](parts, "text"),
		sender: part[*gtk.Label](parts, "sender"),
		time:   part[*gtk.Label](parts, "time"),
	}
	item.SetChild(r.box)
	return r
}

func (r *watchRow) show(row present.WatchRow) {
	if row == r.shown {
		return
	}
	was := r.shown
	r.shown = row
	setText(r.title, was.Title, row.Title)
	if row.Gap {
		setText(r.text, was.Text, row.Text)
	} else {
		setCode(r.text, was.Text, row.Text)
	}
	setText(r.sender, was.Sender, row.Sender)
	setText(r.time, was.Time, row.Time)
	r.item.SetAccessibleLabel(row.Title + " " + row.Text)
	if row.Gap != was.Gap {
		class := ""
		if row.Gap {
			class = "warning"
		}
		setStateClass(&r.title.Widget, "warning", class)
	}
}
