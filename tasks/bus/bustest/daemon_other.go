//go:build !linux

package bustest

import "os/exec"

func endWithUs(*exec.Cmd) {}
