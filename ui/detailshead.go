package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// detailsHead is the top of the details page: what the task is called, how it
// stands, and what can be done about it.
type detailsHead struct {
	title, state, elapsed    *gtk.Label
	icon                     *gtk.Image
	bar                      *gtk.ProgressBar
	progress, sentence, note *gtk.Label
	buttons                  *adw.WrapBox
	cancel, retry            *gtk.Button
	copyAs                   *gtk.MenuButton
	calls, parent            *gtk.Button

	shown        present.Details
	shownElapsed string
}

func newDetailsHead(parts *gtk.Builder) *detailsHead {
	return &detailsHead{
		title:    part[*gtk.Label](parts, "title"),
		state:    part[*gtk.Label](parts, "state"),
		elapsed:  part[*gtk.Label](parts, "elapsed"),
		icon:     part[*gtk.Image](parts, "icon"),
		bar:      part[*gtk.ProgressBar](parts, "bar"),
		progress: part[*gtk.Label](parts, "progress"),
		sentence: part[*gtk.Label](parts, "sentence"),
		note:     part[*gtk.Label](parts, "note"),
		buttons:  part[*adw.WrapBox](parts, "buttons"),
		cancel:   part[*gtk.Button](parts, "cancel"),
		retry:    part[*gtk.Button](parts, "retry"),
		calls:    part[*gtk.Button](parts, "calls"),
		parent:   part[*gtk.Button](parts, "parent"),
		copyAs:   part[*gtk.MenuButton](parts, "copy_as"),
	}
}

func (h *detailsHead) show(is present.Details) {
	was := &h.shown
	setHeading(h.title, was.Title, is.Title)
	setText(h.state, was.State, is.State)
	if was.Icon != is.Icon {
		h.icon.SetFromIconName(is.Icon)
	}
	setStateClass(&h.icon.Widget, was.Class, is.Class)
	setStateClass(&h.state.Widget, was.Class, is.Class)
	h.bar.SetVisible(is.Progress.Bar)
	if was.Progress.Fraction != is.Progress.Fraction {
		h.bar.SetFraction(is.Progress.Fraction)
	}
	setTextOrHide(h.progress, was.Progress.Text, is.Progress.Text)
	setTextOrHide(h.sentence, was.Failure.Sentence, is.Failure.Sentence)
	setTextOrHide(h.note, was.Note, is.Note)
	h.showButtons(is)
	h.shown = is
}

// showButtons offers to cancel until the task has finished. While it is being
// canceled the button stays, and waits.
func (h *detailsHead) showButtons(is present.Details) {
	pending := is.State != "" && !is.Final
	h.cancel.SetVisible(pending)
	h.cancel.SetSensitive(is.CanCancel)
	h.retry.SetVisible(is.CanRetry)
	h.copyAs.SetVisible(is.CanCopyAs)
	h.calls.SetVisible(is.Repeats)
	h.parent.SetVisible(is.Parent)
	h.buttons.SetVisible(pending || is.CanRetry || is.CanCopyAs || is.Repeats || is.Parent)
}

func (h *detailsHead) showElapsed(elapsed string) {
	setTextOrHide(h.elapsed, h.shownElapsed, elapsed)
	h.shownElapsed = elapsed
}

// setTextOrHide shows a label only while it has something to say.
func setTextOrHide(label *gtk.Label, was, is string) {
	setText(label, was, is)
	label.SetVisible(is != "")
}
