package uitest

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	service "github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

// withoutDisplay is a command of the program where GTK could not start.
func withoutDisplay(t *testing.T, daemon *bustest.Daemon, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*grace)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, builtProgram(t), args...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "DISPLAY=") || strings.HasPrefix(variable, "WAYLAND_DISPLAY=")
	})
	cmd.Env = append(cmd.Env, "DBUS_SESSION_BUS_ADDRESS="+daemon.Address(), "LC_ALL=C.UTF-8", "LANGUAGE=")
	return cmd
}

// practiceDaemon is a private bus with the practice service.
func practiceDaemon(t *testing.T) *bustest.Daemon {
	t.Helper()
	daemon := bustest.StartDaemon(t)
	serving, err := service.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { serving.Close() })
	return daemon
}

// onPractice is the operands of "call" for a method of the practice service.
func onPractice(method string, args ...string) []string {
	c := practiceCall(method, "")
	return append([]string{c.destination, c.path, c.iface, c.method}, args...)
}

func TestVerbsNeedNoDisplay(t *testing.T) {
	daemon := practiceDaemon(t)
	for _, c := range []struct {
		args     []string
		out, err string // that it begins with
		status   int
	}{
		{append([]string{"call"}, onPractice("Add", "40", "2")...), "(42,)\n", "", 0},
		{append([]string{"call", "--json", "--backend", "gdbus"}, onPractice("Add", "40", "2")...), `{"type":"i","data":[42],`, "", 0},
		{append([]string{"call"}, onPractice("Fail", "a.b.C", "no")...), "", "bellhop call: The service reported an error.\na.b.C: no\n", 1},
		{[]string{"list", "--acquired"}, "NAME ", "", 0},
		{[]string{"ring"}, "", `bellhop: what is "ring"?`, 2},
		{[]string{"--nothing"}, "", "flag provided but not defined: -nothing", 2},
		{[]string{"list", "--bus", "unix:path=/nonexistent/bus"}, "", "bellhop list: The bus could not be reached.\n", 3},
		{[]string{"--help"}, "usage: bellhop [OPTION]\n", "", 0},
		{[]string{"help", "call"}, "usage: bellhop call [OPTION...] DESTINATION ", "", 0},
		{[]string{"--version"}, "bellhop ", "", 0},
	} {
		cmd := withoutDisplay(t, daemon, c.args...)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		err := cmd.Run()
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != c.status {
			t.Errorf("%q ended with %v, want the status %d", c.args, err, c.status)
		}
		if !begins(out.String(), c.out) || !begins(errs.String(), c.err) {
			t.Errorf("%q wrote %q and %q, want %q and %q", c.args, out.String(), errs.String(), c.out, c.err)
		}
	}
}

// begins reports whether text begins with want, and is empty if want is.
func begins(text, want string) bool {
	return strings.HasPrefix(text, want) && (text == "") == (want == "")
}

func TestInterruptEndsAVerb(t *testing.T) {
	daemon := practiceDaemon(t)
	for _, backend := range []string{"godbus", "gdbus"} {
		t.Run(backend, func(t *testing.T) {
			monitor := withoutDisplay(t, daemon, "monitor", "--limit", "1", "member='NeverAnswer'")
			errs, err := monitor.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := monitor.Start(); err != nil {
				t.Fatal(err)
			}
			said, _ := bufio.NewReader(errs).ReadString('\n')
			args := append([]string{"call", "--backend", backend, "--timeout", "none", "--signature", ""}, onPractice("NeverAnswer")...)
			call := withoutDisplay(t, daemon, args...)
			var out, words bytes.Buffer
			call.Stdout, call.Stderr = &out, &words
			if err := call.Start(); err != nil {
				t.Fatal(err)
			}
			if err := monitor.Wait(); err != nil { // it ends when it sees the call
				t.Fatalf("the monitor, which says %q: %v", said, err)
			}
			if err := call.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			call.Wait() // ProcessState tells all that matters
			if got := call.ProcessState.ExitCode(); got != 130 || out.String() != "" || words.String() != "bellhop call: interrupted\n" {
				t.Errorf("it ended with %d, and wrote %q and %q", got, out.String(), words.String())
			}
		})
	}
}
