package ui

import (
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
	"github.com/diamondburned/gotk4/pkg/pango"
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
