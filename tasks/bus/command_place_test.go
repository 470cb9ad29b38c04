package bus_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

func TestCommandsReachTheAccessibilityBus(t *testing.T) {
	session, daemon := bustest.StartDaemon(t), bustest.StartDaemon(t)
	startService(t, session, "org.a11y.Bus", func(in *godbusconn.Incoming) {
		if in.Interface() == "org.a11y.Bus" && in.Member() == "GetAddress" && in.Path() == "/org/a11y/bus" {
			in.Reply(bus.String(daemon.Address()))
			return
		}
		in.Fail("org.freedesktop.DBus.Error.UnknownMethod", "There is only GetAddress.")
	})
	recorder := startRecorder(t, daemon)
	for _, tool := range tools {
		recorder.arrives(t, session, tool, bus.AccessibilityBus(), recorded(bus.String("x")))
	}
}

func TestCommandsReachAnotherHost(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	ssh := bustest.StandInSSH(t, daemon.Address())
	address, err := bus.SSHAddress(bus.SSHTarget{Host: bustest.SSHHost, Port: 2222})
	if err != nil {
		t.Fatal(err)
	}
	recorder.arrives(t, daemon, bus.ToolBusctl, address, recorded(bus.String("x")), "PATH="+ssh.Getenv("PATH"))
	runs := ssh.Runs(t)
	if len(runs) != 1 || runs[0].Host != bustest.SSHHost || !slices.Contains(runs[0].Options, "-p 2222") {
		t.Errorf("ssh was run as %+v", runs)
	}
}

// There is no container to be had in a test: busctl says that it has looked for it.
func TestCommandsLookForAContainer(t *testing.T) {
	lookForContainer(t, "container:name=nonesuch")
	lookForContainer(t, "container:name=nonesuch,user=me,bus=session")
}

func lookForContainer(t *testing.T, text string) {
	t.Helper()
	address, err := bus.ParseAddress(text)
	if err != nil {
		t.Fatal(err)
	}
	command, err := bus.CallCommand(bus.ToolBusctl, address, recorded(bus.String("x")), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, "/bin/sh", "-c", command).CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 || !strings.Contains(string(out), "machine") {
		t.Errorf("%s: %v, and it says %s", command, err, out)
	}
}

// A bus is a peer to who has not said Hello to it, which it answers once.
func TestCommandsReachAPeer(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	address, err := bus.PeerAddress(daemon.Address())
	if err != nil {
		t.Fatal(err)
	}
	command, err := bus.CallCommand(bus.ToolDBusSend, address, bus.Call{
		Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: "Hello",
	}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if out := shell(t, daemon, command); !strings.Contains(out, `string ":1.`) {
		t.Errorf("%s gives %s, want a name", command, out)
	}
}

func TestCommandsOfGDBusTakeFilesAlong(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	files := make(chan []bus.FileInfo, 1)
	startService(t, daemon, recorderName, func(in *godbusconn.Incoming) {
		if in.Member() == "M" {
			files <- in.Files()
		}
		in.Reply()
	})
	call := recorded(bus.Handle(1), bus.String("x"), bus.Handle(0))
	for i, name := range []string{"it's $HOME", "-n é"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, make([]byte, 10+i), 0o600); err != nil {
			t.Fatal(err)
		}
		call.Files = append(call.Files, bus.File{Path: path, Writable: i == 1})
	}
	command, err := bus.CallCommand(bus.ToolGDBus, bus.SessionAddress(), call, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	shell(t, daemon, command)
	got := <-files
	if len(got) != 2 || got[0].Name != call.Files[1].Path || got[0].Size != 11 || got[1].Name != call.Files[0].Path || got[1].Size != 10 {
		t.Errorf("%s\ntakes along %+v", command, got)
	}
}

func TestCommandsGiveUp(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	startPractice(t, daemon)
	for _, tool := range tools {
		command, err := bus.CallCommand(tool, bus.SessionAddress(), practiceCall("NeverAnswer"), 200*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if out, err := shellFails(t, daemon, command); err == nil {
			t.Errorf("%s succeeds with %s", command, out)
		}
		if took := time.Since(start); took < 200*time.Millisecond {
			t.Errorf("%s gives up after %v, want 200 ms or 1 s", command, took)
		}
	}
}

func startPractice(t *testing.T, daemon *bustest.Daemon) {
	t.Helper()
	service, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close() })
}

func practiceCall(member bus.Member, args ...bus.Value) bus.Call {
	return bus.Call{
		Destination: bus.PracticeName, Path: bus.PracticePath, Interface: bus.PracticeInterface,
		Member: member, Args: args,
	}
}
