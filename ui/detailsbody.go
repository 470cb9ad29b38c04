package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// propertyRow is a row that shows one fact, and hides while there is none.
type propertyRow struct {
	row   *adw.ActionRow
	shown string
}

func newPropertyRow(parts *gtk.Builder, id string) *propertyRow {
	row := part[*adw.ActionRow](parts, id)
	row.SetVisible(false)
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

// detailsFailure is what the service said when it refused.
type detailsFailure struct {
	group         *adw.PreferencesGroup
	name, message *propertyRow
}

func newDetailsFailure(parts *gtk.Builder) detailsFailure {
	return detailsFailure{
		group:   part[*adw.PreferencesGroup](parts, "error_group"),
		name:    newPropertyRow(parts, "error_name"),
		message: newPropertyRow(parts, "error_message"),
	}
}

func (f *detailsFailure) show(_, is present.Failure) {
	f.name.show(is.Name)
	f.message.show(is.Message)
	f.group.SetVisible(is.Name != "" || is.Message != "")
}

// detailsResult is the text of what the task gave.
type detailsResult struct {
	group *adw.PreferencesGroup
	text  *gtk.TextView
	note  *gtk.Label
}

func newDetailsResult(parts *gtk.Builder) detailsResult {
	return detailsResult{
		group: part[*adw.PreferencesGroup](parts, "result_group"),
		text:  part[*gtk.TextView](parts, "result"),
		note:  part[*gtk.Label](parts, "result_note"),
	}
}

func (r *detailsResult) show(was, is present.Result) {
	if was.Text != is.Text {
		r.text.Buffer().SetText(is.Text)
	}
	setTextOrHide(r.note, was.Note, is.Note)
	r.group.SetVisible(is.Text != "")
}

// detailsCall is what the task does.
type detailsCall struct {
	group                                                                 *adw.PreferencesGroup
	connection, uniqueName, destination, path, method, arguments, timeout *propertyRow
}

func newDetailsCall(parts *gtk.Builder) detailsCall {
	return detailsCall{
		group:       part[*adw.PreferencesGroup](parts, "call_group"),
		connection:  newPropertyRow(parts, "connection"),
		uniqueName:  newPropertyRow(parts, "unique_name"),
		destination: newPropertyRow(parts, "destination"),
		path:        newPropertyRow(parts, "path"),
		method:      newPropertyRow(parts, "method"),
		arguments:   newPropertyRow(parts, "arguments"),
		timeout:     newPropertyRow(parts, "timeout"),
	}
}

func (c *detailsCall) show(facts present.CallFacts) {
	c.connection.show(facts.Connection)
	c.uniqueName.show(facts.UniqueName)
	c.destination.show(facts.Destination)
	c.path.show(facts.Path)
	c.method.show(facts.Method)
	c.arguments.show(facts.Arguments)
	c.timeout.show(facts.Timeout)
	c.group.SetVisible(facts != present.CallFacts{})
}

// detailsTimeline is when what happened.
type detailsTimeline struct{ rows [3]momentRow }

type momentRow struct {
	row   *adw.ActionRow
	time  *gtk.Label
	shown present.Moment
}

func newDetailsTimeline(parts *gtk.Builder) detailsTimeline {
	var t detailsTimeline
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
			row.shown = moments[i]
			row.row.SetTitle(moments[i].Event)
			row.time.SetText(moments[i].Time)
		}
	}
}
