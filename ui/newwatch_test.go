package ui

import (
	"errors"
	"testing"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

var watchable = []bus.Endpoint{
	{Address: bus.SessionAddress(), Backend: "one"},
	{Address: bus.SystemAddress(), Backend: "one"},
}

// withNewWatch shows Watch Signals over a window and hands it to f, on the main loop.
func withNewWatch(t *testing.T, f func(d *newWatch, got *[]bus.WatchSpec, refuse *error)) {
	t.Helper()
	onLoop(t, func() {
		window := adw.NewWindow()
		window.Present()
		defer window.Destroy()
		var got []bus.WatchSpec
		var refuse error
		d := newNewWatch(watchable, watchable[1], func(spec bus.WatchSpec) error {
			if refuse == nil {
				got = append(got, spec)
			}
			return refuse
		})
		d.dialog.Present(window)
		f(d, &got, &refuse)
		if d.dialog != nil {
			d.dialog.ForceClose()
		}
		d.press() // handlers that come late
		d.edited()
		d.rewritten()
	})
}

func TestNewWatchFieldsAndTextAreTwins(t *testing.T) {
	withNewWatch(t, func(d *newWatch, got *[]bus.WatchSpec, _ *error) {
		if text := d.text.row.Text(); text != "type='signal'" {
			t.Errorf("at first the rule is %s", text)
		}
		d.fields[present.WatchMember].row.SetText("Changed")
		d.fields[present.WatchPath].row.SetText("/a")
		d.below.SetActive(true)
		if text := d.text.row.Text(); text != "type='signal',member='Changed',path_namespace='/a'" {
			t.Errorf("the fields say %s", text)
		}
		d.text.row.SetText("sender='a.b',path='/c',arg0='it'\\''s',arg3='kept'")
		if d.fields[present.WatchSender].row.Text() != "a.b" || d.fields[present.WatchMember].row.Text() != "" ||
			d.fields[present.WatchArg0].row.Text() != "it's" || d.below.Active() ||
			present.MessageTypes()[d.kind.Selected()] != 0 {
			t.Errorf("the text has become %+v", d.written)
		}
		d.fields[present.WatchArg0].row.SetText("")
		d.press()
		d.press()
		if len(*got) != 1 {
			t.Fatalf("%d watches were submitted", len(*got))
		}
		spec := (*got)[0]
		if rule := spec.Rule.String(); rule != "sender='a.b',path='/c',arg3='kept'" {
			t.Errorf("the rule is %s", rule)
		}
		if spec.Endpoint != watchable[1] || spec.Keep != bus.DefaultKeep || spec.Limit != 0 {
			t.Errorf("it submitted %+v", spec)
		}
	})
}

func TestNewWatchMarksWhatIsWrong(t *testing.T) {
	withNewWatch(t, func(d *newWatch, got *[]bus.WatchSpec, refuse *error) {
		d.text.row.SetText("member='Changed")
		if d.text.reason == "" {
			t.Error("a text that is no rule has no reason under it")
		}
		d.press()
		d.fields[present.WatchInterface].row.SetText("nodot")
		if d.text.reason != "" || d.fields[present.WatchInterface].reason == "" {
			t.Errorf("the text says %q, the interface %q", d.text.reason, d.fields[present.WatchInterface].reason)
		}
		d.press()
		d.fields[present.WatchInterface].row.SetText("with.dot")
		*refuse = errors.New("not now")
		d.press()
		if len(*got) != 0 || !d.refusal.Revealed() {
			t.Fatalf("it submitted %+v, and says %q", *got, d.refusal.Title())
		}
		*refuse = nil
		d.press()
		if len(*got) != 1 {
			t.Errorf("it submitted %+v", *got)
		}
	})
}

func TestNewMonitorReadsItsRules(t *testing.T) {
	onLoop(t, func() {
		window := adw.NewWindow()
		window.Present()
		defer window.Destroy()
		var got []bus.MonitorSpec
		d := newNewMonitor(watchable, bus.Endpoint{}, func(spec bus.MonitorSpec) error {
			got = append(got, spec)
			return nil
		})
		d.dialog.Present(window)
		d.add().row.SetText("type='signal'")
		d.add().row.SetText("nonsense")
		d.press()
		if len(got) != 0 || d.rules[2].reason == "" || d.rules[1].reason != "" {
			t.Errorf("with a wrong rule it submitted %+v", got)
		}
		d.rules[2].row.SetText("")
		d.keep.spin.SetText("0")
		d.press()
		if len(got) != 0 || d.keep.reason == "" {
			t.Errorf("keeping nothing it submitted %+v", got)
		}
		d.keep.set(7)
		d.press()
		d.press()
		if len(got) != 1 || len(got[0].Rules) != 1 || got[0].Rules[0].Type != bus.MessageSignal || got[0].Keep != 7 || got[0].Endpoint != watchable[0] {
			t.Errorf("it submitted %+v", got)
		}
		if d.dialog != nil {
			d.dialog.ForceClose()
		}
		d.press() // handlers that come late
		d.check()
	})
}
