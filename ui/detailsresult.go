package ui

import (
	"strings"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pango"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// resultHeight is how high the text of a result grows, in pixels, before it
// scrolls.
const resultHeight = 360

// detailsResult is the text of what the task gave.
type detailsResult struct {
	group  *adw.PreferencesGroup
	copy   *gtk.Button
	scroll *gtk.ScrolledWindow
	text   *gtk.TextView
	note   *gtk.Label
	shown  present.Result
}

func newDetailsResult() *detailsResult {
	parts := load("detailsresult")
	r := &detailsResult{
		group:  part[*adw.PreferencesGroup](parts, "group"),
		copy:   part[*gtk.Button](parts, "copy"),
		scroll: part[*gtk.ScrolledWindow](parts, "scroll"),
		text:   part[*gtk.TextView](parts, "text"),
		note:   part[*gtk.Label](parts, "note"),
	}
	r.scroll.VAdjustment().NotifyProperty("upper", weakly(r, (*detailsResult).grow))
	return r
}

func (r *detailsResult) show(result present.Result) {
	if result.Text != r.shown.Text {
		r.text.Buffer().SetText(result.Text)
		r.setHeight(r.lineHeight() * (strings.Count(result.Text, "\n") + 1))
	}
	setTextOrHide(r.note, r.shown.Note, result.Note)
	r.group.SetVisible(result.Text != "")
	r.copy.SetSensitive(result.CanCopy)
	r.shown = result
}

// A text view does not know how high its text is before it has laid it out,
// which it does bit by bit. So the lines are reckoned with at first, and what
// turns out to be broken into more of them is added when it is known.

func (r *detailsResult) grow() {
	if height := int(r.scroll.VAdjustment().Upper()); height > r.scroll.MinContentHeight() {
		r.scroll.SetMinContentHeight(min(height, resultHeight))
	}
}

func (r *detailsResult) setHeight(lines int) {
	height := lines + r.text.TopMargin() + r.text.BottomMargin()
	r.scroll.SetMinContentHeight(min(height, resultHeight))
}

func (r *detailsResult) lineHeight() int {
	return r.text.PangoContext().Metrics(nil, nil).Height() / pango.SCALE
}
