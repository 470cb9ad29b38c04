package sshbridge

import "syscall"

// What the tests of the parts need.
type Tail struct{ tail }

func (t *Tail) Text() string { return t.text() }

var (
	Arguments          = arguments
	ContainerArguments = containerArguments
)

// EndedBy is the signal that ended ssh, once Close has returned.
func (b *Bridge) EndedBy() syscall.Signal {
	return b.cmd.ProcessState.Sys().(syscall.WaitStatus).Signal()
}
