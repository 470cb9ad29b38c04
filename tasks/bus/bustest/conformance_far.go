package bustest

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// testAccessibility has a session bus on which the test answers for the
// accessibility bus.
func (s suite) testAccessibility(t *testing.T) {
	session, far := StartDaemon(t), StartDaemon(t)
	dialer := s.newDialer(t, env("DBUS_SESSION_BUS_ADDRESS", session.Address()))
	_, err := dialer.Dial(t.Context(), bus.AccessibilityBus())
	failure(t, err, bus.KindNoSuchName)

	answers := make(chan []bus.Value, 1)
	service, err := godbusconn.NewDialer(godbusconn.WithHandler(func(in *godbusconn.Incoming) {
		if in.Path() != "/org/a11y/bus" || in.Interface() != "org.a11y.Bus" || in.Member() != "GetAddress" || in.Flags()&bus.NoAutoStart != 0 {
			in.Fail("org.freedesktop.DBus.Error.UnknownMethod", "")
			return
		}
		in.Reply(<-answers...)
	})).DialConn(t.Context(), session.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close()
	call(t, service, busMethod("RequestName", bus.String("org.a11y.Bus"), bus.Uint32(0)))

	answers <- []bus.Value{bus.String(far.Address())}
	conn, err := dialer.Dial(t.Context(), bus.AccessibilityBus())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	here := call(t, s.dial(t, far.BusAddress(t)), busMethod("GetId")).Text()
	if there := call(t, conn, busMethod("GetId")).Text(); there != here {
		t.Errorf("the bus that was dialled is %s; want %s", there, here)
	}
	for _, answer := range [][]bus.Value{
		nil,
		{bus.Uint32(1)},
		{bus.String("")},
		{bus.String("nonsense")},
		{bus.String("session")},
		{bus.String("unixexec:path=/bin/true")},
	} {
		answers <- answer
		_, err := dialer.Dial(t.Context(), bus.AccessibilityBus())
		failure(t, err, bus.KindBadAddress)
	}

	// Who is told in the environment, as in a sandbox, need not ask.
	told, err := s.newDialer(t, env("AT_SPI_BUS_ADDRESS", far.Address())).Dial(t.Context(), bus.AccessibilityBus())
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	if there := call(t, told, busMethod("GetId")).Text(); there != here {
		t.Errorf("the bus that was told of is %s; want %s", there, here)
	}
}

// overSSH dials the bus of a stand-in's host.
func (s suite) overSSH(t *testing.T, ssh *SSH, host string) (bus.Dialer, bus.Address) {
	t.Helper()
	address, err := bus.SSHAddress(bus.SSHTarget{Host: host})
	if err != nil {
		t.Fatal(err)
	}
	return s.newDialer(t, ssh.Getenv), address
}

// sshEnds fails the test unless every ssh that was run has ended, and been waited
// for.
func sshEnds(t *testing.T, ssh *SSH) {
	t.Helper()
	for _, run := range ssh.Runs(t) {
		if err := syscall.Kill(run.PID, 0); !errors.Is(err, syscall.ESRCH) {
			t.Errorf("ssh to %s is still there: %v", run.Host, err)
		}
	}
}

func (s suite) testSSH(t *testing.T) {
	for name, opts := range map[string][]SSHOption{"bridge": nil, "bytes": {WithoutStdioBridge()}} {
		t.Run(name, func(t *testing.T) {
			near, daemon := s.start(t)
			ssh := StandInSSH(t, daemon.Address(), opts...)
			dialer, address := s.overSSH(t, ssh, SSHHost)
			before := Descriptors(t)
			conn, err := dialer.Dial(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			if here, there := call(t, near, busMethod("GetId")).Text(), call(t, conn, busMethod("GetId")).Text(); here != there {
				t.Errorf("the bus that was dialled is %s; want %s", there, here)
			}
			call(t, conn, method("Big", bus.Uint32(1<<20)))
			c := method("Describe", bus.Handle(0))
			c.Files = []bus.File{{Path: "/dev/null"}}
			fails(t, conn, c, bus.KindUnsupported)
			call(t, conn, method("Add", bus.Int32(1), bus.Int32(2)))
			conn.Close()
			sshEnds(t, ssh)
			NoneLeft(t, before)
		})
	}
}

// testContainer reaches a bus through a systemd-stdio-bridge that runs here.
func (s suite) testContainer(t *testing.T) {
	near, daemon := s.start(t)
	far := StandInSSH(t, daemon.Address())
	dialer := s.newDialer(t, far.FarGetenv)
	before := Descriptors(t)
	for _, name := range []string{ContainerName, "none"} {
		address, err := bus.ContainerAddress(bus.ContainerTarget{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		conn, err := dialer.Dial(t.Context(), address)
		if name == "none" {
			if e := failure(t, err, bus.KindNoServer); !strings.Contains(e.Reason.String(), "Failed to get machine none") {
				t.Errorf("of a container that there is not, it says %q", e.Reason)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if here, there := call(t, near, busMethod("GetId")).Text(), call(t, conn, busMethod("GetId")).Text(); here != there {
			t.Errorf("the bus that was dialled is %s; want %s", there, here)
		}
		call(t, conn, method("Big", bus.Uint32(1<<20)))
		conn.Close()
	}
	NoneLeft(t, before)
}

func (s suite) testSSHFails(t *testing.T) {
	ssh := StandInSSH(t, "unix:path=/nonexistent")
	before := Descriptors(t)
	for host, want := range map[string]string{
		"nowhere.local": "Could not resolve hostname nowhere.local",
		SSHHostBare:     "systemd-stdio-bridge is not installed",
	} {
		dialer, address := s.overSSH(t, ssh, host)
		_, err := dialer.Dial(t.Context(), address)
		if e := failure(t, err, bus.KindNoServer); !strings.Contains(e.Error(), want) {
			t.Errorf("%s: %v; want %q", host, e, want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	dialer, address := s.overSSH(t, ssh, SSHHostSilent)
	_, err := dialer.Dial(ctx, address)
	failure(t, err, bus.KindTimeout)
	if took := time.Since(begin); took > patience/4 {
		t.Errorf("giving up took %v", took)
	}
	sshEnds(t, ssh)
	NoneLeft(t, before)
}

// testSSHDies ends ssh, which ends the connection and its calls at once.
func (s suite) testSSHDies(t *testing.T) {
	_, daemon := s.start(t)
	ssh := StandInSSH(t, daemon.Address())
	dialer, address := s.overSSH(t, ssh, SSHHost)
	conn, err := dialer.Dial(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ended := goCall(t.Context(), conn, method("NeverAnswer"))
	stats(t, conn, bus.Stats{InFlight: 1})
	begin := time.Now()
	for _, run := range ssh.Runs(t) {
		if err := syscall.Kill(run.PID, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	failure(t, <-ended, bus.KindDisconnected)
	<-conn.Done()
	if took := time.Since(begin); took > patience/4 {
		t.Errorf("the connection lived on for %v", took)
	}
	if err := failure(t, conn.Err(), bus.KindDisconnected); !strings.Contains(err.Error(), "ssh") {
		t.Errorf("Err: %v; want it to tell of ssh", err)
	}
	sshEnds(t, ssh)
}
