package sshbridge_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
	"pgregory.net/rapid"
)

// A D-Bus address reaches systemd-stdio-bridge as one argument, and means the same.
func TestAddressIsOneArgumentToAShell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		address := rapid.StringMatching(`unix:path=/[a-z\\*%2741$]{0,12};tcp:host=[\\*a]{1,4},port=1,a-b=\\`).Draw(t, "address")
		target := bus.SSHTarget{Host: "h", Bus: address}
		if target.Validate() != nil {
			return
		}
		args := sshbridge.Arguments(target)
		command := strings.Replace(args[len(args)-1], "systemd-stdio-bridge", "printf %s.", 1)
		got, err := exec.Command("/bin/sh", "-c", command).Output()
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		want := "--bus-path=" + strings.ReplaceAll(address, `\`, "%5c") + "."
		if string(got) != want {
			t.Fatalf("%s gives %q, want %q", command, got, want)
		}
	})
}
