package sshbridge

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// way is a program that reaches a bus elsewhere.
type way struct {
	program string
	args    []string
	far     string // what it reaches: a host, a container
	// reason says why it has ended with a status.
	reason func(far string, status int) bus.Reason
}

// find looks for a program in the folders of a PATH. Those that are relative do not
// count: what lies in them is anybody's.
func find(program, path string) (string, error) {
	for _, dir := range filepath.SplitList(path) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if found, err := exec.LookPath(filepath.Join(dir, program)); err == nil {
			return found, nil
		}
	}
	return "", exec.ErrNotFound
}

// containerArguments gives those of systemd-stdio-bridge on this machine.
func containerArguments(target bus.ContainerTarget) []string {
	machine, which := target.Name, "--system"
	if target.User != "" {
		machine = target.User + "@" + machine
	}
	if target.Bus == "session" {
		which = "--user"
	}
	return []string{which, "--machine=" + machine}
}

// arguments gives those of ssh. What the target holds comes as the value of an
// option, or after the end of the options.
func arguments(target bus.SSHTarget) []string {
	args := []string{
		"-T", "-x", "-a", "-o", "ClearAllForwardings=yes",
		// A command of the person's own for this host would stand in the way.
		"-o", "RemoteCommand=none",
		// Connections that there are may be shared, but one that others came to
		// share would end with us.
		"-o", "ControlMaster=no",
		// A host that is gone without farewell is noticed within a minute.
		"-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3",
	}
	if target.Port != 0 {
		args = append(args, "-p", strconv.Itoa(int(target.Port)))
	}
	if target.User != "" {
		args = append(args, "-l", target.User)
	}
	return append(args, "--", target.Host, farCommand(target.Bus))
}

// farCommand is what the shell of the far end runs.
func farCommand(address string) string {
	// It would tell the journal over there alone what it fails of.
	const command = "env SYSTEMD_LOG_TARGET=console " + bridgeName
	switch address {
	case "", "system":
		return command
	case "session":
		return command + " --user"
	}
	return command + " --bus-path='" + inQuotes.Replace(address) + "'"
}

const bridgeName = "systemd-stdio-bridge"

// inQuotes writes a D-Bus address so that it stands between single quotes in any
// shell: it has no quote anyway, but some shells read a backslash there.
var inQuotes = strings.NewReplacer(`\`, "%5c", "'", "%27", "!", "%21")
