package sshbridge

import "syscall"

// apart gives ssh a session of its own, so that it has no terminal and a Ctrl+C at
// ours does not reach it, and has the kernel end it when this process dies.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGTERM}
}
