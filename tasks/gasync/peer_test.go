package gasync_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// The test's hold on an operation: a GTask that it finishes as it likes.

// startTask returns a start function that makes a GTask and gives it to the test.
func startTask(made chan<- *gio.Task) func(context.Context, gio.AsyncReadyCallback) {
	return func(ctx context.Context, ready gio.AsyncReadyCallback) {
		made <- gio.NewTask(ctx, nil, ready)
	}
}

// finishTask gives the number that the test returned.
func finishTask(res gio.AsyncResulter) (int, error) {
	return res.(*gio.Task).PropagateInt()
}

// awaited is what an await returned.
type awaited[T any] struct {
	value T
	err   error
}

// goAwait runs await on a goroutine of its own.
func goAwait[T any](await func() (T, error)) <-chan awaited[T] {
	result := make(chan awaited[T], 1)
	go func() {
		value, err := await()
		result <- awaited[T]{value, err}
	}()
	return result
}

// goAwaitTask awaits a GTask on a goroutine of its own, and returns it.
func goAwaitTask(ctx context.Context) (*gio.Task, <-chan awaited[int]) {
	made := make(chan *gio.Task, 1)
	result := goAwait(func() (int, error) { return gasync.Await(ctx, loop, startTask(made), finishTask) })
	return <-made, result
}

// mutePeer returns a connection to a peer that takes every call and never answers.
func mutePeer(t *testing.T) *gio.DBusConnection {
	t.Helper()
	return writingPeer(t, io.Discard)
}

// writingPeer is mutePeer with a peer that writes what it is sent to w.
func writingPeer(t *testing.T, w io.Writer) *gio.DBusConnection {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mute")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- serveMute(listener, w) }()
	t.Cleanup(func() {
		_ = listener.Close()
		if err := <-served; err != nil {
			t.Error("mute peer:", err)
		}
	})
	conn, err := gasync.Await(testContext(t), loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			flags := gio.DBusConnectionFlagsAuthenticationClient
			gio.NewDBusConnectionForAddress(ctx, "unix:path="+path, flags, nil, ready)
		},
		gio.NewDBusConnectionForAddressFinish)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetExitOnClose(false)
	t.Cleanup(func() {
		if err := closeConn(context.Background(), conn); err != nil {
			t.Error("Close:", err)
		}
	})
	return conn
}

// serveMute lets one client in, as the D-Bus specification has it, and then writes
// what it reads to w until the client closes.
func serveMute(listener net.Listener, w io.Writer) error {
	client, err := listener.Accept()
	if err != nil {
		return err
	}
	defer client.Close()
	r := bufio.NewReader(client)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		answer := "ERROR\r\n"
		switch line = strings.TrimLeft(line, "\x00"); {
		case strings.HasPrefix(line, "AUTH EXTERNAL"):
			answer = "OK 0123456789abcdef0123456789abcdef\r\n"
		case strings.HasPrefix(line, "AUTH"):
			answer = "REJECTED EXTERNAL\r\n"
		case strings.HasPrefix(line, "BEGIN"):
			_, err := io.Copy(w, r)
			return err
		}
		if _, err := io.WriteString(client, answer); err != nil {
			return err
		}
	}
}

// muteCall calls something on a mute peer.
func muteCall(conn *gio.DBusConnection) func(context.Context, gio.AsyncReadyCallback) {
	return func(ctx context.Context, ready gio.AsyncReadyCallback) {
		conn.Call(ctx, "", "/never", "never.Answers", "NeverAnswer", nil, nil, gio.DBusCallFlagsNone, -1, ready)
	}
}
