package bustest_test

import (
	"net"
	"path/filepath"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

func TestDaemonsAreApart(t *testing.T) {
	first, second := bustest.StartDaemon(t), bustest.StartDaemon(t)
	if first.Address() == second.Address() {
		t.Fatalf("both listen at %s", first.Address())
	}
	first.Kill()
	first.Kill()
	first.Stop()
	if _, err := net.Dial("unix", filepath.Join(first.Dir(), "bus")); err == nil {
		t.Error("the daemon that was killed still listens")
	}
	conn, err := godbusconn.NewDialer().Dial(t.Context(), second.BusAddress(t))
	if err != nil {
		t.Fatalf("the other daemon: %v", err)
	}
	conn.Close()
}

func TestDaemonStops(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	conn, err := godbusconn.NewDialer().Dial(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	daemon.Stop()
	<-conn.Done()
	if kind := bus.KindOf(conn.Err()); kind != bus.KindDisconnected {
		t.Errorf("Err: %v; want KindDisconnected", conn.Err())
	}
}
