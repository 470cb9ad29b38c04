package bustest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// standIn is what the processes that stand in for ssh and for its far end have to
// know. It lies beside them.
type standIn struct {
	Address string // of the bus
	Bridge  string // the path of systemd-stdio-bridge; empty to do without
}

const (
	stdioBridge = "systemd-stdio-bridge"
	configFile  = "standin.json"
	runsFile    = "runs"
	farDir      = "far"  // what the PATH of a far end is
	bareDir     = "bare" // what that of a bare one is

	statusSSH = 255 // what ssh ends with if it fails itself
)

// write makes dir one that holds an ssh and, below it, the far end.
func (s *standIn) write(dir string) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	env, err := exec.LookPath("env")
	if err != nil {
		return err
	}
	far, bare := filepath.Join(dir, farDir), filepath.Join(dir, bareDir)
	return errors.Join(
		os.Mkdir(far, 0o700),
		os.Mkdir(bare, 0o700),
		os.Symlink(env, filepath.Join(far, "env")),
		os.Symlink(env, filepath.Join(bare, "env")),
		os.WriteFile(filepath.Join(dir, configFile), text, 0o600),
		os.WriteFile(filepath.Join(far, configFile), text, 0o600),
		os.Symlink(program, filepath.Join(dir, "ssh")),
		os.Symlink(program, filepath.Join(far, stdioBridge)),
	)
}

// A test's program that runs under one of these names is not there to test.
func init() {
	name := filepath.Base(os.Args[0])
	if name != "ssh" && name != stdioBridge {
		return
	}
	// A shell gives a program the bare name that it found on its PATH.
	path, err := exec.LookPath(os.Args[0])
	if err != nil {
		fail(name, err.Error(), statusSSH)
	}
	dir := filepath.Dir(path)
	text, err := os.ReadFile(filepath.Join(dir, configFile))
	if err != nil {
		fail(name, err.Error(), statusSSH)
	}
	var s standIn
	if err := json.Unmarshal(text, &s); err != nil {
		fail(name, err.Error(), statusSSH)
	}
	if name == "ssh" {
		s.ssh(dir, os.Args[1:])
	}
	s.stdioBridge(os.Args[1:])
}

// fail ends the process.
func fail(name, message string, status int) {
	fmt.Fprintf(os.Stderr, "%s: %s\r\n", name, message)
	os.Exit(status)
}

// ssh is the near end. It does not return.
func (s *standIn) ssh(dir string, args []string) {
	run, err := parseSSH(args)
	if err != nil {
		fail("ssh", err.Error(), statusSSH)
	}
	if run.Host == SSHHostStubborn {
		signal.Ignore(syscall.SIGTERM)
	}
	run.PID, run.Leads = os.Getpid(), syscall.Getpgrp() == os.Getpid()
	if err := run.record(filepath.Join(dir, runsFile)); err != nil {
		fail("ssh", err.Error(), statusSSH)
	}
	path := filepath.Join(dir, farDir)
	switch run.Host {
	case SSHHost:
	case SSHHostBare:
		path = filepath.Join(dir, bareDir)
	case SSHHostSilent, SSHHostStubborn:
		time.Sleep(time.Hour)
	default:
		fail("ssh", "Could not resolve hostname "+run.Host+": Name or service not known", statusSSH)
	}
	shell := exec.Command("/bin/sh", "-c", run.Command)
	shell.Env = append(os.Environ(), "PATH="+path)
	os.Exit(relay(shell))
}

// relay runs the far end's shell between pipes, through which no descriptor
// passes, and gives its status.
func relay(shell *exec.Cmd) int {
	in, err := shell.StdinPipe()
	if err != nil {
		fail("ssh", err.Error(), statusSSH)
	}
	// Not os.Stdout itself, which would pass the descriptors on.
	shell.Stdout, shell.Stderr = struct{ io.Writer }{os.Stdout}, os.Stderr
	if err := shell.Start(); err != nil {
		fail("ssh", err.Error(), statusSSH)
	}
	// This goroutine ends with the process.
	go func() {
		io.Copy(in, os.Stdin)
		in.Close()
	}()
	shell.Wait()
	return shell.ProcessState.ExitCode()
}

// record adds the run to a file.
func (r SSHRun) record(path string) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Close())
}

// Options of ssh(1): those without a value, and those with one.
const (
	sshFlags  = "46AaCfGgKkMNnqsTtVvXxYy"
	sshValues = "BbcDEeFIiJLlmOoPpQRSWw"
)

// parseSSH reads arguments as ssh does: options may also stand after the host,
// unless those before were ended with "--".
func parseSSH(args []string) (SSHRun, error) {
	var run SSHRun
	ended := false
	for len(args) > 0 {
		arg := args[0]
		switch {
		case !ended && arg == "--":
			ended, args = true, args[1:]
		case !ended && len(arg) > 1 && arg[0] == '-':
			rest, err := run.option(args)
			if err != nil {
				return SSHRun{}, err
			}
			args = rest
		case run.Host == "":
			run.Host, args = arg, args[1:]
		default:
			run.Command, args = strings.Join(args, " "), nil
		}
	}
	if run.Host == "" || strings.HasPrefix(run.Host, "-") {
		return SSHRun{}, errors.New("hostname contains invalid characters")
	}
	return run, nil
}

// option reads the options that the first argument holds, and gives the arguments
// after them.
func (r *SSHRun) option(args []string) ([]string, error) {
	letters, args := args[0][1:], args[1:]
	for i, letter := range letters {
		option := "-" + string(letter)
		switch {
		case strings.ContainsRune(sshFlags, letter):
			r.Options = append(r.Options, option)
			continue
		case !strings.ContainsRune(sshValues, letter):
			return nil, errors.New("unknown option -- " + string(letter))
		}
		value := letters[i+1:]
		if value == "" {
			if len(args) == 0 {
				return nil, errors.New("option requires an argument -- " + string(letter))
			}
			value, args = args[0], args[1:]
		}
		r.Options = append(r.Options, option+" "+value)
		break
	}
	return args, nil
}

// stdioBridge is the far end. It does not return.
func (s *standIn) stdioBridge(args []string) {
	address := s.Address
	for _, arg := range args {
		if path, ok := strings.CutPrefix(arg, "--bus-path="); ok {
			address = path
		} else if name, ok := strings.CutPrefix(arg, "--machine="); ok && name != ContainerName {
			fail(stdioBridge, "Failed to get machine "+name, 1)
		} else if !ok && !slices.Contains([]string{"--user", "--system"}, arg) {
			fail(stdioBridge, "unrecognized option '"+arg+"'", 1)
		}
	}
	if s.Bridge != "" {
		err := syscall.Exec(s.Bridge, []string{s.Bridge, "--bus-path=" + address}, os.Environ())
		fail(stdioBridge, err.Error(), 1)
	}
	path, ok := strings.CutPrefix(address, "unix:path=")
	if !ok {
		fail(stdioBridge, "no socket: "+address, 1)
	}
	path, _, _ = strings.Cut(path, ",")
	conn, err := net.Dial("unix", path)
	if err != nil {
		fail(stdioBridge, err.Error(), 1)
	}
	// Both directions end the process, whichever is first.
	go func() {
		io.Copy(conn, os.Stdin)
		os.Exit(0)
	}()
	io.Copy(os.Stdout, conn)
	os.Exit(0)
}
