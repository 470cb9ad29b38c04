package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/po"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// withLargeText has text be half as large again until the test ends.
func withLargeText(t *testing.T) {
	t.Helper()
	const xftDPI = "gtk-xft-dpi"
	var before any
	onLoop(t, func() {
		before = gtk.SettingsGetDefault().ObjectProperty(xftDPI)
		gtk.SettingsGetDefault().SetObjectProperty(xftDPI, 96*1024*3/2)
	})
	t.Cleanup(func() {
		if err := loop.Post(func() { gtk.SettingsGetDefault().SetObjectProperty(xftDPI, before) }); err != nil {
			t.Error(err)
		}
	})
}

// labelsIn gives the labels in a widget that are shown by now.
func labelsIn(in gtk.Widgetter) (labels []*gtk.Label) {
	if label, ok := in.(*gtk.Label); ok && label.ChildVisible() && label.Width() > 0 {
		labels = append(labels, label)
	}
	for child := gtk.BaseWidget(in).FirstChild(); child != nil; child = gtk.BaseWidget(child).NextSibling() {
		labels = append(labels, labelsIn(child)...)
	}
	return labels
}

// Whether to close is asked in whole words, where there is least room for them.
func TestClosingIsAskedInWholeWords(t *testing.T) {
	withLargeText(t)
	for _, language := range append([]string{"en"}, strings.Fields(po.Languages())...) {
		t.Run(language, func(t *testing.T) {
			words := tr.FromEnvironment(func(name string) string {
				return map[string]string{"LANG": "C.UTF-8", "LANGUAGE": language}[name]
			})
			var window *adw.Window
			var question *adw.AlertDialog
			onLoop(t, func() {
				window = adw.NewWindow()
				window.SetDefaultSize(360, 640)
				window.SetContent(gtk.NewBox(gtk.OrientationVertical, 0))
				question = adw.NewAlertDialog(words.T(closeHeading), "")
				for _, response := range closeResponses {
					question.AddResponse(response.id, words.T(response.label))
				}
				window.Present()
				question.Present(window)
			})
			defer onLoop(t, func() { window.Destroy() })
			deadline := time.Now().Add(10 * time.Second)
			for shown := false; !shown; {
				if time.Now().After(deadline) {
					t.Fatal("the question is not shown")
				}
				onLoop(t, func() {
					labels := labelsIn(question)
					if shown = len(labels) == 1+len(closeResponses); !shown {
						return
					}
					if !labels[0].HasCSSClass("title-2") {
						t.Errorf("the heading %q is too long", labels[0].Text())
					}
					for _, label := range labels {
						if label.Layout().IsEllipsized() {
							t.Errorf("%q is cut", label.Text())
						}
					}
				})
			}
		})
	}
}
