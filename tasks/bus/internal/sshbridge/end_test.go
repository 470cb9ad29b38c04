package sshbridge_test

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// run waits until ssh has been run.
func run(t *testing.T, ssh *bustest.SSH) bustest.SSHRun {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if runs := ssh.Runs(t); len(runs) > 0 {
			return runs[0]
		}
	}
	t.Fatal("ssh was not run")
	return bustest.SSHRun{}
}

// descriptors counts those that this process has open.
func descriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func isAlive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

func TestCloseEndsSSHThatHangs(t *testing.T) {
	for host, signal := range map[string]syscall.Signal{
		bustest.SSHHostSilent:   syscall.SIGTERM,
		bustest.SSHHostStubborn: syscall.SIGKILL,
	} {
		t.Run(host, func(t *testing.T) {
			ssh := bustest.StandInSSH(t, "")
			b := dial(t, ssh, bus.SSHTarget{Host: host})
			ctx, cancel := context.WithCancel(t.Context())
			defer context.AfterFunc(ctx, b.Close)()
			pid := run(t, ssh).PID
			cancel()
			// The end of the context closes the file under who reads.
			if _, err := b.File().Read(make([]byte, 1)); err == nil {
				t.Error("something was read")
			}
			b.Close()
			if got := b.EndedBy(); got != signal {
				t.Errorf("ssh was ended by %v, want %v", got, signal)
			}
			if isAlive(pid) {
				t.Error("ssh still runs")
			}
			if err := b.Failure(); err != nil {
				t.Errorf("Failure: %v", err)
			}
		})
	}
}

func TestSSHThatDies(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	ssh := bustest.StandInSSH(t, daemon.Address())
	b := dial(t, ssh, bus.SSHTarget{Host: bustest.SSHHost})
	greet(t, b)
	if err := syscall.Kill(run(t, ssh).PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	end(t, b)
	checkFailure(t, b, -1, "ssh was ended by a signal")
}

func TestBusThatEndsOverThere(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	b := dial(t, bustest.StandInSSH(t, daemon.Address()), bus.SSHTarget{Host: bustest.SSHHost})
	greet(t, b)
	daemon.Kill()
	end(t, b)
	if err := b.Failure(); bus.KindOf(err) != bus.KindNoServer {
		t.Errorf("Failure: %v", err)
	}
}

func TestNoFailureWhileSSHRuns(t *testing.T) {
	ssh := bustest.StandInSSH(t, "")
	b := dial(t, ssh, bus.SSHTarget{Host: bustest.SSHHostSilent})
	if err := b.Failure(); err != nil {
		t.Errorf("Failure: %v", err)
	}
}

func TestNothingIsLeftOpen(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	ssh := bustest.StandInSSH(t, daemon.Address())
	greet(t, dial(t, ssh, bus.SSHTarget{Host: bustest.SSHHost})) // what is opened once
	before := descriptors(t)
	for _, host := range []string{bustest.SSHHost, bustest.SSHHostBare, bustest.SSHHostSilent, "elsewhere"} {
		b := dial(t, ssh, bus.SSHTarget{Host: host})
		if host == bustest.SSHHost {
			greet(t, b)
		}
		b.Close()
	}
	if after := descriptors(t); after != before {
		t.Errorf("%d descriptors are open, %d before", after, before)
	}
}
