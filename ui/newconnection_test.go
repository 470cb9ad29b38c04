package ui

import (
	"testing"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// withNewConnection shows New Connection over a window and hands it to f, on the
// main loop.
func withNewConnection(t *testing.T, f func(d *newConnection, got *[]bus.Endpoint)) {
	t.Helper()
	onLoop(t, func() {
		window := adw.NewWindow()
		window.Present()
		defer window.Destroy()
		var got []bus.Endpoint
		d := newNewConnection([]string{"one", "two"}, func(endpoint bus.Endpoint) { got = append(got, endpoint) })
		d.dialog.Present(window)
		f(d, &got)
		if d.dialog != nil {
			d.dialog.ForceClose()
		}
		d.submit() // a handler that comes late
		d.edited()
	})
}

func TestNewConnectionAsksForWhatTheKindNeeds(t *testing.T) {
	withNewConnection(t, func(d *newConnection, _ *[]bus.Endpoint) {
		for _, kind := range present.ConnectionKinds() {
			d.kind.SetSelected(uint(kind))
			for field, f := range d.fields {
				if want := d.form().Uses(present.ConnectionField(field)); f.row.Visible() != want {
					t.Errorf("%s: field %d is visible: %v", kind.Title(), field, !want)
				}
			}
			if want := kind != present.ToPeer; d.means.Visible() != want {
				t.Errorf("%s: there is a choice of backend: %v", kind.Title(), !want)
			}
		}
	})
}

func TestNewConnectionOverSSH(t *testing.T) {
	withNewConnection(t, func(d *newConnection, got *[]bus.Endpoint) {
		d.kind.SetSelected(uint(present.OverSSH))
		d.fields[present.ConnectionHost].row.SetText("-evil")
		d.fields[present.ConnectionPort].row.SetText("no")
		if d.fields[present.ConnectionHost].reason != "" {
			t.Error("what is being written is marked before anybody has pressed Connect")
		}
		d.submit()
		for _, field := range []present.ConnectionField{present.ConnectionHost, present.ConnectionPort} {
			if f := d.fields[field]; f.reason == "" || !f.reasonRow.Visible() {
				t.Errorf("field %d is wrong, and does not say so", field)
			}
		}
		d.fields[present.ConnectionHost].row.SetText("tv.local")
		if reason := d.fields[present.ConnectionHost].reason; reason != "" {
			t.Errorf("what is right again says %q", reason)
		}
		d.fields[present.ConnectionPort].row.SetText("2222")
		d.backend.SetSelected(1)
		d.submit()
		d.submit() // pressed again while the dialog fades away
		want, err := bus.ParseAddress("ssh:host=tv.local,port=2222")
		if err != nil {
			t.Fatal(err)
		}
		if len(*got) != 1 || (*got)[0] != (bus.Endpoint{Address: want, Backend: "two"}) {
			t.Errorf("it connects to %v", *got)
		}
	})
}

func TestTroubleOf(t *testing.T) {
	at := func(address bus.Address, state bus.ConnectionState, full bool) bus.ConnectionInfo {
		return bus.ConnectionInfo{Endpoint: bus.Endpoint{Address: address}, State: state, Full: full}
	}
	lost := at(bus.SessionAddress(), bus.Lost, false)
	full := at(bus.SystemAddress(), bus.Connected, true)
	fine := at(bus.AccessibilityBus(), bus.Connected, false)
	if got := troubleOf([]bus.ConnectionInfo{fine}); got != (trouble{}) {
		t.Errorf("nothing is wrong, and it says %+v", got)
	}
	if got := troubleOf([]bus.ConnectionInfo{fine, full}); got.full != full.Endpoint || got.button != "_Reset Connection" || got.title == "" {
		t.Errorf("of a full connection it says %+v", got)
	}
	if got := troubleOf([]bus.ConnectionInfo{full, lost}); got.full != (bus.Endpoint{}) || got.button != "_Reconnect" {
		t.Errorf("of a lost connection it says %+v", got)
	}
}
