//go:build !linux

package sshbridge

import "syscall"

// apart gives ssh a session of its own, so that it has no terminal and a Ctrl+C at
// ours does not reach it. When this process dies, ssh ends with its input.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
