package ui

import (
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pango"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// withoutHyphens has the labels in a widget break long words without a hyphen: in
// the name of an interface it would look like a part of it.
func withoutHyphens(widget gtk.Widgetter) {
	if label, ok := widget.(*gtk.Label); ok {
		attributes := label.Attributes()
		if attributes == nil {
			attributes = pango.NewAttrList()
		}
		attributes.Insert(pango.NewAttrInsertHyphens(false))
		label.SetAttributes(attributes)
	}
	for child := gtk.BaseWidget(widget).FirstChild(); child != nil; child = gtk.BaseWidget(child).NextSibling() {
		withoutHyphens(child)
	}
}

// longestName is how long a name on a bus can be. Of longer text it does not matter
// where its lines begin.
const longestName = 255

// breakNames has the lines of a label begin where the parts of names do.
func breakNames(label *gtk.Label, text string) {
	attributes := pango.NewAttrList()
	attributes.Insert(pango.NewAttrInsertHyphens(false))
	if len(text) <= longestName {
		for _, at := range present.BreaksOf(text) {
			part := pango.NewAttrWord()
			part.SetStartIndex(uint(at.Start))
			part.SetEndIndex(uint(at.End))
			attributes.Insert(part)
		}
	}
	label.SetAttributes(attributes)
}
