package bus_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/godbus/dbus/v5"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// getID is the cheapest call that a bus answers.
var getID = bus.Call{
	Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
	Interface: "org.freedesktop.DBus", Member: "GetId",
}

// BenchmarkCall makes calls as the window does: each a task of the engine.
func BenchmarkCall(b *testing.B) {
	for name, dialer := range map[string]bus.Dialer{
		"godbus": godbusconn.NewDialer(),
		"gdbus":  gdbusconn.NewDialer(loop),
	} {
		b.Run(name, func(b *testing.B) {
			daemon := bustest.StartDaemon(b)
			engine := tasks.New(tasks.Options{Keep: -1})
			connections := bus.NewConnections(engine, bus.Backend{Name: name, Dialer: dialer})
			defer func() {
				if err := errors.Join(engine.Shutdown(context.Background()), connections.Shutdown(context.Background())); err != nil {
					b.Error(err)
				}
			}()
			spec := bus.CallSpec{Endpoint: bus.Endpoint{Address: daemon.BusAddress(b)}, Call: getID}
			workloads(b, func() error {
				f, err := connections.SubmitCall(spec)
				if err != nil {
					return err
				}
				_, err = f.Wait(context.Background())
				return err
			})
		})
	}
}

// BenchmarkPlainGodbus makes the same calls with godbus alone, as the yardstick.
func BenchmarkPlainGodbus(b *testing.B) {
	daemon := bustest.StartDaemon(b)
	conn, err := dbus.Connect(daemon.Address())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	object := conn.BusObject()
	workloads(b, func() error {
		var id string
		return object.Call("org.freedesktop.DBus.GetId", 0).Store(&id)
	})
}

// workloads makes calls one after another, and from 64 goroutines at once.
func workloads(b *testing.B, call func() error) {
	if err := call(); err != nil { // connects
		b.Fatal(err)
	}
	b.Run("sequential", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := call(); err != nil {
				b.Fatal(err)
			}
		}
	})
	const workers = 64
	b.Run(fmt.Sprintf("concurrent%d", workers), func(b *testing.B) {
		b.ReportAllocs()
		var left atomic.Int64
		left.Store(int64(b.N))
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for left.Add(-1) >= 0 {
					if err := call(); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
	})
}
