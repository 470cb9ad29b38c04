package bustest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// Descriptors counts the file descriptors that the process has open.
func Descriptors(tb testing.TB) int {
	tb.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		tb.Fatal(err)
	}
	return len(entries)
}

// NoneLeft waits until no more descriptors are open than before: some are closed
// by whoever wrote or read the message, when it gets to it.
func NoneLeft(tb testing.TB, before int) {
	tb.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		now := Descriptors(tb)
		if now <= before {
			return
		}
		if time.Now().After(deadline) {
			tb.Fatalf("%d descriptors are open; want %d", now, before)
		}
	}
}

// temporary writes a file of the length.
func temporary(t *testing.T, length int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, make([]byte, length), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (s suite) testFilesOut(t *testing.T) {
	conn, _ := s.start(t)
	var files []bus.File
	for i := range bus.MaxFiles {
		files = append(files, bus.File{Path: temporary(t, 100+i), Writable: i%2 == 1})
	}
	call(t, conn, method("Add", bus.Int32(1), bus.Int32(2)))
	before := Descriptors(t)
	for i := range files {
		c := method("Describe", bus.Handle(uint32(i)))
		c.Files = files
		reply := call(t, conn, c)
		name, _ := reply.Body[0].AsString()
		if size, _ := reply.Body[1].AsInt(); name != files[i].Path || size != int64(100+i) || reply.Files != nil {
			t.Errorf("the file %d arrived as %s of %d bytes; want %s", i, name, size, files[i].Path)
		}
	}
	NoneLeft(t, before)
}

// testFilesMany sends files from many goroutines at once, with other messages in
// between: each has to arrive with its own message.
func (s suite) testFilesMany(t *testing.T) {
	conn, _ := s.start(t)
	call(t, conn, method("Add", bus.Int32(1), bus.Int32(2)))
	before := Descriptors(t)
	ended := make(chan error)
	const workers = 16
	for w := range workers {
		file := bus.File{Path: temporary(t, w)}
		go func() {
			var err error
			for range 25 {
				if _, e := conn.Call(t.Context(), method("Big", bus.Uint32(100_000))); e != nil {
					err = e
				}
				c := method("Describe", bus.Handle(1))
				c.Files = []bus.File{{Path: "/dev/null"}, file}
				reply, e := conn.Call(t.Context(), c)
				if e != nil {
					err = e
				} else if size, _ := reply.Body[1].AsInt(); size != int64(w) {
					err = errors.New("somebody else's file arrived: " + reply.Text())
				}
			}
			ended <- err
		}()
	}
	for range workers {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	NoneLeft(t, before)
}

func (s suite) testFilesIn(t *testing.T) {
	conn, _ := s.start(t)
	call(t, conn, method("Pipe"))
	before := Descriptors(t)
	for range 100 {
		reply := call(t, conn, method("Pipe"))
		if len(reply.Files) != 1 || reply.Files[0].Kind != "pipe" || reply.Files[0].Size != -1 || !reply.Body[0].Equal(bus.Handle(0)) {
			t.Fatalf("Pipe: %s with %+v", reply.Text(), reply.Files)
		}
	}
	NoneLeft(t, before)
}

// testFilesNobodyWaitsFor has files come with answers that are late, with calls to a
// connection that offers nothing, and with messages that somebody taps.
func (s suite) testFilesNobodyWaitsFor(t *testing.T) {
	conn, daemon := s.start(t)
	file, err := os.Open(temporary(t, 8))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	calls := make(chan *godbusconn.Incoming, 16)
	service, err := godbusconn.NewDialer(godbusconn.WithHandler(func(in *godbusconn.Incoming) { calls <- in })).
		DialConn(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close()
	call(t, conn, method("Pipe"))
	before := Descriptors(t)

	const count = 10
	ctx, cancel := context.WithCancel(t.Context())
	var ended []<-chan error
	for range count {
		ended = append(ended, goCall(ctx, conn, bus.Call{Destination: service.UniqueName(), Path: "/", Member: "Answer"}))
	}
	stats(t, conn, bus.Stats{InFlight: count})
	cancel()
	for _, c := range ended {
		failure(t, <-c, bus.KindCanceled)
	}
	for range count {
		if err := (<-calls).ReplyFiles(slices.Repeat([]*os.File{file}, 3), bus.Handle(0)); err != nil {
			t.Fatal(err)
		}
	}
	stats(t, conn, bus.Stats{})
	NoneLeft(t, before)

	uncalled := bus.Call{
		Destination: conn.UniqueName(), Path: "/", Interface: "com.example.Nothing", Member: "Do",
		Args: []bus.Value{bus.Handle(0)}, Files: []bus.File{{Path: file.Name()}, {Path: "/dev/null"}},
	}
	for range count {
		fails(t, service, uncalled, bus.KindNoSuchMember)
	}
	NoneLeft(t, before)
	r := recordOf(t, conn)
	fails(t, service, uncalled, bus.KindNoSuchMember)
	msg := r.wait(t, "the call", func(m bus.Message) bool { return m.Type == bus.MessageCall })
	want := []bus.FileInfo{{Name: file.Name(), Kind: "file", Size: 8}, {Name: "/dev/null", Kind: "device", Size: -1}}
	if !slices.Equal(msg.Files, want) {
		t.Errorf("the tap was shown %+v; want %+v", msg.Files, want)
	}
	NoneLeft(t, before)
}

// testFilesRefused tries what fails before anything is sent, and leaves nothing
// open.
func (s suite) testFilesRefused(t *testing.T) {
	conn, _ := s.start(t)
	call(t, conn, method("Pipe"))
	before := Descriptors(t)
	good := bus.File{Path: temporary(t, 1)}
	for what, c := range map[string]bus.Call{
		"a handle without a file":  {Args: []bus.Value{bus.Handle(0)}},
		"a handle beyond the last": {Args: []bus.Value{bus.Handle(1)}, Files: []bus.File{good}},
		"one in a variant":         {Args: []bus.Value{bus.Variant(bus.Struct(bus.Handle(2)))}, Files: []bus.File{good, good}},
		"a file without a path":    {Files: []bus.File{good, {}}},
		"too many files":           {Files: slices.Repeat([]bus.File{good}, bus.MaxFiles+1)},
	} {
		bad := method("Describe", c.Args...)
		bad.Files = c.Files
		e := fails(t, conn, bad, bus.KindBadArguments)
		if _, ok := errors.AsType[*bus.SyntaxError](e); !ok {
			t.Errorf("%s: %v; want the reason as a *bus.SyntaxError in it", what, e)
		}
	}
	missing := method("Describe", bus.Handle(0))
	missing.Files = []bus.File{good, {Path: good.Path + "/nothing"}}
	e := fails(t, conn, missing, bus.KindBadArguments)
	if path, ok := errors.AsType[*fs.PathError](e); !ok || path.Path != good.Path+"/nothing" {
		t.Errorf("%v; want the path that is none", e)
	}
	stats(t, conn, bus.Stats{})
	NoneLeft(t, before)

	tcp := s.dial(t, StartDaemon(t, WithTCP()).BusAddress(t))
	call(t, tcp, busMethod("GetId"))
	before = Descriptors(t)
	far := busMethod("GetId")
	far.Files = []bus.File{good}
	fails(t, tcp, far, bus.KindUnsupported)
	stats(t, tcp, bus.Stats{})
	call(t, tcp, busMethod("GetId"))
	NoneLeft(t, before)
}
