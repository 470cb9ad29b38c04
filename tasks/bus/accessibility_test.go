package bus_test

import (
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

func TestAccessibilityAddress(t *testing.T) {
	const address = "unix:path=/run/user/0/at-spi/bus_0,guid=0123456789abcdef0123456789abcdef"
	conn := bustest.NewConn(func(p *bustest.Pending) {
		if p.Call.Destination != "org.a11y.Bus" || p.Call.Path != "/org/a11y/bus" || p.Call.Member != "GetAddress" {
			t.Errorf("%+v was called", p.Call)
		}
		p.Reply(bus.String(address))
	})
	got, err := bus.AccessibilityAddress(t.Context(), conn)
	if err != nil || got.Kind() != bus.AddressCustom || got.String() != address {
		t.Errorf("%v, %v; want the address", got, err)
	}
}

func TestAccessibilityAddressIsChecked(t *testing.T) {
	for _, answer := range [][]bus.Value{
		nil,
		{bus.String("")},
		{bus.String("session")},
		{bus.String("peer:unix:path=/x")},
		{bus.String("unixexec:path=/bin/sh")},
		{bus.Int32(1)},
		{bus.String("unix:path=/x"), bus.Int32(1)},
	} {
		conn := bustest.NewConn(func(p *bustest.Pending) { p.Reply(answer...) })
		got, err := bus.AccessibilityAddress(t.Context(), conn)
		if got != (bus.Address{}) || bus.KindOf(err) != bus.KindBadAddress {
			t.Errorf("%v gave %v, %v; want KindBadAddress", answer, got, err)
		}
	}
}
