package wire

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/fdpass"
)

// pipe gives a pipe to send the writing end of: it is at its end once every copy of
// that is closed.
func pipe(t *testing.T) (read, write *os.File) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		read.Close()
		write.Close()
	})
	return read, write
}

// allClosed fails if a copy of the pipe's other end is still open.
func allClosed(t *testing.T, read *os.File) {
	t.Helper()
	read.SetReadDeadline(time.Now().Add(20 * time.Second))
	if n, err := read.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the pipe gave %d bytes, %v; want EOF", n, err)
	}
}

// give writes bytes that some copies of a file come along with.
func give(t *testing.T, far *net.UnixConn, bytes []byte, file *os.File, copies int) {
	t.Helper()
	fds := slices.Repeat([]int{int(file.Fd())}, copies)
	if _, _, err := far.WriteMsgUnix(bytes, syscall.UnixRights(fds...), nil); err != nil {
		t.Fatal(err)
	}
}

// withFiles is a reply that says how many descriptors come with it.
func withFiles(serial, count uint32) []byte {
	return message(MethodReturn, serial, nil, replies, field(fieldUnixFDs, bus.Uint32(count)))
}

func TestDescriptorsAreDescribedAndClosed(t *testing.T) {
	_, r, far := begin(t)
	read, write := pipe(t)
	for serial := uint32(1); serial <= 20; serial++ {
		far.Write(message(MethodReturn, 1000, nil, replies)) // which may come in the same read
		give(t, far, withFiles(serial, 2), write, 2)
		if f := <-r.frames; f.Serial != 1000 || f.Files != nil {
			t.Fatalf("the message %d came with %v", f.Serial, f.Files)
		}
		f := <-r.frames
		if f.Serial != serial || len(f.Files) != 2 || f.Files[0].Kind != "pipe" || f.Files[0] != f.Files[1] {
			t.Fatalf("the message %d came with %v; want the pipe twice", f.Serial, f.Files)
		}
	}
	write.Close()
	allClosed(t, read)
}

// TestDescriptorsInPieces has a message arrive byte by byte.
func TestDescriptorsInPieces(t *testing.T) {
	_, r, far := begin(t)
	read, write := pipe(t)
	m := withFiles(1, 3)
	give(t, far, m[:1], write, 3)
	for _, b := range m[1:] {
		far.Write([]byte{b})
	}
	if f := <-r.frames; len(f.Files) != 3 {
		t.Errorf("it came with %v; want three files", f.Files)
	}
	write.Close()
	allClosed(t, read)
}

// TestDescriptorsThatDoNotAgree breaks the agreement between what a message says
// and what comes with it, in every direction.
func TestDescriptorsThatDoNotAgree(t *testing.T) {
	plain := message(MethodReturn, 1, nil, replies)
	for what, send := range map[string]func(*net.UnixConn, *os.File){
		"none are announced":       func(far *net.UnixConn, f *os.File) { give(t, far, plain, f, 2) },
		"fewer are announced":      func(far *net.UnixConn, f *os.File) { give(t, far, withFiles(1, 1), f, 2) },
		"more are announced":       func(far *net.UnixConn, f *os.File) { give(t, far, withFiles(1, 3), f, 2) },
		"2^32-1 are announced":     func(far *net.UnixConn, f *os.File) { give(t, far, withFiles(1, 1<<32-1), f, 1) },
		"none come":                func(far *net.UnixConn, f *os.File) { far.Write(withFiles(1, 1)) },
		"the header is bad":        func(far *net.UnixConn, f *os.File) { give(t, far, []byte(strings.Repeat("x", 16)), f, 5) },
		"the message never comes":  func(far *net.UnixConn, f *os.File) { give(t, far, plain[:1], f, 5); far.CloseWrite() },
		"they come without an end": func(far *net.UnixConn, f *os.File) { give(t, far, plain[:1], f, 250); give(t, far, plain[1:2], f, 250) },
	} {
		t.Run(what, func(t *testing.T) {
			_, r, far := begin(t)
			read, write := pipe(t)
			send(far, write)
			if err := <-r.ended; !isFormatError(err) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("it ended with %v; want a *FormatError", err)
			}
			write.Close()
			allClosed(t, read)
		})
	}
}

// TestDescriptorsAreLost has more come in than this process may have open.
func TestDescriptorsAreLost(t *testing.T) {
	_, r, far := begin(t)
	read, write := pipe(t)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	few := before
	few.Cur = uint64(len(entries)) + 20
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	give(t, far, withFiles(1, 200), write, 200)
	err = <-r.ended
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(err, errCutOff) {
		t.Errorf("it ended with %v; want errCutOff", err)
	}
	write.Close()
	allClosed(t, read)
}

// TestFilesGoWithTheirMessage sends messages with files and without, and looks at
// what the kernel hands over with which byte.
func TestFilesGoWithTheirMessage(t *testing.T) {
	transport, _, far := begin(t)
	const count = 50
	body := make([]byte, 100_000)
	for i := range count {
		var files fdpass.Set
		if i%2 == 1 {
			files = open(t, i)
		}
		if err := transport.SendFiles(files, []byte{byte(i)}, body); err != nil {
			t.Fatal(err)
		}
	}
	in := input{conn: far, unix: far}
	defer func() { in.arrivals.close() }()
	for i := range count {
		if err := in.need(1); err != nil || in.buffer[in.start] != byte(i) {
			t.Fatalf("message %d starts with %d, %v", i, in.buffer[in.start], err)
		}
		var names []string
		for _, info := range in.arrivals.waiting.Describe() {
			names = append(names, filepath.Base(info.Name))
		}
		in.arrivals.close()
		if want := names[:0:0]; i%2 == 1 && !slices.Equal(names, []string{name(i), "null"}) || i%2 == 0 && !slices.Equal(names, want) {
			t.Fatalf("with message %d came %q", i, names)
		}
		for left := 1 + len(body); left > 0; {
			if err := in.need(1); err != nil {
				t.Fatal(err)
			}
			n := min(left, in.end-in.start)
			in.start += n
			left -= n
		}
	}
}

func name(i int) string { return strings.Repeat("x", i+1) }

// open opens a file whose name tells its number, and one more.
func open(t *testing.T, i int) fdpass.Set {
	t.Helper()
	path := filepath.Join(t.TempDir(), name(i))
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := fdpass.Open([]bus.File{{Path: path}, {Path: "/dev/null"}})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestFilesThatAreNotSentAreClosed ends transports that hold files.
func TestFilesThatAreNotSentAreClosed(t *testing.T) {
	copyOf := func(f *os.File) fdpass.Set {
		fd, err := syscall.Dup(int(f.Fd()))
		if err != nil {
			t.Fatal(err)
		}
		return fdpass.Set{fd}
	}
	t.Run("the far end is gone", func(t *testing.T) {
		transport, r, far := begin(t)
		read, write := pipe(t)
		far.Close()
		<-r.ended
		for range 10 {
			transport.SendFiles(copyOf(write), []byte("x"))
		}
		transport.Close()
		write.Close()
		allClosed(t, read)
	})
	t.Run("nobody reads", func(t *testing.T) {
		transport, _, far := begin(t)
		read, write := pipe(t)
		for range 100 {
			transport.SendFiles(copyOf(write), []byte("x"), make([]byte, 1<<20))
		}
		transport.Close()
		if err := transport.SendFiles(copyOf(write), []byte("x")); err == nil {
			t.Error("a message was taken after Close")
		}
		write.Close()
		far.Close() // with what is in the socket
		allClosed(t, read)
	})
	t.Run("the far end takes none", func(t *testing.T) {
		near, far := sockets(t)
		defer far.Close()
		transport := NewTransport(near, nil)
		defer transport.Close()
		read, write := pipe(t)
		if err := transport.SendFiles(copyOf(write), []byte("x")); !errors.Is(err, ErrNoFiles) {
			t.Errorf("SendFiles: %v; want ErrNoFiles", err)
		}
		write.Close()
		allClosed(t, read)
	})
}
