package ui

import (
	"strings"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pango"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// resultHeight is how high the text of a result grows, in pixels, before it
// scrolls.
const resultHeight = 360

// dumpScale is how large the style has the bytes, beside other text.
const dumpScale = 0.82

// detailsResult is what the task gave: as text, or as a tree of values.
type detailsResult struct {
	lasting[detailsResult]
	group      *adw.PreferencesGroup
	copy       *gtk.Button
	forms      *adw.ToggleGroup
	scroll     *gtk.ScrolledWindow
	text       *gtk.TextView
	treeScroll *gtk.ScrolledWindow
	tree       *valueTreeView
	note       *gtk.Label
	buttons    *adw.WrapBox
	showAll    *gtk.Button
	save       *gtk.Button

	result  any            // what the task gave
	first   present.Result // as text, before more of it is asked for
	now     present.Result
	written string // in the text
	form    present.Form
	all     bool // more is shown than at first
	shown   *shownForm
	growing bool // it will be looked how high it has to be
}

// shownForm is the form that is shown. It is apart for the handlers to hold, which
// must not hold the widgets.
type shownForm struct{ form present.Form }

// The forms, by the names of their toggles.
var formNames = map[string]present.Form{
	"text": present.AsText, "json": present.AsJSON, "tree": present.AsTree, "raw": present.AsRaw,
}

// newDetailsResult makes the group. goTo leads to the object at a path; it must not
// hold on to widgets.
func newDetailsResult(goTo func(bus.ObjectPath)) *detailsResult {
	parts := load("detailsresult")
	r := &detailsResult{
		group:      part[*adw.PreferencesGroup](parts, "group"),
		copy:       part[*gtk.Button](parts, "copy"),
		forms:      part[*adw.ToggleGroup](parts, "forms"),
		scroll:     part[*gtk.ScrolledWindow](parts, "scroll"),
		text:       part[*gtk.TextView](parts, "text"),
		treeScroll: part[*gtk.ScrolledWindow](parts, "tree_scroll"),
		note:       part[*gtk.Label](parts, "note"),
		buttons:    part[*adw.WrapBox](parts, "more_buttons"),
		showAll:    part[*gtk.Button](parts, "show_all"),
		save:       part[*gtk.Button](parts, "save"),
		shown:      &shownForm{},
	}
	r.tree = newValueTreeView(part[*gtk.ListView](parts, "tree"), r.treeScroll, goTo)
	r.text.SetDirection(gtk.TextDirLTR)
	r.forms.SetActiveName("text")
	r.forms.NotifyProperty("active-name", weakly(r, (*detailsResult).choose))
	r.showAll.ConnectClicked(weakly(r, (*detailsResult).expand))
	for _, measure := range []string{"upper", "page-size"} {
		r.scroll.VAdjustment().NotifyProperty(measure, weakly(r, (*detailsResult).growSoon))
		r.treeScroll.VAdjustment().NotifyProperty(measure, weakly(r, (*detailsResult).growSoon))
	}
	return r
}

func (r *detailsResult) letGo() {
	r.tree.letGo()
	r.lasting.letGo()
}

// show shows a result, in the form that was chosen last. first is how it is shown
// as text, and result the whole of it, or nil.
func (r *detailsResult) show(first present.Result, result any) {
	if first == r.first && first.Text == "" {
		r.group.SetVisible(false)
		return
	}
	r.first, r.result, r.all = first, result, false
	r.tree.clear()
	r.forms.SetVisible(first.Forms)
	r.display()
	r.group.SetVisible(first.Text != "")
}

// choose shows the result in the form whose toggle was pressed.
func (r *detailsResult) choose() {
	r.form, r.all = formNames[r.forms.ActiveName()], false
	r.display()
}

// expand shows more of the result.
func (r *detailsResult) expand() {
	r.all = true
	r.display()
}

func (r *detailsResult) display() {
	form, result := r.form, r.first
	if !r.first.Forms { // it has but one
		form = present.AsText
	}
	r.shown.form = form
	if form != present.AsText || r.all {
		result = present.ResultAs(r.result, form, r.all)
	}
	r.setDump(form == present.AsRaw)
	if form == present.AsTree {
		r.tree.show(r.result)
	} else if result.Text != r.written {
		r.written = result.Text
		r.text.Buffer().SetText(result.Text)
		lines := r.lineHeight() * (strings.Count(result.Text, "\n") + 1)
		if form == present.AsRaw {
			lines = int(float64(lines) * dumpScale)
		}
		r.setHeight(lines)
	}
	r.scroll.SetVisible(form != present.AsTree)
	r.treeScroll.SetVisible(form == present.AsTree)
	setTextOrHide(r.note, r.now.Note, result.Note)
	r.copy.SetSensitive(result.CanCopy)
	r.showAll.SetVisible(result.More)
	r.save.SetVisible(result.Save)
	r.buttons.SetVisible(result.More || result.Save)
	r.now = result
}

// A text view does not know how high its text is before it has laid it out, which
// it does bit by bit, nor does a list view with its rows. So both are reckoned with
// at first, and what it takes more is added when it is known. That is once the window
// is laid out: before, one measure is of the text that was there last, and a size that
// is asked for may not be given.

func (r *detailsResult) growSoon() {
	if r.growing {
		return
	}
	r.growing = true
	coreglib.IdleAdd(weaklyTrue(r, func(r *detailsResult) bool {
		r.growing = false
		grow(r.scroll)
		grow(r.treeScroll)
		return false
	}))
}

func grow(scroll *gtk.ScrolledWindow) {
	at := scroll.VAdjustment()
	if !scroll.Mapped() {
		return
	}
	if height := int(at.Upper()); at.Upper() > at.PageSize() && height > scroll.MinContentHeight() {
		scroll.SetMinContentHeight(min(height, resultHeight))
	}
}

// setDump has the text show bytes: smaller than other text, in lines that are never
// broken.
func (r *detailsResult) setDump(dump bool) {
	wrap, scroll := gtk.WrapWordChar, gtk.PolicyNever
	if dump {
		wrap, scroll = gtk.WrapNone, gtk.PolicyAutomatic
	}
	setClass(&r.text.Widget, "dump", dump)
	r.text.SetWrapMode(wrap)
	r.scroll.SetPolicy(scroll, gtk.PolicyAutomatic)
}

func (r *detailsResult) setHeight(lines int) {
	height := lines + r.text.TopMargin() + r.text.BottomMargin()
	r.scroll.SetMinContentHeight(min(height, resultHeight))
}

func (r *detailsResult) lineHeight() int {
	return r.text.PangoContext().Metrics(nil, nil).Height() / pango.SCALE
}

func setClass(widget *gtk.Widget, class string, has bool) {
	if has {
		widget.AddCSSClass(class)
	} else {
		widget.RemoveCSSClass(class)
	}
}
