package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// propertyRow is a row that shows one fact, and hides while there is none.
type propertyRow struct {
	row      *adw.ActionRow
	subtitle *gtk.Label
	shown    string
}

func newPropertyRow(parts *gtk.Builder, id string) *propertyRow {
	row := part[*adw.ActionRow](parts, id)
	row.SetVisible(false)
	keepSubtitleLeftToRight(row)
	return &propertyRow{row: row, subtitle: labelOf(row, "subtitle")}
}

func (p *propertyRow) show(fact string) {
	if fact == p.shown {
		return
	}
	p.shown = fact
	p.row.SetSubtitle(fact)
	breakNames(p.subtitle, fact)
	p.row.SetVisible(fact != "")
}

// labelOf gives the label of that style class in a widget; nil if there is none.
func labelOf(widget gtk.Widgetter, class string) *gtk.Label {
	if label, ok := widget.(*gtk.Label); ok && label.HasCSSClass(class) {
		return label
	}
	for child := gtk.BaseWidget(widget).FirstChild(); child != nil; child = gtk.BaseWidget(child).NextSibling() {
		if label := labelOf(child, class); label != nil {
			return label
		}
	}
	return nil
}
