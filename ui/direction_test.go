package ui

import (
	"strings"
	"testing"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// rightToLeft runs f on the main loop where windows are laid out that way.
func rightToLeft(t *testing.T, f func()) {
	t.Helper()
	onLoop(t, func() {
		gtk.WidgetSetDefaultDirection(gtk.TextDirRTL)
		defer gtk.WidgetSetDefaultDirection(gtk.TextDirLTR)
		f()
	})
}

// inOrder reports whether a label has the letters of a text from left to right.
func inOrder(label *gtk.Label, text string) bool {
	layout := label.Layout().Copy()
	layout.SetWidth(-1) // in one line
	before, at := -1, strings.Index(label.Text(), text)
	for i := range text {
		if at < 0 {
			return false
		}
		x := layout.IndexToPos(at + i).X()
		if x <= before {
			return false
		}
		before = x
	}
	return true
}

func TestRightToLeftKeepsWhatIsOfDBus(t *testing.T) {
	rightToLeft(t, func() {
		for _, test := range []struct{ line, of string }{
			{":1.42", ":1.42"},
			{"Session · :1.42 · (u 60000)", ":1.42 · (u 60000)"},
			{"הפעלה · :1.42 · (1, 2)", ":1.42"},
			{"הפעלה · :1.42 · (1, 2)", "(1, 2)"},
			{"/", "/"},
			{"[-1, +2]", "[-1, +2]"},
		} {
			label := gtk.NewLabel("")
			setText(label, "", test.line)
			if !inOrder(label, test.of) {
				t.Errorf("%q shows %q turned round", test.line, test.of)
			}
		}
		value := gtk.NewLabel("")
		setCode(value, "", "('שלום', 5)")
		if !inOrder(value, "('") || !inOrder(value, "', 5)") {
			t.Error("a value is turned round")
		}
		plain := gtk.NewLabel(":1.42")
		if inOrder(plain, ":1.42") {
			t.Error("the test would not see what is turned round")
		}
	})
}

// What can be copied has no marks in it, and begins where other texts do.
func TestRightToLeftLeavesWhatCanBeCopied(t *testing.T) {
	rightToLeft(t, func() {
		d := newDetailsPage(detailsActions{})
		s := taskIn(1, tasks.Succeeded)
		s.Spec.Data = bus.CallSpec{Call: bus.Call{Destination: ":1.42", Path: "/", Member: "M"}}
		s.Result = bus.Reply{Body: []bus.Value{bus.Int32(-1)}, Signature: "i"}
		d.Show(s, started)
		subtitle := labelWith(d.call.destination.row, ":1.42")
		if subtitle == nil || !inOrder(subtitle, ":1.42") || subtitle.XAlign() != 1 {
			t.Error("a destination that can be copied is not shown as it is, to the right")
		}
		if d.result.text.Direction() != gtk.TextDirLTR || d.page.Direction() != gtk.TextDirRTL {
			t.Error("a result is not read from left to right")
		}
		entry := newFormFieldOf(adw.NewEntryRow())
		entry.row.SetText(":1.42")
		if entry.row.Text() != ":1.42" || entry.text.Direction() != gtk.TextDirLTR || entry.text.Alignment() != 1 {
			t.Error("an entry is not typed into from left to right, at the right")
		}
	})
}

// labelWith gives the label in a widget that has a text.
func labelWith(widget gtk.Widgetter, text string) *gtk.Label {
	if label, ok := widget.(*gtk.Label); ok && label.Text() == text {
		return label
	}
	for child := gtk.BaseWidget(widget).FirstChild(); child != nil; child = gtk.BaseWidget(child).NextSibling() {
		if label := labelWith(child, text); label != nil {
			return label
		}
	}
	return nil
}
