package present

import (
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// sandboxFailure says what the sandbox keeps from us, and what helps.
func sandboxFailure(e *bus.SandboxError) Failure {
	var f Failure
	switch e.Shut {
	case bus.ShutNetwork:
		f.Sentence = tr.T("The sandbox that Bellhop runs in keeps it from the network.")
	case bus.ShutSSH:
		f.Sentence = tr.T("The sandbox that Bellhop runs in has no ssh. Bellhop reaches other hosts where it is installed without a sandbox.")
	case bus.ShutContainers:
		f.Sentence = tr.T("The sandbox that Bellhop runs in has no way into containers. Bellhop enters them where it is installed without a sandbox.")
	case bus.ShutFile:
		f.Sentence = tr.T("The sandbox that Bellhop runs in does not show it this file or socket.")
	default:
		f.Sentence = tr.T("The sandbox that Bellhop runs in hides this.")
	}
	if remedy := e.Remedy(); remedy != "" {
		f.Message = tr.T("To change this, type in a terminal, and start Bellhop again:") + "\n\n" + remedy + "\n\n"
	}
	if e.Err != nil {
		f.Message += said(e.Err)
	}
	f.Message = Block(f.Message)
	return f
}

// sandboxReasons is what shortReason says of a sandbox.
var sandboxReasons = map[bus.Shut]string{
	bus.ShutNetwork:    tr.Mark("No network in the sandbox"),
	bus.ShutSSH:        tr.Mark("No ssh in the sandbox"),
	bus.ShutContainers: tr.Mark("No way into containers in the sandbox"),
	bus.ShutFile:       tr.Mark("Not in the sandbox"),
	bus.ShutProcesses:  tr.Mark("Hidden by the sandbox"),
}
