package sshbridge_test

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
)

func dial(t *testing.T, ssh *bustest.SSH, target bus.SSHTarget) *sshbridge.Bridge {
	t.Helper()
	b, err := sshbridge.Dial(t.Context(), target, sshbridge.WithGetenv(ssh.Getenv))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// end reads until the file ends.
func end(t *testing.T, b *sshbridge.Bridge) {
	t.Helper()
	if err := b.File().SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, b.File()); err != nil && !errors.Is(err, syscall.ECONNRESET) {
		t.Fatalf("the bridge's file: %v", err)
	}
}

func checkFailure(t *testing.T, b *sshbridge.Bridge, status int, said ...string) {
	t.Helper()
	err := b.Failure()
	e, ok := errors.AsType[*bus.Error](err)
	if !ok || e.Kind != bus.KindNoServer {
		t.Fatalf("Failure: %v; want one of KindNoServer", err)
	}
	for _, text := range said {
		if !strings.Contains(e.Reason.String(), text) {
			t.Errorf("the message is %q; want %q in it", e.Reason.String(), text)
		}
	}
	exit, ok := errors.AsType[*sshbridge.ExitError](err)
	if !ok || exit.State.ExitCode() != status {
		t.Errorf("Failure: %v; want an ExitError with status %d", err, status)
	}
}

func TestBusIsReachedThroughSSH(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	for name, opts := range map[string][]bustest.SSHOption{
		"as it is installed":           nil,
		"without systemd-stdio-bridge": {bustest.WithoutStdioBridge()},
	} {
		t.Run(name, func(t *testing.T) {
			ssh := bustest.StandInSSH(t, daemon.Address(), opts...)
			b := dial(t, ssh, bus.SSHTarget{Host: bustest.SSHHost})
			if name := greet(t, b); !strings.HasPrefix(name, ":1.") {
				t.Errorf("Hello was answered with %q", name)
			}
			b.Close()
			b.Close()
			if err := b.Failure(); err != nil {
				t.Errorf("Failure after Close: %v", err)
			}
			if _, err := b.File().Write([]byte{0}); !errors.Is(err, os.ErrClosed) {
				t.Errorf("writing after Close: %v", err)
			}
		})
	}
}

func TestEachBusIsAskedFor(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	ssh := bustest.StandInSSH(t, "unix:path=/nonexistent")
	const command = "env SYSTEMD_LOG_TARGET=console systemd-stdio-bridge"
	for _, c := range []struct {
		target    bus.SSHTarget
		arguments string
		options   []string
	}{
		{bus.SSHTarget{}, "", nil},
		{bus.SSHTarget{Bus: "system", User: "me"}, "", []string{"-l me"}},
		{bus.SSHTarget{Bus: "session", Port: 2222}, " --user", []string{"-p 2222"}},
		{bus.SSHTarget{Bus: daemon.Address()}, " --bus-path='" + daemon.Address() + "'", nil},
	} {
		c.target.Host = bustest.SSHHost
		b := dial(t, ssh, c.target)
		if c.target.Bus == daemon.Address() {
			greet(t, b)
		} else {
			end(t, b)
			checkFailure(t, b, 1, "systemd-stdio-bridge failed on tv.local with status 1", "o such file or directory")
		}
		b.Close()
		runs := ssh.Runs(t)
		run := runs[len(runs)-1]
		if run.Host != bustest.SSHHost || run.Command != command+c.arguments || !run.Leads {
			t.Errorf("%+v ran %+v; want %q", c.target, run, command+c.arguments)
		}
		for _, want := range append(c.options, "-T", "-x", "-a", "-o ClearAllForwardings=yes", "-o ControlMaster=no") {
			if !slices.Contains(run.Options, want) {
				t.Errorf("%+v ran ssh with %q; want %s", c.target, run.Options, want)
			}
		}
	}
}

func TestHostThatIsAnOptionIsRefused(t *testing.T) {
	ssh := bustest.StandInSSH(t, "unix:path=/nonexistent")
	for _, target := range []bus.SSHTarget{
		{Host: "-oProxyCommand=touch /tmp/x"}, {}, {Host: "h", User: "-x"}, {Host: "h", Bus: "unixexec:path=/bin/sh"}, {Host: "a b"},
	} {
		b, err := sshbridge.Dial(t.Context(), target, sshbridge.WithGetenv(ssh.Getenv))
		if b != nil || bus.KindOf(err) != bus.KindBadAddress {
			t.Errorf("%+v: %v", target, err)
		}
		if _, ok := errors.AsType[*bus.SyntaxError](err); !ok {
			t.Errorf("%+v: %v has no SyntaxError", target, err)
		}
	}
	if runs := ssh.Runs(t); runs != nil {
		t.Errorf("ssh was run: %+v", runs)
	}
}

func TestUnknownHost(t *testing.T) {
	b := dial(t, bustest.StandInSSH(t, ""), bus.SSHTarget{Host: "elsewhere"})
	end(t, b)
	checkFailure(t, b, 255, "ssh could not reach elsewhere", "\nssh: Could not resolve hostname elsewhere: Name or service not known")
	if text := b.Failure().Error(); strings.ContainsRune(text, '\r') {
		t.Errorf("%q has a control character", text)
	}
}

func TestFarEndWithoutBridge(t *testing.T) {
	b := dial(t, bustest.StandInSSH(t, ""), bus.SSHTarget{Host: bustest.SSHHostBare})
	end(t, b)
	checkFailure(t, b, 127, "systemd-stdio-bridge is not installed on bare.local", "No such file or directory")
}

func TestNoSSH(t *testing.T) {
	folder := t.TempDir()
	for _, path := range []string{"", folder, ".", "relative:" + folder} {
		b, err := sshbridge.Dial(t.Context(), bus.SSHTarget{Host: "h"}, sshbridge.WithGetenv(func(string) string { return path }))
		e, ok := errors.AsType[*bus.Error](err)
		if b != nil || !ok || e.Kind != bus.KindNoServer || e.Reason.String() != "ssh is not installed" || !errors.Is(err, exec.ErrNotFound) {
			t.Errorf("PATH %q: %v", path, err)
		}
	}
}

func TestSSHInAFolderThatIsRelativeDoesNotCount(t *testing.T) {
	ssh := bustest.StandInSSH(t, "")
	t.Chdir(ssh.Dir())
	_, err := sshbridge.Dial(t.Context(), bus.SSHTarget{Host: "h"}, sshbridge.WithGetenv(func(string) string { return ".:" }))
	if !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("Dial: %v", err)
	}
}

func TestSSHThatCannotBeStarted(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(folder+"/ssh", []byte("\x7fELF"), 0o700); err != nil {
		t.Fatal(err)
	}
	before := descriptors(t)
	_, err := sshbridge.Dial(t.Context(), bus.SSHTarget{Host: "h"}, sshbridge.WithGetenv(func(string) string { return folder }))
	if e, ok := errors.AsType[*bus.Error](err); !ok || e.Kind != bus.KindNoServer || e.Reason.String() != "ssh cannot be started" {
		t.Errorf("Dial: %v", err)
	}
	if after := descriptors(t); after != before {
		t.Errorf("%d descriptors are open, %d before", after, before)
	}
}

func TestDialAfterTheEndOfItsContext(t *testing.T) {
	ssh := bustest.StandInSSH(t, "")
	why := errors.New("not wanted any more")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	_, err := sshbridge.Dial(ctx, bus.SSHTarget{Host: "h"}, sshbridge.WithGetenv(ssh.Getenv))
	if bus.KindOf(err) != bus.KindCanceled || !errors.Is(err, why) {
		t.Errorf("Dial: %v", err)
	}
	if runs := ssh.Runs(t); runs != nil {
		t.Errorf("ssh was run: %+v", runs)
	}
}
