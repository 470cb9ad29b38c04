package gasync_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// What arrives when nobody waits for it any more is closed, not leaked: file
// descriptors are counted.

// wantDescriptors fails unless the process comes to have that many open.
func wantDescriptors(t *testing.T, want int) {
	t.Helper()
	got := 0
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
		if got = descriptors(t); got == want {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d file descriptors are open, want %d", got, want)
		}
	}
}

func descriptors(t testing.TB) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// openDetached opens a file with AwaitDetached. With hold, the operation waits until
// the function that is sent there is called on the loop.
func openDetached(ctx context.Context, path string, hold chan<- func(), disposed func()) (*gio.FileInputStream, error) {
	file := gio.NewFileForPath(path)
	return gasync.AwaitDetached(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			if hold == nil {
				file.ReadAsync(ctx, 0, ready)
				return
			}
			// Without the GCancellable: it is to succeed after the cancel.
			hold <- func() { file.ReadAsync(context.Background(), 0, ready) }
		},
		func(res gio.AsyncResulter) (*gio.FileInputStream, error) { return file.ReadFinish(res) },
		func(stream *gio.FileInputStream) {
			_ = stream.Close(context.Background())
			disposed()
		})
}

func TestLateStreamIsClosed(t *testing.T) {
	path := textFile(t, "late")
	before := 0
	for round := range 20 {
		ctx, cancel := context.WithCancelCause(testContext(t))
		held, disposed := make(chan func(), 1), make(chan struct{})
		result := goAwait(func() (*gio.FileInputStream, error) {
			return openDetached(ctx, path, held, func() {
				if !loop.OnThread() {
					t.Error("disposed of off the main loop's thread")
				}
				close(disposed)
			})
		})
		goOn := <-held
		cancel(errUser)
		r := <-result
		wantCanceled(t, r.err, context.Canceled, errUser, false)
		if r.value != nil {
			t.Error("a value came with the error")
		}
		onLoop(t, goOn)
		<-disposed
		if round == 0 { // GIO's own are open from here on
			before = descriptors(t)
		}
	}
	wantDescriptors(t, before)
}

func TestLateSocketIsClosed(t *testing.T) {
	port, accepted := listen(t)
	before := 0
	for round := range 20 {
		ctx, cancel := context.WithCancelCause(testContext(t))
		client := gio.NewSocketClient()
		address := gio.NewInetSocketAddressFromString("127.0.0.1", port)
		held, disposed := make(chan func(), 1), make(chan error, 1)
		result := goAwait(func() (*gio.SocketConnection, error) {
			return gasync.AwaitDetached(ctx, loop,
				func(_ context.Context, ready gio.AsyncReadyCallback) {
					held <- func() { client.ConnectAsync(context.Background(), address, ready) }
				},
				client.ConnectFinish,
				func(conn *gio.SocketConnection) { disposed <- conn.Close(context.Background()) })
		})
		goOn := <-held
		cancel(errUser)
		wantCanceled(t, (<-result).err, context.Canceled, errUser, false)
		onLoop(t, goOn)
		if err := <-disposed; err != nil {
			t.Error(err)
		}
		server := <-accepted
		if n, err := server.Read(make([]byte, 1)); n != 0 || err == nil {
			t.Errorf("the server reads %d bytes, %v, want the end", n, err)
		}
		_ = server.Close()
		if round == 0 {
			before = descriptors(t)
		}
	}
	wantDescriptors(t, before)
}

// Whenever the cancel comes, before, in or after the operation, every stream is
// either given to the waiter or closed.
func TestStreamsThatRaceTheirCancelAreClosed(t *testing.T) {
	path := textFile(t, "race")
	open := func(ctx context.Context) error {
		stream, err := openDetached(ctx, path, nil, func() {})
		if err != nil {
			return err
		}
		return closeStream(context.Background(), stream)
	}
	if err := open(testContext(t)); err != nil {
		t.Fatal(err)
	}
	onLoop(t, func() {})
	before := descriptors(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				ctx, cancel := context.WithCancel(testContext(t))
				timer := time.AfterFunc(rand.N(300*time.Microsecond), cancel)
				if err := open(ctx); err != nil && !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
				timer.Stop()
				cancel()
			}
		})
	}
	wg.Wait()
	wantDescriptors(t, before)
}

func TestSocketsThatRaceTheirCancelAreClosed(t *testing.T) {
	port, accepted := listen(t)
	var servers sync.WaitGroup
	stop := make(chan struct{})
	servers.Go(func() {
		for {
			select {
			case server := <-accepted:
				_ = server.Close()
			case <-stop:
				return
			}
		}
	})
	address := gio.NewInetSocketAddressFromString("127.0.0.1", port)
	dial := func(ctx context.Context) error {
		client := gio.NewSocketClient()
		conn, err := gasync.AwaitDetached(ctx, loop,
			func(ctx context.Context, ready gio.AsyncReadyCallback) { client.ConnectAsync(ctx, address, ready) },
			client.ConnectFinish,
			func(conn *gio.SocketConnection) { _ = conn.Close(context.Background()) })
		if err != nil {
			return err
		}
		return closeStream(context.Background(), conn)
	}
	if err := dial(testContext(t)); err != nil {
		t.Fatal(err)
	}
	onLoop(t, func() {})
	before := settledDescriptors(t, accepted)
	for range 200 {
		ctx, cancel := context.WithCancel(testContext(t))
		timer := time.AfterFunc(rand.N(500*time.Microsecond), cancel)
		if err := dial(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		timer.Stop()
		cancel()
	}
	wantDescriptors(t, before)
	close(stop)
	servers.Wait()
}

// settledDescriptors counts once the listener's side has closed what it took.
func settledDescriptors(t *testing.T, accepted <-chan net.Conn) int {
	t.Helper()
	last := descriptors(t)
	for steady := 0; steady < 20; time.Sleep(time.Millisecond) {
		now := descriptors(t)
		if now != last || len(accepted) > 0 {
			last, steady = now, 0
			continue
		}
		steady++
	}
	return last
}
