package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pango"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// sourceColors are the colors of the kinds of source on a light and on a dark
// background, which both have a contrast of 4.5 and more there.
var sourceColors = [present.HighlightKinds][2]string{
	present.HighlightKeyword: {"#813d9c", "#dc8add"},
	present.HighlightString:  {"#26734d", "#8ff0a4"},
	present.HighlightNumber:  {"#1a5fb4", "#99c1f1"},
	present.HighlightComment: {"#5e5c64", "#a5a4a8"},
}

// tabWidth is about four characters of source, in pixels.
const tabWidth = 34

// sourceView shows Go source in color, in a text view of somebody else's.
type sourceView struct {
	buffer *gtk.TextBuffer
	tags   [present.HighlightKinds]*gtk.TextTag
}

func newSourceView(view *gtk.TextView) *sourceView {
	s := &sourceView{buffer: view.Buffer()}
	for kind := range s.tags {
		s.tags[kind] = gtk.NewTextTag("")
		s.buffer.TagTable().Add(s.tags[kind])
	}
	s.tags[present.HighlightKeyword].SetObjectProperty("weight", 700)
	tabs := pango.NewTabArray(1, true)
	tabs.SetTab(0, pango.TabLeft, tabWidth)
	view.SetTabs(tabs)
	view.SetDirection(gtk.TextDirLTR)
	s.colorize()
	adw.StyleManagerGetDefault().NotifyProperty("dark", weakly(s, (*sourceView).colorize))
	return s
}

// colorize takes the colors that fit the background.
func (s *sourceView) colorize() {
	scheme := 0
	if adw.StyleManagerGetDefault().Dark() {
		scheme = 1
	}
	for kind, tag := range s.tags {
		tag.SetObjectProperty("foreground", sourceColors[kind][scheme])
	}
}

// show shows a source in the place of the last.
func (s *sourceView) show(source string) {
	s.buffer.SetText(source)
	for _, h := range present.HighlightGo(source) {
		s.buffer.ApplyTag(s.tags[h.Kind], s.buffer.IterAtOffset(h.Start), s.buffer.IterAtOffset(h.End))
	}
}
