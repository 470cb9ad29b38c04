package sshbridge

import (
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

// Error gives the status alone: the rest is the reason of the [*bus.Error] that
// it came with.
func (e *ExitError) Error() string { return e.State.String() }

// why says what failed, and then what the program said.
func (e *ExitError) why(reason func(far string, status int) bus.Reason) bus.Reason {
	why := reason(e.Host, e.State.ExitCode())
	if e.Output != "" {
		why = bus.Because("%s:\n%s", why, e.Output)
	}
	return why
}

func sshReason(host string, status int) bus.Reason {
	switch status {
	case 0:
		return bus.Because("the connection to %s was ended there", host)
	case notExecutable:
		return bus.Because("%s cannot be run on %s", bridgeName, host)
	case notFound:
		return bus.Because("%s is not installed on %s", bridgeName, host)
	case sshFailed:
		return bus.Because("ssh could not reach %s, or lost it", host)
	case -1:
		return bus.Because("%s was ended by a signal", "ssh")
	default:
		return bus.Because("%s failed on %s with status %d", bridgeName, host, status)
	}
}

func containerReason(name string, status int) bus.Reason {
	switch status {
	case 0:
		return bus.Because("the connection to the container %s was ended there", name)
	case -1:
		return bus.Because("%s was ended by a signal", bridgeName)
	default:
		return bus.Because("%s could not reach the container %s", bridgeName, name)
	}
}

// noServer is the error of a far end that cannot be reached.
func noServer(far string, why bus.Reason, err error) *bus.Error {
	return &bus.Error{Kind: bus.KindNoServer, Op: "dial", Subject: far, Reason: why, Err: err}
}

func badTarget(far string, err error) *bus.Error {
	return &bus.Error{Kind: bus.KindBadAddress, Op: "dial", Subject: far, Err: err}
}
