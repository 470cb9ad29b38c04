package godbusconn_test

import (
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// BenchmarkCall times calls of the bus's own GetId, which it answers itself, by
// this package and by godbus alone.
func BenchmarkCall(b *testing.B) {
	daemon := bustest.StartDaemon(b)
	conn, err := godbusconn.NewDialer().Dial(b.Context(), daemon.BusAddress(b))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	plain, err := dbus.Connect(daemon.Address())
	if err != nil {
		b.Fatal(err)
	}
	defer plain.Close()

	call := bus.Call{Destination: "org.freedesktop.DBus", Path: "/", Interface: "org.freedesktop.DBus", Member: "GetId"}
	object := plain.BusObject()
	for _, way := range []struct {
		name string
		call func() error
	}{
		{"Bellhop", func() error {
			_, err := conn.Call(b.Context(), call)
			return err
		}},
		{"godbus", func() error {
			return object.CallWithContext(b.Context(), "org.freedesktop.DBus.GetId", 0).Err
		}},
	} {
		b.Run(way.name+"/1", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := way.call(); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(way.name+"/64", func(b *testing.B) {
			b.ReportAllocs()
			var wg sync.WaitGroup
			for worker := range 64 {
				wg.Go(func() {
					for range (b.N + worker) / 64 {
						if err := way.call(); err != nil {
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
