package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// propertyRow is a row that shows one fact, and hides while there is none.
type propertyRow struct {
	row   *adw.ActionRow
	shown string
}

func newPropertyRow(parts *gtk.Builder, id string) *propertyRow {
	row := part[*adw.ActionRow](parts, id)
	row.SetVisible(false)
	keepSubtitleLeftToRight(row)
	return &propertyRow{row: row}
}

func (p *propertyRow) show(fact string) {
	if fact == p.shown {
		return
	}
	p.shown = fact
	p.row.SetSubtitle(fact)
	p.row.SetVisible(fact != "")
}
