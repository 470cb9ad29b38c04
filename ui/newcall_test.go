package ui

import (
	"errors"
	"testing"
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// submissions is what New Call submitted.
type submissions struct {
	calls  []bus.RepeatSpec
	refuse error
}

func (s *submissions) submit(spec bus.RepeatSpec) error {
	if s.refuse != nil {
		return s.refuse
	}
	s.calls = append(s.calls, spec)
	return nil
}

// withNewCall shows New Call over a window and hands it to f, on the main loop.
func withNewCall(t *testing.T, initial *bus.CallSpec, f func(*newCall, *submissions)) {
	t.Helper()
	onLoop(t, func() {
		window := adw.NewWindow()
		window.Present()
		defer window.Destroy()
		got := &submissions{}
		d := newNewCall(newCallEnv{backends: []string{"one", "two"}, submit: got.submit}, initial)
		d.dialog.Present(window)
		f(d, got)
		if !d.isClosed() {
			d.dialog.ForceClose()
		}
		if !d.isClosed() {
			t.Error("a closed dialog holds its widgets")
		}
		d.call() // handlers that come late
		d.callAndKeepOpen()
		d.check()
		d.copyAs("busctl")
		d.optionsChanged()
	})
}

func TestNewCallSubmitsOnce(t *testing.T) {
	withNewCall(t, nil, func(d *newCall, got *submissions) {
		d.call()
		d.call()
		if len(got.calls) != 1 {
			t.Errorf("%d calls were submitted", len(got.calls))
			return
		}
		call := got.calls[0]
		if call.Call.Member != "ListNames" || call.Endpoint.Backend != "one" || call.Timeout != present.DefaultTimeout {
			t.Errorf("it submitted %+v", call)
		}
	})
}

func TestNewCallEditsACall(t *testing.T) {
	other, err := bus.ParseAddress("unix:path=/run/bus")
	if err != nil {
		t.Fatal(err)
	}
	spec := bus.CallSpec{
		Endpoint: bus.Endpoint{Address: other, Backend: "two"},
		Call:     bus.Call{Destination: "a.b", Path: "/a", Member: "M", Args: []bus.Value{bus.Uint32(5)}},
		Timeout:  500 * time.Millisecond,
	}
	withNewCall(t, &spec, func(d *newCall, got *submissions) {
		if !d.fields[present.AddressField].row.Visible() {
			t.Error("the address of another bus is hidden")
		}
		d.call()
		if len(got.calls) != 1 {
			t.Errorf("%d calls were submitted", len(got.calls))
			return
		}
		call := got.calls[0]
		if call.Endpoint != spec.Endpoint || call.Timeout != spec.Timeout || call.Call.Member != "M" || len(call.Call.Args) != 1 {
			t.Errorf("it submitted %+v, want %+v", call, spec)
		}
	})
}

func TestNewCallMarksWhatIsWrong(t *testing.T) {
	withNewCall(t, nil, func(d *newCall, got *submissions) {
		wrong := d.fields[present.MethodField]
		wrong.row.SetText("no method")
		for field, f := range d.fields {
			marked := f.row.HasCSSClass("error")
			if is := f == wrong; marked != is || f.reasonRow.Visible() != is {
				t.Errorf("field %d: marked is %v, and its reason is %q", field, marked, f.label.Text())
			}
		}
		if wrong.label.Text() == "" {
			t.Error("there is no reason")
		}
		d.call()
		if len(got.calls) != 0 || d.isClosed() {
			t.Errorf("it submitted %+v", got.calls)
		}
		wrong.row.SetText("Method")
		if wrong.row.HasCSSClass("error") || wrong.reasonRow.Visible() {
			t.Error("what is right again is still marked")
		}
	})
}

func TestNewCallHidesTheAddressOfAKnownBus(t *testing.T) {
	withNewCall(t, nil, func(d *newCall, _ *submissions) {
		address := d.fields[present.AddressField]
		d.bus.SetSelected(uint(present.OtherBus))
		if !address.row.Visible() || !address.reasonRow.Visible() {
			t.Error("another bus has no address, and it does not say so")
		}
		d.bus.SetSelected(uint(present.SystemBus))
		if address.row.Visible() || address.reasonRow.Visible() {
			t.Error("the address of the system bus is asked for")
		}
	})
}

func TestNewCallSaysWhyItWasRefused(t *testing.T) {
	withNewCall(t, nil, func(d *newCall, got *submissions) {
		got.refuse = errors.New("not now")
		d.call()
		if d.isClosed() || !d.refusal.Revealed() || d.refusal.Title() != "Not now." {
			t.Errorf("it says %q", d.refusal.Title())
			return
		}
		got.refuse = nil
		d.call()
		if len(got.calls) != 1 {
			t.Errorf("%d calls were submitted", len(got.calls))
		}
	})
}

func TestNewCallShowsNoLimitInWords(t *testing.T) {
	withNewCall(t, nil, func(d *newCall, got *submissions) {
		d.timeout.set(0)
		if text := d.timeout.spin.Text(); text != "No limit" {
			t.Errorf("a timeout of 0 is shown as %q", text)
		}
		d.call()
		if len(got.calls) != 1 || got.calls[0].Timeout != 0 {
			t.Errorf("it submitted %+v", got.calls)
		}
	})
}

func TestNewCallKeepsOpen(t *testing.T) {
	withNewCall(t, nil, func(d *newCall, got *submissions) {
		d.callAndKeepOpen()
		d.callAndKeepOpen()
		if len(got.calls) != 2 || d.isClosed() {
			t.Errorf("%d calls were submitted, and it is closed: %v", len(got.calls), d.isClosed())
		}
	})
}

func TestNewCallHasOptions(t *testing.T) {
	spec := bus.CallSpec{
		Endpoint: bus.Endpoint{Address: bus.AccessibilityBus(), Backend: "one"},
		Call: bus.Call{
			Destination: "a.b", Path: "/a", Member: "M",
			Flags: bus.InteractiveAuthorization, Files: []bus.File{{Path: "/dev/null"}},
		},
		Title: "Its title",
	}
	withNewCall(t, &spec, func(d *newCall, got *submissions) {
		d.flags[0].row.SetActive(true)
		d.askRepetition()
		d.times.spin.SetText("20") // as it is typed
		d.atOnce.set(4)
		d.call()
		if len(got.calls) != 1 {
			t.Errorf("%d calls were submitted", len(got.calls))
			return
		}
		call := got.calls[0]
		if call.Call.Flags != bus.InteractiveAuthorization|bus.NoReply || call.Times != 20 || call.AtOnce != 4 {
			t.Errorf("it submitted %+v", call)
		}
		if call.Title != spec.Title || len(call.Call.Files) != 1 || call.Endpoint != spec.Endpoint {
			t.Errorf("the edited call lost something: %+v", call)
		}
	})
}

func TestPasswordsTakeTheirTime(t *testing.T) {
	withNewCall(t, nil, func(d *newCall, _ *submissions) {
		interactive := d.flags[2].row
		for range 2 {
			interactive.SetActive(true)
			if got := d.read().Timeout; got != 0 {
				t.Errorf("while a password may be asked for, the timeout is %v", got)
			}
			interactive.SetActive(false)
			if got := d.read().Timeout; got != present.DefaultTimeout {
				t.Errorf("otherwise it is %v", got)
			}
		}
		interactive.SetActive(true)
		d.timeout.set(60)
		interactive.SetActive(false)
		if got := d.read().Timeout; got != time.Minute {
			t.Errorf("the one that was set has become %v", got)
		}
	})
}

func TestNewCallOffersTheBusesOfConnections(t *testing.T) {
	peer, err := bus.PeerAddress("unix:path=/run/app")
	if err != nil {
		t.Fatal(err)
	}
	endpoint := bus.Endpoint{Address: peer, Backend: "one"}
	if got := otherBuses([]bus.ConnectionInfo{
		{Endpoint: bus.Endpoint{Address: bus.SystemAddress()}}, {Endpoint: endpoint}, {Endpoint: bus.Endpoint{Address: peer, Backend: "two"}},
	}); len(got) != 1 || got[0] != peer {
		t.Fatalf("the buses of the connections are %v", got)
	}
	spec := bus.CallSpec{Endpoint: endpoint, Call: bus.Call{Path: "/a", Member: "M"}}
	onLoop(t, func() {
		got := &submissions{}
		d := newNewCall(newCallEnv{backends: []string{"one"}, buses: []bus.Address{peer}, submit: got.submit}, &spec)
		defer d.closed()
		if d.fields[present.AddressField].row.Visible() {
			t.Error("the address of a connection is asked for")
		}
		if spec, ok := d.checked(); !ok || spec.Endpoint != endpoint {
			t.Errorf("the endpoint is %+v", spec.Endpoint)
		}
	})
}
