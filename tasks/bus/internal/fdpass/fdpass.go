// Package fdpass opens the files that go out with a message, and looks at the
// descriptors that come in with one.
//
// Descriptors are plain numbers here: they belong to whoever holds the [Set], who
// has to close it.
package fdpass

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Set is a number of open descriptors, in the order in which a message's handles
// count them.
type Set []int

// Open opens the files, all or none. Opening does not wait for the other end of a
// named pipe, nor does it make a terminal ours. The error is an [*os.PathError].
func Open(files []bus.File) (Set, error) {
	var s Set
	for _, file := range files {
		fd, err := open(file)
		if err != nil {
			s.Close()
			return nil, &os.PathError{Op: "open", Path: file.Path, Err: err}
		}
		s = append(s, fd)
	}
	return s, nil
}

func open(file bus.File) (int, error) {
	mode := syscall.O_RDONLY
	if file.Writable {
		mode = syscall.O_RDWR
	}
	for {
		fd, err := syscall.Open(file.Path, mode|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return -1, err
		}
		// Who gets the descriptor expects it to be like any other.
		if err := syscall.SetNonblock(fd, false); err != nil {
			syscall.Close(fd)
			return -1, err
		}
		return fd, nil
	}
}

// Dup duplicates files that are open, all or none.
func Dup(files []*os.File) (Set, error) {
	var s Set
	for _, file := range files {
		fd, err := dup(file)
		if err != nil {
			s.Close()
			return nil, err
		}
		s = append(s, fd)
	}
	return s, nil
}

func dup(file *os.File) (fd int, err error) {
	raw, err := file.SyscallConn()
	if err != nil {
		return -1, err
	}
	var errno syscall.Errno
	err = raw.Control(func(old uintptr) {
		var n uintptr
		n, _, errno = syscall.Syscall(syscall.SYS_FCNTL, old, syscall.F_DUPFD_CLOEXEC, 0)
		fd = int(n)
	})
	if err == nil && errno != 0 {
		err = os.NewSyscallError("fcntl", errno)
	}
	return fd, err
}

// Close closes the descriptors.
func (s Set) Close() {
	for _, fd := range s {
		syscall.Close(fd)
	}
}

// Describe tells what the descriptors are. It gives nil for none.
func (s Set) Describe() []bus.FileInfo {
	var infos []bus.FileInfo
	for _, fd := range s {
		infos = append(infos, describe(fd))
	}
	return infos
}

func describe(fd int) bus.FileInfo {
	info := bus.FileInfo{Kind: "other", Size: -1}
	if name, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd)); err == nil {
		info.Name = strings.ToValidUTF8(name, "\uFFFD") // a path may be of any bytes
	}
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil {
		return info
	}
	switch stat.Mode & syscall.S_IFMT {
	case syscall.S_IFREG:
		info.Kind, info.Size = "file", stat.Size
	case syscall.S_IFDIR:
		info.Kind = "directory"
	case syscall.S_IFIFO:
		info.Kind = "pipe"
	case syscall.S_IFSOCK:
		info.Kind = "socket"
	case syscall.S_IFCHR, syscall.S_IFBLK:
		info.Kind = "device"
	}
	return info
}
