package uitest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// These are set, to values of their own, in the environment of all that a
// Desktop starts and of each program among it, and so in that of whatever those
// start in turn. It is how a process is found that escaped from its parent.
const (
	desktopVar = "BELLHOP_UITEST_DESKTOP"
	programVar = "BELLHOP_UITEST_PROGRAM"
)

// grace is how long a process may take to end after SIGTERM.
const grace = 5 * time.Second

var errStubborn = errors.New("did not end on SIGTERM and was killed")

// A process is a child of the test, its output in a file.
type process struct {
	cmd  *exec.Cmd
	mark string // what tells its descendants in their environment, if anything
	log  *os.File
	done chan struct{} // closed when the process has been reaped
	err  error         // what Wait said; to be read after done is closed
}

// startProcess runs argv with exactly env; extra files become its descriptors
// from 3 on, and are closed on this side.
func startProcess(logPath string, env []string, extra []*os.File, argv ...string) (*process, error) {
	log, err := os.Create(logPath)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = env, log, log, extra
	err = cmd.Start()
	for _, file := range extra {
		file.Close()
	}
	if err != nil {
		log.Close()
		return nil, fmt.Errorf("start %s: %w", argv[0], err)
	}
	p := &process{cmd: cmd, log: log, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.err = cmd.Wait()
	}()
	return p, nil
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// stop ends the process if it still runs, and reports when it would not go.
func (p *process) stop() error {
	defer p.log.Close()
	if p.ended() {
		return nil
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
		return nil
	case <-time.After(grace):
	}
	p.cmd.Process.Kill()
	<-p.done
	return fmt.Errorf("%s (process %d) %w", filepath.Base(p.cmd.Path), p.cmd.Process.Pid, errStubborn)
}

// output is all that the process wrote so far.
func (p *process) output() string {
	text, err := os.ReadFile(p.log.Name())
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// marked lists the processes, as "pid command line", whose environment holds
// that entry. A zombie has no environment and is not listed.
func marked(entry string) []string {
	var found []string
	environments, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range environments {
		if !hasMark(path, entry) {
			continue
		}
		dir := filepath.Dir(path)
		line, _ := os.ReadFile(filepath.Join(dir, "cmdline"))
		found = append(found, filepath.Base(dir)+" "+string(bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
	}
	return found
}

// leftOver is marked for what ought to have ended: it gives the processes some time
// to, since those around a sandbox end after the program that is in it.
func leftOver(entry string) []string {
	deadline := time.Now().Add(grace)
	for {
		left := marked(entry)
		if len(left) == 0 || time.Now().After(deadline) {
			return left
		}
		number, _, _ := strings.Cut(left[0], " ")
		if pid, err := strconv.Atoi(number); err == nil {
			awaitEnd(pid, deadline)
		}
	}
}

// awaitEnd waits until a process that is nobody's child here has ended, or until
// the deadline.
func awaitEnd(pid int, deadline time.Time) {
	process, err := os.FindProcess(pid)
	if err != nil {
		return
	}
	defer process.Release()
	process.WithHandle(func(handle uintptr) {
		copied, err := syscall.Dup(int(handle))
		if err != nil {
			return
		}
		syscall.SetNonblock(copied, true)
		file := os.NewFile(uintptr(copied), "process")
		defer file.Close()
		if conn, err := file.SyscallConn(); err == nil && file.SetReadDeadline(deadline) == nil {
			// The handle of a process that has ended can be read, so the second look
			// is the last.
			looks := 0
			conn.Read(func(uintptr) bool { looks++; return looks > 1 })
		}
	})
}

// hasMark says whether the entry is in the environment that this file of the
// kernel's tells. A process that is gone, or not ours to read, has no mark of ours.
func hasMark(path, entry string) bool {
	environment, err := os.ReadFile(path)
	return err == nil && bytes.Contains(environment, []byte(entry+"\x00"))
}

// residentKiB is the process's resident memory in KiB.
func residentKiB(pid int) (int, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(status) {
		if value, ok := bytes.CutPrefix(line, []byte("VmRSS:")); ok {
			return strconv.Atoi(string(bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimSpace(value), []byte("kB")))))
		}
	}
	return 0, fmt.Errorf("process %d has no VmRSS", pid)
}
