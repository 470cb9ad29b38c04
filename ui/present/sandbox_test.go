package present

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestSandboxSaysWhatHelps(t *testing.T) {
	refused := errors.New("connection refused")
	for _, test := range []struct {
		why                       bus.SandboxError
		sentence, message, reason string
	}{
		{bus.SandboxError{Shut: bus.ShutNetwork}, "from the network", "--share=network a.b", "No network in the sandbox"},
		{bus.SandboxError{Shut: bus.ShutSSH}, "has no ssh", "refused", "No ssh in the sandbox"},
		{bus.SandboxError{Shut: bus.ShutContainers}, "into containers", "refused", "No way into containers in the sandbox"},
		{bus.SandboxError{Shut: bus.ShutFile, Path: "/run/x/bus"}, "file or socket", "--filesystem=/run/x a.b", "Not in the sandbox"},
		{bus.SandboxError{Shut: bus.ShutProcesses}, "hides this", "refused", "Hidden by the sandbox"},
	} {
		test.why.Sandbox.App, test.why.Err = "a.b", refused
		err := fmt.Errorf("connect: %w", &bus.Error{Kind: bus.KindNoServer, Err: &test.why})
		got := failureOf(at(tasks.Failed, withErr(err)))
		if !strings.Contains(got.Sentence, test.sentence) || !strings.Contains(got.Message, test.message) ||
			!strings.HasSuffix(got.Message, refused.Error()) {
			t.Errorf("Shut %d: %+v", test.why.Shut, got)
		}
		if reason := shortReason(err); reason != test.reason {
			t.Errorf("Shut %d: the reason is %q, want %q", test.why.Shut, reason, test.reason)
		}
	}
}

func TestOwnerFactsSayWhatTheSandboxHides(t *testing.T) {
	why := &bus.SandboxError{Shut: bus.ShutProcesses, Err: bus.ErrOtherMachine}
	got := OwnerFacts(bus.Credentials{Owner: ":1.5", PID: 7, UID: -1, Missing: []bus.Missing{{What: "Command", Err: why}, {What: "Unit", Err: why}}})
	if want := ":1.5 · PID 7\nCommand: Hidden by the sandbox"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
