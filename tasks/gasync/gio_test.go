package gasync_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// Awaits of GIO's own operations, against the real thing. Enumerating a directory
// is TestCase1's.

// textFile makes a file and returns its path.
func textFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// openFile opens a file to read from it.
func openFile(ctx context.Context, path string) (*gio.FileInputStream, error) {
	file := gio.NewFileForPath(path)
	return gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) { file.ReadAsync(ctx, 0, ready) },
		func(res gio.AsyncResulter) (*gio.FileInputStream, error) { return file.ReadFinish(res) })
}

// createFile makes a file to write to.
func createFile(ctx context.Context, path string) (*gio.FileOutputStream, error) {
	file := gio.NewFileForPath(path)
	return gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			file.CreateAsync(ctx, gio.FileCreateNone, 0, ready)
		},
		func(res gio.AsyncResulter) (*gio.FileOutputStream, error) { return file.CreateFinish(res) })
}

// asyncCloser is what a stream of either kind can do.
type asyncCloser interface {
	CloseAsync(ctx context.Context, ioPriority int, ready gio.AsyncReadyCallback)
	CloseFinish(gio.AsyncResulter) error
}

func closeStream(ctx context.Context, stream asyncCloser) error {
	_, err := gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) { stream.CloseAsync(ctx, 0, ready) },
		func(res gio.AsyncResulter) (struct{}, error) { return struct{}{}, stream.CloseFinish(res) })
	return err
}

// readAll reads a stream to its end, count bytes at a time.
func readAll(ctx context.Context, stream *gio.InputStream, count uint) (all []byte, err error) {
	for {
		chunk, err := gasync.Await(ctx, loop,
			func(ctx context.Context, ready gio.AsyncReadyCallback) { stream.ReadBytesAsync(ctx, count, 0, ready) },
			stream.ReadBytesFinish)
		if err != nil {
			return nil, err
		}
		if chunk.Size() == 0 {
			return all, nil
		}
		chunk.Use(func(b []byte) { all = append(all, b...) })
	}
}

// writeAll writes all of data, however often that takes.
func writeAll(ctx context.Context, stream *gio.OutputStream, data []byte) error {
	for len(data) > 0 {
		chunk := glib.NewBytes(data)
		n, err := gasync.Await(ctx, loop,
			func(ctx context.Context, ready gio.AsyncReadyCallback) { stream.WriteBytesAsync(ctx, chunk, 0, ready) },
			stream.WriteBytesFinish)
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

func TestLoadContents(t *testing.T) {
	file := gio.NewFileForPath(textFile(t, "one and all"))
	got, err := gasync.Await(testContext(t), loop, file.LoadContentsAsync,
		func(res gio.AsyncResulter) (string, error) {
			contents, _, err := file.LoadContentsFinish(res)
			return string(contents), err
		})
	if got != "one and all" || err != nil {
		t.Errorf("loaded %q, %v", got, err)
	}
}

func TestCase98StreamsReadAndWriteBytes(t *testing.T) {
	ctx := testContext(t)
	path := filepath.Join(t.TempDir(), "stream")
	data := bytes.Repeat([]byte("0123456789abcdef"), 10_000)
	out, err := createFile(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeAll(ctx, &out.OutputStream, data); err != nil {
		t.Fatal(err)
	}
	if err := closeStream(ctx, out); err != nil {
		t.Fatal(err)
	}
	in, err := openFile(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readAll(ctx, &in.InputStream, 7_777)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("read %d bytes, %v, want the %d that were written", len(got), err, len(data))
	}
	if err := closeStream(ctx, in); err != nil {
		t.Fatal(err)
	}
}

func TestCase98LinesOfAStream(t *testing.T) {
	ctx := testContext(t)
	in, err := openFile(ctx, textFile(t, "first\nsecond, µ\nlast"))
	if err != nil {
		t.Fatal(err)
	}
	lines := gio.NewDataInputStream(in)
	for _, want := range []string{"first", "second, µ", "last"} {
		got, err := gasync.Await(ctx, loop,
			func(ctx context.Context, ready gio.AsyncReadyCallback) { lines.ReadLineAsync(ctx, 0, ready) },
			func(res gio.AsyncResulter) (string, error) {
				_, line, err := lines.ReadLineFinishUTF8(res)
				return line, err
			})
		if got != want || err != nil {
			t.Errorf("read %q, %v, want %q", got, err, want)
		}
	}
	if err := closeStream(ctx, lines); err != nil { // and the stream below it
		t.Fatal(err)
	}
}

func TestCase98FailuresAreTyped(t *testing.T) {
	ctx := testContext(t)
	_, err := openFile(ctx, "/no/such/file")
	if !errors.Is(err, &gasync.Error{Domain: gasync.IODomain, Code: int(gio.IOErrorNotFound)}) {
		t.Errorf("opening what is not there gave %v", err)
	}
	path := textFile(t, "text")
	_, err = createFile(ctx, path)
	if !errors.Is(err, &gasync.Error{Domain: gasync.IODomain, Code: int(gio.IOErrorExists)}) {
		t.Errorf("making what is there gave %v", err)
	}
	in, err := openFile(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := closeStream(ctx, in); err != nil {
		t.Fatal(err)
	}
	_, err = readAll(ctx, &in.InputStream, 10)
	if !errors.Is(err, &gasync.Error{Domain: gasync.IODomain, Code: int(gio.IOErrorClosed)}) {
		t.Errorf("reading a closed stream gave %v", err)
	}
}

func TestSpliceCopiesAndCloses(t *testing.T) {
	ctx := testContext(t)
	in, err := openFile(ctx, textFile(t, "to be copied"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy")
	out, err := createFile(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	flags := gio.OutputStreamSpliceCloseSource | gio.OutputStreamSpliceCloseTarget
	n, err := gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) { out.SpliceAsync(ctx, in, flags, 0, ready) },
		out.SpliceFinish)
	if n != len("to be copied") || err != nil {
		t.Errorf("spliced %d bytes, %v", n, err)
	}
	if got, err := os.ReadFile(path); string(got) != "to be copied" || err != nil {
		t.Errorf("the copy is %q, %v", got, err)
	}
	if !in.IsClosed() || !out.IsClosed() {
		t.Error("the streams are not closed")
	}
}

func TestQueryInfo(t *testing.T) {
	file := gio.NewFileForPath(textFile(t, "nine char"))
	info, err := gasync.Await(testContext(t), loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			file.QueryInfoAsync(ctx, "standard::size,standard::name", gio.FileQueryInfoNone, 0, ready)
		},
		file.QueryInfoFinish)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() != 9 || info.Name() != "text" {
		t.Errorf("the file is %q of %d bytes", info.Name(), info.Size())
	}
}

func TestLookupByName(t *testing.T) {
	resolver := gio.BaseResolver(gio.ResolverGetDefault())
	addresses, err := gasync.Await(testContext(t), loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			resolver.LookupByNameAsync(ctx, "localhost", ready)
		},
		resolver.LookupByNameFinish)
	if err != nil || len(addresses) == 0 {
		t.Fatalf("looked up %d addresses, %v", len(addresses), err)
	}
	for _, address := range addresses {
		if ip := net.ParseIP(address.String()); ip == nil || !ip.IsLoopback() {
			t.Errorf("localhost is %s", address)
		}
	}
}

// listen returns the port of a listener on this machine, and the connections that
// it took, which the test closes.
func listen(t *testing.T) (port uint, accepted <-chan net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	conns := make(chan net.Conn, 64)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns <- conn
		}
	}()
	t.Cleanup(func() { _ = listener.Close(); <-ended })
	return uint(listener.Addr().(*net.TCPAddr).Port), conns
}

// connect connects to a port of this machine.
func connect(ctx context.Context, port uint) (*gio.SocketConnection, error) {
	client := gio.NewSocketClient()
	address := gio.NewInetSocketAddressFromString("127.0.0.1", port)
	return gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) { client.ConnectAsync(ctx, address, ready) },
		client.ConnectFinish)
}

func TestSocketClientConnects(t *testing.T) {
	ctx := testContext(t)
	port, accepted := listen(t)
	conn, err := connect(ctx, port)
	if err != nil {
		t.Fatal(err)
	}
	server := <-accepted
	defer server.Close()
	if err := writeAll(ctx, gio.BaseOutputStream(conn.OutputStream()), []byte("ping")); err != nil {
		t.Fatal(err)
	}
	ping := make([]byte, 4)
	if _, err := io.ReadFull(server, ping); err != nil || string(ping) != "ping" {
		t.Errorf("the server got %q, %v", ping, err)
	}
	if _, err := server.Write([]byte("pong")); err != nil {
		t.Fatal(err)
	}
	if err := server.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	got, err := readAll(ctx, gio.BaseInputStream(conn.InputStream()), 100)
	if string(got) != "pong" || err != nil {
		t.Errorf("the client got %q, %v", got, err)
	}
	if err := closeStream(ctx, conn); err != nil {
		t.Error(err)
	}
}

func TestCase95CancelEndsASocketsRead(t *testing.T) {
	port, accepted := listen(t)
	conn, err := connect(testContext(t), port)
	if err != nil {
		t.Fatal(err)
	}
	defer (<-accepted).Close() // it never says a word
	ctx, cancel := context.WithCancelCause(testContext(t))
	time.AfterFunc(5*time.Millisecond, func() { cancel(errUser) })
	_, err = readAll(ctx, gio.BaseInputStream(conn.InputStream()), 10)
	wantCanceled(t, err, context.Canceled, errUser, true)
	if err := closeStream(testContext(t), conn); err != nil {
		t.Error(err)
	}
}
