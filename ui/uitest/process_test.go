package uitest

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMarkedFindsWhatEscapes(t *testing.T) {
	mark := programVar + "=" + rand.Text()
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
	awaitCommand(t, pid, "sleep")
	if left := marked(mark); len(left) != 1 || !strings.HasPrefix(left[0], child+" sleep") {
		t.Errorf("marked lists %q, want process %s alone", left, child)
	}
	if other := marked(mark + "x"); len(other) != 0 {
		t.Errorf("a mark that nobody has finds %q", other)
	}
}

func TestWhatEndsSoonIsNotLeftOver(t *testing.T) {
	mark := programVar + "=" + rand.Text()
	env := []string{"PATH=" + os.Getenv("PATH"), mark}
	parent, err := startProcess(filepath.Join(t.TempDir(), "log"), env, nil, "sh", "-c", "sleep 0.2 & sleep 0.3 &")
	if err != nil {
		t.Fatal(err)
	}
	<-parent.done
	if err := parent.stop(); err != nil {
		t.Error(err)
	}
	if left := leftOver(mark); len(left) != 0 {
		t.Errorf("left over is %q, want nothing", left)
	}
}

// awaitCommand waits until a process has become the program of that name. Before
// that it is its parent's image, and for a moment has no environment.
func awaitCommand(t *testing.T, pid int, name string) {
	t.Helper()
	path := fmt.Sprintf("/proc/%d/cmdline", pid)
	for deadline := time.Now().Add(grace); ; time.Sleep(time.Millisecond) {
		line, err := os.ReadFile(path)
		switch {
		case err != nil:
			t.Fatal(err)
		case bytes.HasPrefix(line, []byte(name+"\x00")):
			return
		case time.Now().After(deadline):
			t.Fatalf("process %d is %q, and not %s", pid, line, name)
		}
	}
}
