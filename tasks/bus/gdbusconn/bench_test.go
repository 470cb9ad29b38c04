package gdbusconn_test

import (
	"sync"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// BenchmarkCall times calls of the bus's own GetId, which it answers itself, one
// after another and 64 at once.
func BenchmarkCall(b *testing.B) {
	conn := dial(b, bustest.StartDaemon(b).BusAddress(b))
	call := bus.Call{Destination: "org.freedesktop.DBus", Path: "/", Interface: "org.freedesktop.DBus", Member: "GetId"}
	b.Run("1", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := conn.Call(b.Context(), call); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("64", func(b *testing.B) {
		b.ReportAllocs()
		var wg sync.WaitGroup
		for worker := range 64 {
			wg.Go(func() {
				for range (b.N + worker) / 64 {
					if _, err := conn.Call(b.Context(), call); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
	})
}
