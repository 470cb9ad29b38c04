package bus

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Sandbox is what keeps this process apart from the rest of the machine.
type Sandbox struct {
	App     string // by which name its permissions are changed
	Network bool   // whether it may use the network
}

// SandboxError is why something cannot be had that is there outside the sandbox.
// What it came from is in its tree.
type SandboxError struct {
	Sandbox Sandbox
	Shut    Shut
	Path    string // of ShutFile
	Err     error
}

// Shut is what a sandbox keeps from us.
type Shut uint8

// What may be kept from us.
const (
	ShutNetwork    Shut = iota // the network, and with it abstract sockets
	ShutSSH                    // ssh, the program
	ShutContainers             // what enters containers
	ShutFile                   // the file at Path
	ShutProcesses              // all processes but our own
)

// Error gives it in English, for logs.
func (e *SandboxError) Error() string {
	what := [...]string{
		ShutNetwork: "no network", ShutSSH: "no ssh", ShutContainers: "no way into containers",
		ShutFile: "no " + e.Path, ShutProcesses: "no process but our own",
	}
	text := "the sandbox has " + what[e.Shut]
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives what the error came from.
func (e *SandboxError) Unwrap() error { return e.Err }

// Remedy gives the command, for a shell outside, that has the sandbox give it to
// this program from its next start on; empty if there is none.
func (e *SandboxError) Remedy() string {
	option := ""
	switch e.Shut {
	case ShutNetwork:
		option = "--share=network"
	case ShutFile:
		option = "--filesystem=" + quoteShell(filepath.Dir(e.Path))
	default:
		return ""
	}
	return "flatpak override --user " + option + " " + e.Sandbox.App
}

// flatpakInfo is where Flatpak tells a program of its sandbox.
const flatpakInfo = "/.flatpak-info"

// OurSandbox gives the sandbox that this process is in, if it is in one.
func OurSandbox() (Sandbox, bool) {
	text, err := os.ReadFile(flatpakInfo)
	if err != nil {
		return Sandbox{}, false
	}
	return parseFlatpakInfo(string(text)), true
}

// parseFlatpakInfo reads a key file: "[Group]" lines, and "key=value" lines below.
func parseFlatpakInfo(text string) Sandbox {
	var s Sandbox
	group := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		key, value, _ := strings.Cut(line, "=")
		switch {
		case strings.HasPrefix(line, "["):
			group = line
		case group == "[Application]" && key == "name":
			s.App = value
		case group == "[Context]" && key == "shared":
			s.Network = slices.Contains(strings.Split(value, ";"), "network")
		}
	}
	return s
}

// explain tells, of an error from dialling, whether the sandbox is why. It gives
// err itself where it is not.
func (s Sandbox) explain(address Address, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != KindNoServer {
		return err
	}
	why := &SandboxError{Sandbox: s, Err: e.Err}
	noProgram := errors.Is(err, exec.ErrNotFound)
	switch {
	case address.kind == AddressSSH && noProgram:
		why.Shut = ShutSSH
	case address.kind == AddressContainer && noProgram:
		why.Shut = ShutContainers
	case !s.shuts(address, why):
		return err
	}
	told := *e
	told.Err = why
	return &told
}

// shuts fills in what of the address is kept from us, if anything is.
func (s Sandbox) shuts(address Address, why *SandboxError) bool {
	if address.kind != AddressCustom && address.kind != AddressPeer {
		return false
	}
	entries, err := parseEntries(strings.TrimPrefix(address.text, peerPrefix), 0)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		path, hasPath := entry.get("path")
		if !hasPath {
			if entry.supported && !s.Network {
				why.Shut = ShutNetwork
				return true
			}
			continue
		}
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			why.Shut, why.Path = ShutFile, path
			return true
		}
	}
	return false
}
