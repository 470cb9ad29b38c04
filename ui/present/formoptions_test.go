package present

import (
	"reflect"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestOptionsSummary(t *testing.T) {
	for _, tt := range []struct {
		options CallOptions
		want    string
	}{
		{FirstOptions(), "30 s"},
		{CallOptions{Times: 1, AtOnce: 4}, "No limit"},
		{CallOptions{Timeout: time.Second / 2, Flags: bus.NoReply | bus.InteractiveAuthorization, Times: 1}, "0.5 s · No Reply · Interactive Authorization"},
		{CallOptions{Timeout: time.Second, Flags: bus.NoAutoStart, Times: 1000, AtOnce: 1}, "1 s · No Auto Start · 1,000 times"},
		{CallOptions{Timeout: time.Second, Times: 2, AtOnce: 2}, "1 s · 2 times, 2 at once"},
	} {
		if got := tt.options.Summary(); got != tt.want {
			t.Errorf("%+v is summed up as %q, want %q", tt.options, got, tt.want)
		}
	}
}

// TestEditingLosesNothing holds the form of a call against all that a call has.
func TestEditingLosesNothing(t *testing.T) {
	spec := bus.CallSpec{
		Endpoint: bus.Endpoint{Address: bus.AccessibilityBus(), Backend: "GDBus"},
		Call: bus.Call{
			Destination: "a.b", Path: "/", Interface: "a.b", Member: "M",
			Files: []bus.File{{Path: "/etc/hostname"}, {Path: "/dev/null", Writable: true}},
			Flags: bus.NoReply | bus.NoAutoStart | bus.InteractiveAuthorization,
		},
		Timeout: time.Minute,
		Title:   "A name of its own",
	}
	form := FormOf(spec)
	got, problems := form.Check()
	if len(problems) > 0 {
		t.Fatalf("the form has problems: %v", problems)
	}
	got.Call.Args = spec.Call.Args // none, be it nil or empty
	if !reflect.DeepEqual(got, spec) {
		t.Errorf("got  %+v\nwant %+v", got, spec)
	}
	form.Method = "Another"
	if got, _ := form.Check(); got.Title != "" {
		t.Errorf("another method is still called %q", got.Title)
	}
}
