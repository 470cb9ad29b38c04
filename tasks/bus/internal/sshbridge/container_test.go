package sshbridge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
)

func TestArgumentsForAContainer(t *testing.T) {
	for _, c := range []struct {
		target bus.ContainerTarget
		want   []string
	}{
		{bus.ContainerTarget{Name: "web"}, []string{"--system", "--machine=web"}},
		{bus.ContainerTarget{Name: "web", User: "me", Bus: "session"}, []string{"--user", "--machine=me@web"}},
	} {
		if got := sshbridge.ContainerArguments(c.target); !slices.Equal(got, c.want) {
			t.Errorf("%+v is reached with %q, want %q", c.target, got, c.want)
		}
	}
}

func TestBusOfAContainer(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	far := bustest.StandInSSH(t, daemon.Address())
	for _, target := range []bus.ContainerTarget{{Name: bustest.ContainerName}, {Name: bustest.ContainerName, Bus: "session"}} {
		b, err := sshbridge.DialContainer(t.Context(), target, sshbridge.WithGetenv(far.FarGetenv))
		if err != nil {
			t.Fatal(err)
		}
		if name := greet(t, b); !strings.HasPrefix(name, ":1.") {
			t.Errorf("Hello was answered with %q", name)
		}
		b.Close()
	}
	b, err := sshbridge.DialContainer(t.Context(), bus.ContainerTarget{Name: "none"}, sshbridge.WithGetenv(far.FarGetenv))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	end(t, b)
	checkFailure(t, b, 1, "systemd-stdio-bridge could not reach the container none", "Failed to get machine none")

	_, err = sshbridge.DialContainer(t.Context(), bus.ContainerTarget{Name: "-M"}, sshbridge.WithGetenv(far.FarGetenv))
	if bus.KindOf(err) != bus.KindBadAddress {
		t.Errorf("a container that is an option: %v", err)
	}
	_, err = sshbridge.DialContainer(t.Context(), bus.ContainerTarget{Name: "web"}, sshbridge.WithGetenv(func(string) string { return "" }))
	if bus.KindOf(err) != bus.KindNoServer || !strings.Contains(err.Error(), "systemd-stdio-bridge is not installed") {
		t.Errorf("without the program: %v", err)
	}
}
