package ui

import (
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestMeterText(t *testing.T) {
	for _, test := range []struct {
		running, rate int
		late          time.Duration
		want          string
	}{
		{12, 940, 1200 * time.Microsecond, "12 running · 940 done/s · window 1.2 ms late"},
		{0, 0, 0, "0 running · 0 done/s · window 0.0 ms late"},
		{1, 2, 1500 * time.Millisecond, "1 running · 2 done/s · window 1,500 ms late"},
	} {
		if got := meterText(test.running, test.rate, test.late); got != test.want {
			t.Errorf("it is %q, want %q", got, test.want)
		}
	}
}

func TestConnectActionKeepsTheEndpoint(t *testing.T) {
	custom, err := bus.ParseAddress("unix:path=/tmp/it%27s%20mine")
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []bus.Address{bus.SessionAddress(), bus.SystemAddress(), custom} {
		name, target, err := gio.ActionParseDetailedName(on(connectAction, bus.Endpoint{Address: address, Backend: `a "backend" of O'Hara's`}))
		if err != nil {
			t.Fatal(err)
		}
		if name != "win."+connectAction {
			t.Errorf("the action is %q, want %q", name, connectAction)
		}
		got, err := endpointOf(target)
		if want := (bus.Endpoint{Address: address, Backend: `a "backend" of O'Hara's`}); err != nil || got != want {
			t.Errorf("the endpoint is %v, %v; want %v", got, err, want)
		}
	}
}

func TestLostTitle(t *testing.T) {
	session := bus.ConnectionInfo{Endpoint: bus.Endpoint{Address: bus.SessionAddress()}, State: bus.Lost}
	system := bus.ConnectionInfo{Endpoint: bus.Endpoint{Address: bus.SystemAddress()}, State: bus.Lost}
	failed := bus.ConnectionInfo{State: bus.Failed}
	for _, test := range []struct {
		all  []bus.ConnectionInfo
		want string
	}{
		{nil, ""},
		{[]bus.ConnectionInfo{failed}, ""},
		{[]bus.ConnectionInfo{failed, session}, "Connection lost: Session"},
		{[]bus.ConnectionInfo{session, system}, "2 connections lost"},
	} {
		if got := lostTitle(lostOf(test.all)); got != test.want {
			t.Errorf("the banner says %q, want %q", got, test.want)
		}
	}
}
