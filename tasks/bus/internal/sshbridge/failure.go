package sshbridge

import (
	"fmt"
	"os"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// ExitError says how ssh ended.
type ExitError struct {
	Host   string
	State  *os.ProcessState
	Output string // the last lines that it said: UTF-8 without control characters but newlines
}

// Statuses that tell what failed: those of a shell that cannot run a command, and
// that of ssh itself.
const (
	notExecutable = 126
	notFound      = 127
	sshFailed     = 255
)

// Error gives the status alone: the rest is the message of the [*bus.Error] that
// it came with.
func (e *ExitError) Error() string { return e.State.String() }

// message says what failed, and then what ssh said.
func (e *ExitError) message() string {
	if e.Output == "" {
		return e.reason()
	}
	return e.reason() + ":\n" + e.Output
}

func (e *ExitError) reason() string {
	switch status := e.State.ExitCode(); status {
	case 0:
		return "the connection to " + e.Host + " was ended there"
	case notExecutable:
		return bridgeName + " cannot be run on " + e.Host
	case notFound:
		return bridgeName + " is not installed on " + e.Host
	case sshFailed:
		return "ssh could not reach " + e.Host + ", or lost it"
	case -1:
		return "ssh was ended by a signal"
	default:
		return fmt.Sprintf("%s failed on %s with status %d", bridgeName, e.Host, status)
	}
}

// noServer is the error of a target that cannot be reached.
func noServer(target bus.SSHTarget, message string, err error) *bus.Error {
	return &bus.Error{Kind: bus.KindNoServer, Op: "dial", Subject: target.Host, Message: message, Err: err}
}
