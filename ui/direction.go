package ui

import (
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// D-Bus is written from left to right, whatever the language is. In a window that is
// laid out from right to left, what shows lines of words and names marks these in
// its text, as package present does it; what can be copied from, or is typed into,
// has a direction of its own instead, so that no mark gets out.

func isRightToLeft() bool { return gtk.WidgetGetDefaultDirection() == gtk.TextDirRTL }

// shown gives text as a widget is to show it.
func shown(text string) string {
	if isRightToLeft() {
		return present.RightToLeft(text)
	}
	return text
}

// setText shows a line of words and names in a label that shows was.
func setText(label *gtk.Label, was, is string) {
	if is != was {
		showMarked(label, shown(is), is)
	}
}

// setHeading shows a name in large letters, which takes several lines, in a label that
// shows was.
func setHeading(label *gtk.Label, was, is string) {
	if is != was {
		setText(label, was, is)
		breakNames(label, label.Text())
	}
}

// setCode shows a value in a label that shows was.
func setCode(label *gtk.Label, was, is string) {
	if is != was {
		showMarked(label, present.Code(is), is)
	}
}

// showMarked shows text with marks, and keeps them from screen readers. A label is
// named by each text that it is given.
func showMarked(label *gtk.Label, marked, text string) {
	label.SetText(marked)
	if marked != text {
		setAccessibleLabel(label, text)
	}
}

// setSubtitle shows a line of words and names in a row, of which nothing can be
// copied.
func setSubtitle(row interface{ SetSubtitle(string) }, text string) { row.SetSubtitle(shown(text)) }

// setTooltip has a widget say more where the pointer rests.
func setTooltip(widget interface{ SetTooltipText(string) }, text string) {
	widget.SetTooltipText(shown(text))
}

// keepLeftToRight has an entry begin to the left of what is typed into it, where it
// has no letters yet, too.
func keepLeftToRight(entry *gtk.EditableTextWidget) {
	if isRightToLeft() {
		entry.SetDirection(gtk.TextDirLTR)
		entry.SetAlignment(1) // to where others begin
	}
}

// keepSubtitleLeftToRight does that for the subtitle of a row, which can be copied.
func keepSubtitleLeftToRight(row gtk.Widgetter) {
	if !isRightToLeft() {
		return
	}
	label := labelOf(row, "subtitle")
	label.SetDirection(gtk.TextDirLTR)
	label.SetXAlign(1)
}
