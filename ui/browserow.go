package ui

import (
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// browseRow is a row of the names or of the objects: two lines, and for objects
// an arrow that opens what is below.
type browseRow struct {
	item            *gtk.ListItem
	box             *gtk.Box
	arrow           *gtk.Button
	title, subtitle *gtk.Label
	position        *int // apart, for the arrow's handler, which must not hold the row
	shown           browseRowText
}

// browseRowText is what a row shows.
type browseRowText struct {
	title, subtitle  string
	class            string // a style class for the subtitle
	depth            int
	arrow, expanded  bool
	accessible, hint string
}

// newBrowseRow makes a row. toggle, if it is not nil, gets the position of the
// row whose arrow was pressed.
func newBrowseRow(item *gtk.ListItem, toggle func(position int)) *browseRow {
	parts := load("browserow")
	position := new(int)
	r := &browseRow{
		item:     item,
		box:      part[*gtk.Box](parts, "row"),
		arrow:    part[*gtk.Button](parts, "arrow"),
		title:    part[*gtk.Label](parts, "title"),
		subtitle: part[*gtk.Label](parts, "subtitle"),
		position: position,
	}
	if toggle != nil {
		r.arrow.ConnectClicked(func() { toggle(*position) })
	} else {
		r.arrow.SetVisible(false)
	}
	item.SetChild(r.box)
	return r
}

// indent is how far in each level of a tree stands, in pixels.
const indent = 18

func (r *browseRow) show(position int, text browseRowText) {
	*r.position = position
	setText(r.title, r.shown.title, text.title)
	setText(r.subtitle, r.shown.subtitle, text.subtitle)
	r.subtitle.SetVisible(text.subtitle != "")
	setStateClass(&r.subtitle.Widget, r.shown.class, text.class)
	r.shown = text
	r.box.SetMarginStart(text.depth * indent)
	setTooltip(r.box, text.hint)
	r.item.SetAccessibleLabel(text.accessible)
	if r.arrow.Visible() || text.arrow {
		icon, label := "pan-end-symbolic", tr.T("Expand")
		if text.expanded {
			icon, label = "pan-down-symbolic", tr.T("Collapse")
		}
		r.arrow.SetIconName(icon)
		setAccessibleLabel(r.arrow, label)
		opacity := 0.0
		if text.arrow {
			opacity = 1
		}
		r.arrow.SetOpacity(opacity) // it keeps its room, for titles to stand in a column
		r.arrow.SetSensitive(text.arrow)
	}
}
