package ui

import (
	"testing"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"
)

// What is typed counts at once, and what is no number stays as it was typed, with the
// reason in place of the hint.
func TestNumberField(t *testing.T) {
	onLoop(t, func() {
		parts := load("calloptions")
		times := newNumberField(parts, "times")
		changes := 0
		times.changed = func() { changes++ }
		hint := times.row.Subtitle()
		for _, typed := range []struct {
			text   string
			number float64
			wrong  bool
		}{{"20", 20, false}, {"0", 20, true}, {"", 20, true}, {"1000001", 20, true}, {"1000000", 1000000, false}, {"007", 7, false}} {
			changes = 0
			times.spin.SetText(typed.text)
			if changes == 0 || times.number != typed.number || (times.reason != "") != typed.wrong {
				t.Errorf("%q counts as %v, for the reason %q", typed.text, times.number, times.reason)
			}
			times.spin.Update() // as when the keyboard goes elsewhere
			if typed.wrong && (times.spin.Text() != typed.text || times.row.Subtitle() != times.reason || !times.row.HasCSSClass("error")) {
				t.Errorf("%q has become %q, and the subtitle is %q", typed.text, times.spin.Text(), times.row.Subtitle())
			}
			if !typed.wrong && (times.row.Subtitle() != hint || times.row.HasCSSClass("error")) {
				t.Errorf("%q is marked, and the subtitle is %q", typed.text, times.row.Subtitle())
			}
		}
		if times.spin.Text() != "7" {
			t.Errorf("a number is written %q when it is left", times.spin.Text())
		}
		times.spin.SetText("")
		times.spin.Spin(gtk.SpinStepForward, 1)
		if times.number != 2 || times.reason != "" || times.spin.Text() != "2" {
			t.Errorf("one more than nothing is %v, written %q", times.number, times.spin.Text())
		}
		times.spin.SetText("")
		times.set(1) // which the spin button has by now
		if times.number != 1 || times.reason != "" || times.spin.Text() != "1" {
			t.Errorf("it was set to 1, and is %v, %q, %q", times.number, times.reason, times.spin.Text())
		}
	})
}

func TestTimeoutField(t *testing.T) {
	onLoop(t, func() {
		o := newCallOptions(part[*adw.PreferencesGroup](load("newcall"), "more"))
		o.timeout.set(30)
		for _, typed := range []struct {
			text, left string
			number     float64
		}{{"0", "No limit", 0}, {"0,5", "0.5", 0.5}, {"No limit", "No limit", 0}, {"12", "12", 12}, {"soon", "soon", 12}} {
			o.timeout.spin.SetText(typed.text)
			if o.timeout.number != typed.number {
				t.Errorf("%q counts as %v", typed.text, o.timeout.number)
			}
			if o.timeout.spin.Update(); o.timeout.spin.Text() != typed.left || o.timeout.number != typed.number {
				t.Errorf("%q has become %q, which counts as %v", typed.text, o.timeout.spin.Text(), o.timeout.number)
			}
		}
		if o.options.Expanded() || !o.goToWrong() || !o.options.Expanded() {
			t.Error("the timeout that is wrong is not led to")
		}
	})
}
