package bustest_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

func TestStandInReadsArgumentsAsSSHDoes(t *testing.T) {
	for args, want := range map[string]bustest.SSHRun{
		"-Txp22 -l me -- bare.local a b":         {Options: []string{"-T", "-x", "-p 22", "-l me"}, Host: "bare.local", Command: "a b"},
		"-- bare.local -l me":                    {Host: "bare.local", Command: "-l me"},
		"bare.local -l me a -T":                  {Options: []string{"-l me"}, Host: "bare.local", Command: "a -T"},
		"-oProxyCommand=x bare.local a":          {Options: []string{"-o ProxyCommand=x"}, Host: "bare.local", Command: "a"},
		"-- -oProxyCommand=x bare.local":         {},
		"-T":                                     {},
		"-T -l":                                  {},
		"-Z bare.local":                          {},
		"-o ControlMaster=no -a bare.local true": {Options: []string{"-o ControlMaster=no", "-a"}, Host: "bare.local", Command: "true"},
	} {
		ssh := bustest.StandInSSH(t, "unix:path=/nonexistent")
		cmd := exec.Command(filepath.Join(ssh.Dir(), "ssh"), strings.Fields(args)...)
		out, err := cmd.CombinedOutput()
		if status := cmd.ProcessState.ExitCode(); want.Host == "" && status != 255 {
			t.Errorf("ssh %s: %v, %s", args, err, out)
		}
		var got bustest.SSHRun
		for _, run := range ssh.Runs(t) {
			got = run
		}
		if got.Host != want.Host || got.Command != want.Command || !slices.Equal(got.Options, want.Options) {
			t.Errorf("ssh %s was read as %+v, want %+v", args, got, want)
		}
	}
}

func TestStandInRunsTheCommandOverThere(t *testing.T) {
	ssh := bustest.StandInSSH(t, "unix:path=/nonexistent")
	cmd := exec.Command(filepath.Join(ssh.Dir(), "ssh"), bustest.SSHHost, "read line; echo \"$line\"; echo fault >&2; exit 3")
	cmd.Stdin = strings.NewReader("in\n")
	var fault strings.Builder
	cmd.Stderr = &fault
	out, _ := cmd.Output()
	if string(out) != "in\n" || fault.String() != "fault\n" || cmd.ProcessState.ExitCode() != 3 {
		t.Errorf("%q, %q, %v; want what came in, a fault and 3", out, fault.String(), cmd.ProcessState)
	}
	if path := ssh.Getenv("PATH"); !strings.HasPrefix(path, ssh.Dir()+":") {
		t.Errorf("PATH is %s", path)
	}
}
