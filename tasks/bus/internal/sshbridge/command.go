package sshbridge

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// find looks for ssh in the folders of a PATH. Those that are relative do not
// count: what lies in them is anybody's.
func find(path string) (string, error) {
	for _, dir := range filepath.SplitList(path) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if found, err := exec.LookPath(filepath.Join(dir, "ssh")); err == nil {
			return found, nil
		}
	}
	return "", exec.ErrNotFound
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
