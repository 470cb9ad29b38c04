package gasync_test

import (
	"context"
	"sync"
	"testing"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// benchmarkConn is a connection, and a context that can be canceled, as a task's.
func benchmarkConn(b *testing.B) (context.Context, *gio.DBusConnection) {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	b.Cleanup(cancel)
	b.ReportAllocs()
	return ctx, testConn(b)
}

func getID(ctx context.Context, conn *gio.DBusConnection, opts ...gasync.Option) error {
	_, err := gasync.Await(ctx, loop, busCall(conn, "GetId"), conn.CallFinish, opts...)
	return err
}

// Calls over GDBus, one after another and 64 at once, by Await, by Await with
// OnCaller, and by a bare channel without any of Await's promises.
func BenchmarkAwaitGDBus(b *testing.B) {
	ways := []struct {
		name string
		call func(context.Context, *gio.DBusConnection) error
	}{
		{"await", func(ctx context.Context, conn *gio.DBusConnection) error { return getID(ctx, conn) }},
		{"oncaller", func(ctx context.Context, conn *gio.DBusConnection) error {
			return getID(ctx, conn, gasync.OnCaller())
		}},
		{"channel", func(_ context.Context, conn *gio.DBusConnection) error {
			result := make(chan error, 1)
			busCall(conn, "GetId")(context.Background(), func(res gio.AsyncResulter) {
				_, err := conn.CallFinish(res)
				result <- err
			})
			return <-result
		}},
	}
	for _, way := range ways {
		b.Run(way.name+"/sequential", func(b *testing.B) {
			ctx, conn := benchmarkConn(b)
			for b.Loop() {
				if err := way.call(ctx, conn); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(way.name+"/concurrent64", func(b *testing.B) {
			ctx, conn := benchmarkConn(b)
			b.ResetTimer()
			var wg sync.WaitGroup
			for worker := range 64 {
				wg.Go(func() {
					for i := worker; i < b.N; i += 64 {
						if err := way.call(ctx, conn); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
		})
	}
}

// An operation that is done as soon as it is started: Await's own cost, and GTask's.
func BenchmarkAwaitTask(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	start := func(ctx context.Context, ready gio.AsyncReadyCallback) { gio.NewTask(ctx, nil, ready).ReturnInt(1) }
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gasync.Await(ctx, loop, start, finishTask); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFromCallback(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b.ReportAllocs()
	for b.Loop() {
		_, err := gasync.FromCallback(ctx, loop, func(done func(int, error) error) { _ = done(1, nil) })
		if err != nil {
			b.Fatal(err)
		}
	}
}
