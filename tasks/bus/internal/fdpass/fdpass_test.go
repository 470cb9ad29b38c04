package fdpass_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestOpenAndDescribe(t *testing.T) {
	dir := t.TempDir()
	file, odd, fifo := filepath.Join(dir, "file"), filepath.Join(dir, "odd\xff"), filepath.Join(dir, "fifo")
	for _, name := range []string{file, odd} {
		if err := os.WriteFile(name, []byte("seven by"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := fdpass.Open([]bus.File{
		{Path: file}, {Path: file, Writable: true}, {Path: odd}, {Path: dir}, {Path: fifo}, {Path: "/dev/null", Writable: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	for i, want := range []bus.FileInfo{
		{Name: file, Kind: "file", Size: 8},
		{Name: file, Kind: "file", Size: 8},
		{Name: filepath.Join(dir, "odd\uFFFD"), Kind: "file", Size: 8},
		{Name: dir, Kind: "directory", Size: -1},
		{Name: fifo, Kind: "pipe", Size: -1},
		{Name: "/dev/null", Kind: "device", Size: -1},
	} {
		if got := set.Describe()[i]; got != want {
			t.Errorf("descriptor %d is %+v; want %+v", i, got, want)
		}
	}
	if _, err := syscall.Write(set[0], []byte("x")); err == nil {
		t.Error("a file that was opened for reading can be written to")
	}
	if _, err := syscall.Write(set[1], []byte("x")); err != nil {
		t.Errorf("writing to a file that was opened for it: %v", err)
	}
	for i, fd := range set {
		flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFL, 0)
		if errno != 0 || flags&syscall.O_NONBLOCK != 0 {
			t.Errorf("descriptor %d has the flags %o, %v; want none that does not block", i, flags, errno)
		}
	}
}

func TestDescribeWhatHasNoPath(t *testing.T) {
	ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	set := fdpass.Set(ends[:])
	for _, info := range set.Describe() {
		if info.Kind != "socket" || !strings.HasPrefix(info.Name, "socket:[") || info.Size != -1 {
			t.Errorf("a socket is %+v", info)
		}
	}
	set.Close()
	for _, info := range set.Describe() {
		if info != (bus.FileInfo{Kind: "other", Size: -1}) {
			t.Errorf("a closed descriptor is %+v", info)
		}
	}
}

func TestOpenAllOrNone(t *testing.T) {
	before := open(t)
	set, err := fdpass.Open([]bus.File{{Path: "/dev/null"}, {Path: "/dev/null/nothing"}})
	path, ok := errors.AsType[*fs.PathError](err)
	if set != nil || !ok || path.Path != "/dev/null/nothing" {
		t.Errorf("Open: %v, %v; want the path that is none", set, err)
	}
	if after := open(t); after != before {
		t.Errorf("%d descriptors are open; want %d", after, before)
	}
}

func open(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}
