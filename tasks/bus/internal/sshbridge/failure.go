package sshbridge

import (
	"fmt"
	"os"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// ExitError says how ssh ended, or what was run in its place.
type ExitError struct {
	Host   string // or container
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

// message says what failed, and then what the program said.
func (e *ExitError) message(reason func(far string, status int) string) string {
	text := reason(e.Host, e.State.ExitCode())
	if e.Output != "" {
		text += ":\n" + e.Output
	}
	return text
}

func sshReason(host string, status int) string {
	switch status {
	case 0:
		return "the connection to " + host + " was ended there"
	case notExecutable:
		return bridgeName + " cannot be run on " + host
	case notFound:
		return bridgeName + " is not installed on " + host
	case sshFailed:
		return "ssh could not reach " + host + ", or lost it"
	case -1:
		return "ssh was ended by a signal"
	default:
		return fmt.Sprintf("%s failed on %s with status %d", bridgeName, host, status)
	}
}

func containerReason(name string, status int) string {
	switch status {
	case 0:
		return "the connection to the container " + name + " was ended there"
	case -1:
		return bridgeName + " was ended by a signal"
	default:
		return bridgeName + " could not reach the container " + name
	}
}

// noServer is the error of a far end that cannot be reached.
func noServer(far, message string, err error) *bus.Error {
	return &bus.Error{Kind: bus.KindNoServer, Op: "dial", Subject: far, Message: message, Err: err}
}

func badTarget(far string, err error) *bus.Error {
	return &bus.Error{Kind: bus.KindBadAddress, Op: "dial", Subject: far, Err: err}
}
