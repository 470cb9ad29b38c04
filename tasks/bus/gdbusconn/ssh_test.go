package gdbusconn_test

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
)

func dialSSH(ctx context.Context, t testing.TB, ssh *bustest.SSH, host string) (bus.Conn, error) {
	t.Helper()
	address, err := bus.SSHAddress(bus.SSHTarget{Host: host})
	if err != nil {
		t.Fatal(err)
	}
	return gdbusconn.NewDialer(loop, gdbusconn.WithGetenv(ssh.Getenv)).Dial(ctx, address)
}

// ends fails the test unless every ssh that was run has ended.
func ends(t *testing.T, ssh *bustest.SSH) {
	t.Helper()
	for _, run := range ssh.Runs(t) {
		if err := syscall.Kill(run.PID, 0); !errors.Is(err, syscall.ESRCH) {
			t.Errorf("ssh still runs: %v", err)
		}
	}
}

// TestSSH goes through the real systemd-stdio-bridge, and through one that takes no
// part in the conversation.
func TestSSH(t *testing.T) {
	for name, opts := range map[string][]bustest.SSHOption{
		"bridge": nil,
		"bytes":  {bustest.WithoutStdioBridge()},
	} {
		t.Run(name, func(t *testing.T) {
			daemon := bustest.StartDaemon(t)
			ssh := bustest.StandInSSH(t, daemon.Address(), opts...)
			call(t, dial(t, daemon.BusAddress(t)), busCall("GetId")) // GDBus's first thread stays
			before := openFiles(t)
			conn, err := dialSSH(t.Context(), t, ssh, bustest.SSHHost)
			if err != nil {
				t.Fatal(err)
			}
			if !conn.UniqueName().IsUnique() {
				t.Errorf("the unique name is %q", conn.UniqueName())
			}
			for range 100 {
				call(t, conn, busCall("GetId"))
			}
			c := busCall("GetId")
			c.Files = []bus.File{{Path: "/dev/null"}}
			if _, err := conn.Call(t.Context(), c); bus.KindOf(err) != bus.KindUnsupported {
				t.Errorf("files through ssh: %v; want KindUnsupported", err)
			}
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
			ends(t, ssh)
			noneLeft(t, before)
		})
	}
}

func TestSSHDies(t *testing.T) {
	ssh := bustest.StandInSSH(t, bustest.StartDaemon(t).Address())
	conn, err := dialSSH(t.Context(), t, ssh, bustest.SSHHost)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, run := range ssh.Runs(t) {
		if err := syscall.Kill(run.PID, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-conn.Done():
	case <-time.After(patience):
		t.Fatal("the connection lives on without ssh")
	}
	err = conn.Err()
	if _, ok := errors.AsType[*sshbridge.ExitError](err); !ok || bus.KindOf(err) != bus.KindDisconnected {
		t.Errorf("Err: %v; want that ssh ended", err)
	}
}

func TestSSHFails(t *testing.T) {
	ssh := bustest.StandInSSH(t, "unix:path=/nonexistent")
	for host, want := range map[string]string{
		"nowhere.local":     "Could not resolve hostname nowhere.local",
		bustest.SSHHostBare: "systemd-stdio-bridge is not installed",
	} {
		conn, err := dialSSH(t.Context(), t, ssh, host)
		if conn != nil || bus.KindOf(err) != bus.KindNoServer || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", host, err, want)
		}
	}
	ends(t, ssh)
}

func TestSSHIsCanceled(t *testing.T) {
	ssh := bustest.StandInSSH(t, "unix:path=/nonexistent")
	before := openFiles(t)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	conn, err := dialSSH(ctx, t, ssh, bustest.SSHHostSilent)
	if conn != nil || bus.KindOf(err) != bus.KindTimeout {
		t.Errorf("%v; want KindTimeout", err)
	}
	ends(t, ssh)
	noneLeft(t, before)
}
