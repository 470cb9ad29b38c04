package bus_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// TestNamesKeepUpWithABusyBus lists the names while programs come and go, and
// compares what is kept with what there is when they have settled.
func TestNamesKeepUpWithABusyBus(t *testing.T) {
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			daemon := bustest.StartDaemon(t)
			conn := dial(t, dialer, daemon)
			matches := bus.NewMatches(conn)
			defer matches.Close()
			ctx, cancel := context.WithCancel(t.Context())
			var busy sync.WaitGroup
			for range 4 {
				busy.Go(func() {
					for ctx.Err() == nil {
						come, err := dialer.Dial(ctx, daemon.BusAddress(t))
						if err != nil {
							continue
						}
						_, _ = come.Call(ctx, bus.Call{
							Destination: "org.freedesktop.DBus", Path: "/", Interface: "org.freedesktop.DBus", Member: "RequestName",
							Args: []bus.Value{bus.String("com.example.Contested"), bus.Uint32(0)},
						})
						come.Close()
					}
				})
			}
			woken := make(chan struct{}, 1)
			wake := func() {
				select {
				case woken <- struct{}{}:
				default:
				}
			}
			var all []*bus.Names
			for range 20 {
				live, err := bus.NewNames(t.Context(), conn, matches, wake)
				if err != nil {
					t.Error(err)
					break
				}
				defer live.Close()
				all = append(all, live)
			}
			cancel()
			busy.Wait()
			want := func() []string {
				infos, err := bus.ListNames(t.Context(), conn)
				if err != nil {
					t.Fatal(err)
				}
				return short(infos)
			}
			for i, live := range all {
				for !slices.Equal(short(live.Snapshot()), want()) {
					// The bus may not have noticed yet that a program has gone.
					if !t.Failed() {
						await(t, woken)
					}
				}
				if t.Failed() {
					t.Fatalf("%d keeps %q, there are %q", i, short(live.Snapshot()), want())
				}
			}
		})
	}
}
