package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// detailsTimeline is when what happened.
type detailsTimeline struct {
	group *adw.PreferencesGroup
	rows  [3]momentRow
}

type momentRow struct {
	row   *adw.ActionRow
	time  *gtk.Label
	shown present.Moment
}

func newDetailsTimeline() *detailsTimeline {
	parts := load("detailstimeline")
	t := &detailsTimeline{group: part[*adw.PreferencesGroup](parts, "group")}
	for i, id := range [...]string{"moment_0", "moment_1", "moment_2"} {
		t.rows[i] = momentRow{row: part[*adw.ActionRow](parts, id), time: part[*gtk.Label](parts, id+"_time")}
	}
	return t
}

func (t *detailsTimeline) show(moments []present.Moment) {
	for i := range t.rows {
		row := &t.rows[i]
		row.row.SetVisible(i < len(moments))
		if i < len(moments) && moments[i] != row.shown {
			row.row.SetTitle(moments[i].Event)
			setText(row.time, row.shown.Time, moments[i].Time)
			row.shown = moments[i]
		}
	}
}
