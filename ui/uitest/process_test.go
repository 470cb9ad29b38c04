package uitest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestMarkedFindsWhatEscapes(t *testing.T) {
	mark := programVar + "=" + t.Name()
	log := filepath.Join(t.TempDir(), "log")
	env := []string{"PATH=" + os.Getenv("PATH"), mark}
	parent, err := startProcess(log, env, nil, "sh", "-c", "sleep 60 & echo $!")
	if err != nil {
		t.Fatal(err)
	}
	<-parent.done
	if err := parent.stop(); err != nil {
		t.Error(err)
	}
	child := strings.TrimSpace(parent.output())
	pid, err := strconv.Atoi(child)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Kill(pid, syscall.SIGKILL)
	if left := marked(mark); len(left) != 1 || !strings.HasPrefix(left[0], child+" ") {
		t.Errorf("marked lists %q, want process %s alone", left, child)
	}
	if other := marked(mark + "x"); len(other) != 0 {
		t.Errorf("a mark that nobody has finds %q", other)
	}
}
