package practice_test

import (
	"context"
	"errors"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

func TestHostStartsOneServiceOnly(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	host := practice.NewHost(daemon.BusAddress(t))
	for range 3 {
		if err := host.Ensure(t.Context()); err != nil {
			t.Fatalf("Ensure: %v", err)
		}
	}
	other := practice.NewHost(daemon.BusAddress(t))
	if err := other.Ensure(t.Context()); err != nil {
		t.Fatalf("Ensure where another serves: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatalf("Close of the one that serves nothing: %v", err)
	}
	if _, err := gdbus(t, daemon, string(practice.Interface)+".Add", "1", "2"); err != nil {
		t.Fatalf("the service is gone: %v", err)
	}
	if err := host.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	if err := host.Ensure(t.Context()); !errors.Is(err, bus.ErrClosed) {
		t.Fatalf("Ensure after Close = %v, want ErrClosed", err)
	}
}

func TestHostWithoutAnAddress(t *testing.T) {
	host := practice.NewHost(bus.Address{})
	if err := host.Ensure(t.Context()); bus.KindOf(err) != bus.KindBadAddress {
		t.Fatalf("Ensure without an address = %v, want KindBadAddress", err)
	}
	if err := host.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error)
	go func() { result <- practice.Run(ctx, daemon.BusAddress(t)) }()
	waitFor(t, func() bool {
		_, err := gdbus(t, daemon, "org.freedesktop.DBus.Peer.Ping")
		return err == nil
	})
	cancel()
	if err := <-result; err != nil {
		t.Fatalf("Run = %v, want nil at the end of its context", err)
	}
}

func TestRunEndsWithItsBus(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	result := make(chan error)
	go func() { result <- practice.Run(t.Context(), daemon.BusAddress(t)) }()
	waitFor(t, func() bool {
		_, err := gdbus(t, daemon, "org.freedesktop.DBus.Peer.Ping")
		return err == nil
	})
	daemon.Kill()
	if err := <-result; bus.KindOf(err) != bus.KindDisconnected {
		t.Fatalf("Run = %v, want KindDisconnected", err)
	}
}
