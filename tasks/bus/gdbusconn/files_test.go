package gdbusconn_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// openFiles counts the file descriptors of the process.
func openFiles(t testing.TB) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// noneLeft waits until no more files are open than before: GDBus closes what it
// has when its thread gets to it.
func noneLeft(t testing.TB, before int) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		now := openFiles(t)
		if now <= before {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d files are open; want %d", now, before)
		}
	}
}

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesGoOut(t *testing.T) {
	one, two := writeFile(t, "one", "first"), writeFile(t, "two", "second")
	conn := dial(t, startPeer(t, agree, func(p *peer) {
		for {
			frame, files := p.read()
			if frame == nil {
				return
			}
			var texts []bus.Value
			for _, fd := range files {
				f := os.NewFile(uintptr(fd), "file")
				text, err := io.ReadAll(f)
				if err != nil {
					t.Error(err)
				}
				_, err = f.WriteString(" and more")
				texts = append(texts, bus.String(string(text)), bus.Bool(err == nil))
				f.Close()
			}
			p.reply(frame, nil, texts...)
		}
	}))
	before := openFiles(t)
	c := peerCall("Take", bus.Handle(1), bus.Handle(0))
	c.Files = []bus.File{{Path: one}, {Path: two, Writable: true}}
	reply := call(t, conn, c)
	if text := reply.Text(); text != `('first', false, 'second', true)` {
		t.Errorf("the peer had %s", text)
	}
	for range 100 {
		call(t, conn, c)
	}
	c.Flags = bus.NoReply
	for range 100 {
		if _, err := conn.Call(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	call(t, conn, peerCall("Echo"))
	noneLeft(t, before)
}

// TestFilesThatDoNotGoOut tries what fails before anything is sent, and leaves
// nothing open.
func TestFilesThatDoNotGoOut(t *testing.T) {
	path := writeFile(t, "file", "")
	conn := dial(t, startPeer(t, agree, (*peer).serve))
	lonely := dial(t, startPeer(t, disagree, (*peer).serve))
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	before := openFiles(t)
	with := func(handle uint32, files ...bus.File) bus.Call {
		c := peerCall("Take", bus.Handle(handle))
		c.Files = files
		return c
	}
	fails := func(conn bus.Conn, ctx context.Context, c bus.Call, want bus.Kind) error {
		t.Helper()
		_, err := conn.Call(ctx, c)
		if kind := bus.KindOf(err); kind != want {
			t.Errorf("%v; want %v", err, want)
		}
		return err
	}
	missing := fails(conn, t.Context(), with(0, bus.File{Path: path}, bus.File{Path: path + "/none"}), bus.KindBadArguments)
	if e, ok := errors.AsType[*fs.PathError](missing); !ok || e.Path != path+"/none" {
		t.Errorf("%v does not say which file", missing)
	}
	beyond := fails(conn, t.Context(), with(1, bus.File{Path: path}), bus.KindBadArguments)
	if _, ok := errors.AsType[*bus.SyntaxError](beyond); !ok {
		t.Errorf("%v is no SyntaxError", beyond)
	}
	fails(conn, canceled, with(0, bus.File{Path: path}), bus.KindCanceled)
	fails(lonely, t.Context(), with(0, bus.File{Path: path}), bus.KindUnsupported)
	call(t, lonely, peerCall("Echo"))
	call(t, conn, peerCall("Echo"))
	noneLeft(t, before)
	conn.Close()
	before = openFiles(t)
	fails(conn, t.Context(), with(0, bus.File{Path: path}), bus.KindDisconnected)
	noneLeft(t, before)
}

// TestFilesComeIn has a peer send files with everything that it can send.
func TestFilesComeIn(t *testing.T) {
	path := writeFile(t, "file", "seven by")
	late := make(chan struct{})
	address := startPeer(t, agree, func(p *peer) {
		file, err := os.Open(path)
		if err != nil {
			t.Error(err)
			return
		}
		defer file.Close()
		ends, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer syscall.Close(ends[0])
		defer syscall.Close(ends[1])
		fds := []int{int(file.Fd()), ends[0]}
		for {
			frame, _ := p.read()
			if frame == nil {
				return
			}
			switch frame.Member {
			case "Get":
				p.reply(frame, fds, bus.Handle(1), bus.Handle(0))
			case "Fail":
				p.send(wire.Message{Type: wire.ErrorReply, ReplySerial: frame.Serial, ErrorName: "com.example.Error"}, fds...)
			case "Late":
				<-late
				p.reply(frame, fds)
			case "Stranger":
				p.send(wire.Message{Type: wire.MethodReturn, ReplySerial: 1<<31 + 1e6}, fds...)
				p.send(wire.Message{Type: wire.MethodReturn, ReplySerial: 1 << 30}, fds...)
				p.reply(frame, nil)
			case "Signal":
				for range 100 {
					p.send(signal("Sent", bus.Handle(0)), fds...)
				}
				p.reply(frame, nil)
			case "Call":
				call := wire.Message{Type: wire.MethodCall, Path: "/", Member: "Unknown"}
				for range 100 {
					p.send(call, fds...)
					if refusal, _ := p.read(); refusal == nil || refusal.Type != wire.ErrorReply {
						t.Errorf("%+v; want an error", refusal)
					}
				}
				p.reply(frame, nil)
			case "Break":
				header, body, err := (&wire.Message{Type: wire.Signal, Serial: 1, Path: "/p", Interface: "a.b", Member: "Member", Files: 2}).Encode()
				if err != nil {
					t.Error(err)
				}
				p.raw([]byte(strings.Replace(string(append(header, body...)), "Member", "Mem.er", 1)), fds...)
			}
		}
	})
	start := openFiles(t)
	conn := dial(t, address)
	call(t, conn, peerCall("Signal")) // until the peer has opened its files
	before := openFiles(t)

	check := func(files []bus.FileInfo) {
		t.Helper()
		if len(files) != 2 || files[0] != (bus.FileInfo{Name: path, Kind: "file", Size: 8}) || files[1].Kind != "socket" {
			t.Errorf("the files are %+v", files)
		}
	}
	check(call(t, conn, peerCall("Get")).Files)
	for range 100 {
		call(t, conn, peerCall("Get"))
	}
	if _, err := conn.Call(t.Context(), peerCall("Fail")); bus.KindOf(err) != bus.KindOther {
		t.Errorf("%v; want the peer's error", err)
	}
	call(t, conn, peerCall("Stranger"))
	call(t, conn, peerCall("Signal"))
	call(t, conn, peerCall("Call"))
	noneLeft(t, before)

	var tapped []bus.Message
	untap := conn.Tap(func(msg bus.Message) { tapped = append(tapped, msg) })
	call(t, conn, peerCall("Stranger"))
	call(t, conn, peerCall("Signal"))
	call(t, conn, peerCall("Call"))
	untap()
	if len(tapped) != 202 {
		t.Errorf("%d messages came in; want 202", len(tapped))
	}
	for _, msg := range tapped {
		check(msg.Files)
	}
	noneLeft(t, before)

	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := conn.Call(ctx, peerCall("Late"))
		ended <- err
	}()
	for conn.Stats().InFlight == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	<-ended
	close(late)
	call(t, conn, peerCall("Signal"))
	noneLeft(t, before)

	conn.Call(t.Context(), peerCall("Break"))
	<-conn.Done()
	conn.Close()
	noneLeft(t, start)
}
