package ui

import (
	"testing"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// knownCalls is what New Call completes from in tests, where nobody is asked.
func knownCalls() *present.Known {
	var known present.Known
	endpoint := bus.Endpoint{Address: bus.SessionAddress(), Backend: "one"}
	known.SetNames(endpoint, []bus.NameInfo{{Name: "org.example.Player", Owner: ":1.5"}})
	known.SetNode(bus.Object{Endpoint: endpoint, Name: "org.example.Player", Path: "/"}, bus.Node{
		Path: "/", Interfaces: []bus.InterfaceInfo{{Name: "org.example.Player", Methods: []bus.Method{
			{Name: "Play", In: []bus.Arg{{Name: "song", Type: "s"}, {Name: "how", Type: "a{sv}"}}},
			{Name: "Stop", NoReply: true},
			{Name: "Load", In: []bus.Arg{{Name: "file", Type: "h"}}},
		}}},
	})
	return &known
}

// withKnownCall shows New Call for a method that is known.
func withKnownCall(t *testing.T, method bus.Member, f func(*newCall, *submissions)) {
	t.Helper()
	spec := bus.CallSpec{
		Endpoint: bus.Endpoint{Address: bus.SessionAddress(), Backend: "one"},
		Call:     bus.Call{Destination: "org.example.Player", Path: "/", Interface: "org.example.Player", Member: method},
	}
	ended := false
	onLoop(t, func() {
		window := adw.NewWindow()
		window.Present()
		defer window.Destroy()
		got := &submissions{}
		nobody := func(bus.Endpoint) bool { return false }
		d := newNewCall(newCallEnv{
			backends: []string{"one"}, submit: got.submit, known: knownCalls(), mayConnect: nobody, isConnected: nobody,
		}, &spec)
		d.dialog.Present(window)
		f(d, got)
		if !d.isClosed() {
			d.dialog.ForceClose()
		}
		ended = true
	})
	if !ended { // the main loop survives a panic
		t.Error("the test did not come to its end")
	}
}

// formRow finds the row of a field in the form.
func (d *newCall) formRow(label string) *argRow {
	for _, row := range d.arguments.form.rows {
		if row.field.Label() == label {
			return row
		}
	}
	panic("there is no field " + label)
}

func TestFormAndTextAreTwins(t *testing.T) {
	withKnownCall(t, "Play", func(d *newCall, got *submissions) {
		text := d.fields[present.ArgumentsField]
		if text.row.Text() != "'', @a{sv} {}" {
			t.Errorf("empty arguments are written %s", text.row.Text())
			return
		}
		d.formRow("song · string").entry.row.SetText("Yesterday")
		d.formRow("how · a{sv}").grow()
		d.formRow("Key · string").entry.row.SetText("loud")
		choice := d.formRow("Value · variant").choice
		choice.SetSelected(1) // a boolean
		d.formRow("Value · boolean").toggle.SetActive(true)
		if want := "'Yesterday', {'loud': <true>}"; text.row.Text() != want {
			t.Errorf("the text is %s, want %s", text.row.Text(), want)
		}
		d.setArguments("'Help', {}")
		d.showForm()
		if song := d.formRow("song · string").entry.row.Text(); song != "Help" {
			t.Errorf("the form says %q", song)
		}
		text.row.SetText("'Help', 5")
		d.showForm()
		if d.arguments.form.form != nil || !d.arguments.startOver.Visible() || text.reason == "" {
			t.Error("arguments of the wrong type have a form, or no reason")
		}
		d.startOver()
		d.call()
		if len(got.calls) != 1 || len(got.calls[0].Call.Args) != 2 {
			t.Errorf("it submitted %+v", got.calls)
		}
	})
}

func TestWrongFieldsAreNotSent(t *testing.T) {
	withKnownCall(t, "Play", func(d *newCall, got *submissions) {
		d.setArguments("'Help', {'at': <int64 5>}")
		d.showForm()
		at := d.formRow("Value · int64")
		at.entry.row.SetText("soon")
		if !at.entry.row.HasCSSClass("error") || !at.entry.reasonRow.Visible() || at.entry.label.Text() == "" {
			t.Error("a wrong field is not marked")
		}
		d.call()
		if len(got.calls) != 0 {
			t.Errorf("it submitted %+v", got.calls)
		}
		at.entry.row.SetText("7")
		d.call()
		if len(got.calls) != 1 {
			t.Errorf("%d calls were submitted", len(got.calls))
		}
	})
}

func TestWrongNumbersStayAsTheyAreTyped(t *testing.T) {
	withKnownCall(t, "Play", func(d *newCall, got *submissions) {
		d.setArguments("'Help', {'at': <byte 5>}")
		d.showForm()
		at := d.formRow("Value · byte")
		for _, wrong := range []string{"300", "-1", "-", ""} {
			at.number.spin.SetText(wrong)
			at.number.spin.Update() // as when the keyboard goes elsewhere
			d.call()
			if at.number.spin.Text() != wrong || !at.number.row.HasCSSClass("error") || at.number.row.Subtitle() != at.field.Reason {
				t.Errorf("%q has become %q, and the reason %q", wrong, at.number.spin.Text(), at.number.row.Subtitle())
			}
		}
		at.number.spin.Spin(gtk.SpinStepForward, 1) // the button with the plus
		if at.number.spin.Text() != "1" || at.number.row.HasCSSClass("error") {
			t.Errorf("one more than nothing is %q, and the reason %q", at.number.spin.Text(), at.number.row.Subtitle())
		}
		at.number.spin.SetText("7")
		if text := d.fields[present.ArgumentsField].row.Text(); text != "'Help', {'at': <byte 0x07>}" {
			t.Errorf("the text is %s", text)
		}
		d.call()
		if len(got.calls) != 1 {
			t.Errorf("%d calls were submitted", len(got.calls))
		}
	})
}

func TestFileOfTheForm(t *testing.T) {
	withKnownCall(t, "Load", func(d *newCall, got *submissions) {
		file := d.formRow("file · file")
		if file.file.Subtitle() != "Choose a file." {
			t.Errorf("without a file it says %q", file.file.Subtitle())
		}
		if file.writable.Visible() {
			t.Error("no file may be written to")
		}
		file.setFile("/dev/null")
		file.writable.SetActive(true)
		d.call()
		if len(got.calls) != 1 || len(got.calls[0].Call.Files) != 1 || got.calls[0].Call.Files[0] != (bus.File{Path: "/dev/null", Writable: true}) {
			t.Errorf("it submitted %+v", got.calls)
		}
	})
}

func TestMethodsThatAreNotAnsweredAreNotAwaited(t *testing.T) {
	withKnownCall(t, "Stop", func(d *newCall, _ *submissions) {
		row := d.flags[0].row
		if !row.Active() {
			t.Error("a method that is never answered is waited for")
		}
		d.fields[present.MethodField].row.SetText("Load")
		if row.Active() {
			t.Error("the switch stays when the method is another")
		}
		row.SetActive(true)
		d.fields[present.MethodField].row.SetText("Play")
		if !row.Active() {
			t.Error("what the person chose is taken back")
		}
	})
}

func TestSuggestionsOfNewCall(t *testing.T) {
	withKnownCall(t, "Play", func(d *newCall, _ *submissions) {
		for field, want := range map[present.Field]string{
			present.DestinationField: "org.example.Player", present.PathField: "/",
			present.InterfaceField: "org.example.Player", present.MethodField: "Stop",
		} {
			d.filling = true
			d.fields[field].row.SetText(want[:1])
			if got := d.suggest(field); len(got) == 0 && want != "/" || len(got) > 0 && got[0].Text != want {
				t.Errorf("field %d: the suggestions are %v, want %s", field, got, want)
			}
			d.fields[field].row.SetText(want)
		}
	})
}

func TestFilesThatTheTextForgetsAreNotSent(t *testing.T) {
	withKnownCall(t, "Load", func(d *newCall, got *submissions) {
		d.formRow("file · file").setFile("/dev/null")
		d.fields[present.MethodField].row.SetText("Unknown")
		d.fields[present.ArgumentsField].row.SetText("'no file'")
		d.call()
		if len(got.calls) != 1 || len(got.calls[0].Call.Files) != 0 {
			t.Errorf("it submitted %+v", got.calls)
		}
	})
}

func TestFormsAreFreed(t *testing.T) {
	var rows alive
	for range 10 {
		withKnownCall(t, "Play", func(d *newCall, _ *submissions) {
			d.setArguments("'Help', {'loud': <true>, 'at': <int64 5>, 'raw': <b'ab'>, 'all': <[1, 2]>, 'file': <handle 0>}")
			for range 3 {
				d.arguments.form.show(nil)
				d.showForm()
				for _, row := range d.arguments.form.rows {
					rows.watch(row.focus)
				}
			}
			d.completion.show(d.completion.of(present.DestinationField))
			rows.watch(d.dialog)
		})
	}
	const one = 20 // rows of a form, the last of which may still be on the stack
	rows.awaitAtMost(t, one)
}

// What the service says of a method may come late, when its form is being filled in.
func TestNamesThatComeLateLeaveTheFocus(t *testing.T) {
	withKnownCall(t, "Jump", func(d *newCall, _ *submissions) {
		d.fields[present.ArgumentsField].row.SetText("'near', 'far'")
		d.followText()
		d.arguments.form.rows[1].focus.GrabFocus()
		object, _ := d.form().Object()
		d.env.known.SetNode(object, bus.Node{Path: "/", Interfaces: []bus.InterfaceInfo{{
			Name:    "org.example.Player",
			Methods: []bus.Method{{Name: "Jump", In: []bus.Arg{{Name: "from", Type: "s"}, {Name: "to", Type: "s"}}}},
		}}})
		d.looked()
		if row := d.formRow("to · string"); !row.focus.StateFlags().Has(gtk.StateFlagFocusWithin) {
			t.Error("the focus is no longer in the second field")
		}
	})
}

// The form is made once of a text, also where the method becomes known while the person
// pauses: a row that has been seen would go from under the hand.
func TestFormIsMadeOnce(t *testing.T) {
	withKnownCall(t, "Play", func(d *newCall, _ *submissions) {
		d.fields[present.ArgumentsField].row.SetText("'Yesterday', @a{sv} {}")
		d.showForm()
		row := d.formRow("how · a{sv}")
		d.followText()
		if d.formRow("how · a{sv}") != row {
			t.Error("the form was made again of the same text")
		}
		row.grow()
		row = d.formRow("how · a{sv}")
		d.followText()
		if d.formRow("how · a{sv}") != row {
			t.Error("the form was made again of what it had written")
		}
	})
}
