package bustest

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The hosts that a stand-in ssh knows. It fails for any other as ssh does for a
// name that does not exist.
const (
	SSHHost         = "tv.local"       // the bus is there
	SSHHostBare     = "bare.local"     // systemd-stdio-bridge is not installed there
	SSHHostSilent   = "silent.local"   // nothing ever comes from there
	SSHHostStubborn = "stubborn.local" // the same, and ssh does not end when asked to
)

// ContainerName is the one container that a stand-in systemd-stdio-bridge knows.
const ContainerName = "web"

// SSH stands in for the system's ssh, which would need another host. What runs is
// the test's own program under another name, so a package that uses it must not
// do much before its tests are run.
type SSH struct{ dir string }

// SSHRun is one time that a stand-in was run.
type SSHRun struct {
	PID     int
	Options []string // each with its value, if it has one: "-T", "-o ControlMaster=no"
	Host    string
	Command string // what the shell of the far end is given
	Leads   bool   // whether it was started in a group of processes of its own
}

// SSHOption changes what [StandInSSH] sets up.
type SSHOption func(*standIn)

// WithoutStdioBridge has the far end pass bytes between ssh and the bus even where
// the real systemd-stdio-bridge is installed, which takes a part in the
// conversation.
func WithoutStdioBridge() SSHOption {
	return func(s *standIn) { s.Bridge = "" }
}

// StandInSSH sets up a program called ssh that reads its arguments as the real one
// does, and reaches the bus at a D-Bus address whichever bus of SSHHost it is
// asked for, unless it is asked for one by its address. Nothing but bytes passes
// through it.
func StandInSSH(tb testing.TB, address string, opts ...SSHOption) *SSH {
	tb.Helper()
	config := standIn{Address: address}
	if path, err := exec.LookPath(stdioBridge); err == nil {
		config.Bridge = path
	}
	for _, opt := range opts {
		opt(&config)
	}
	dir := tb.TempDir()
	if err := config.write(dir); err != nil {
		tb.Fatalf("setting up an ssh: %v", err)
	}
	return &SSH{dir}
}

// Dir is the directory to put on a PATH.
func (s *SSH) Dir() string { return s.dir }

// Getenv is os.Getenv, but for a PATH on which the stand-in comes first.
func (s *SSH) Getenv(name string) string {
	value := os.Getenv(name)
	if name == "PATH" {
		return s.dir + string(filepath.ListSeparator) + value
	}
	return value
}

// FarGetenv is os.Getenv over there, where the stand-in is systemd-stdio-bridge.
func (s *SSH) FarGetenv(name string) string {
	if name == "PATH" {
		return filepath.Join(s.dir, farDir)
	}
	return os.Getenv(name)
}

// Runs tells how ssh was run so far, in the order in which that was.
func (s *SSH) Runs(tb testing.TB) []SSHRun {
	tb.Helper()
	file, err := os.Open(filepath.Join(s.dir, runsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		tb.Fatalf("reading how ssh was run: %v", err)
	}
	defer file.Close()
	var runs []SSHRun
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var run SSHRun
		if err := json.Unmarshal(lines.Bytes(), &run); err != nil {
			tb.Fatalf("reading how ssh was run: %v", err)
		}
		runs = append(runs, run)
	}
	return runs
}
