package bustest

import (
	"os/exec"
	"syscall"
)

// endWithUs makes the kernel end the command when this process dies, so that
// no daemon outlives a test that was killed.
func endWithUs(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
