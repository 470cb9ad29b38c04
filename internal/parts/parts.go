// Package parts puts together what Bellhop's window and its command line both run
// on, and takes it down in the opposite order.
package parts

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// patience is how long Finish waits for work that does not stop.
const patience = 5 * time.Second

// Parts are the main loop, the tasks, the connections over either backend, and the
// practice service, which starts when it is asked for. Use [New].
type Parts struct {
	Loop        *mainloop.Loop
	Engine      *tasks.Engine
	Connections *bus.Connections
	Practice    *practice.Host
}

// New makes the parts. It has to be called on the main goroutine, as
// [mainloop.New] has, and needs no display. End them with [Parts.Finish].
func New() Parts {
	loop := mainloop.New(nil)
	engine := tasks.New(tasks.Options{NoWait: loop.OnThread})
	connections := bus.NewConnections(engine,
		bus.Backend{Name: "godbus", Dialer: godbusconn.NewDialer()},
		bus.Backend{Name: "GDBus", Dialer: gdbusconn.NewDialer(loop), Peers: true})
	return Parts{loop, engine, connections, practice.NewHost(bus.SessionAddress())}
}

// Finish runs the main loop while work runs on another goroutine, then takes the
// parts down, and gives the status that work gave. If they do not go down within a
// few seconds, that is logged, and the status is not 0. It has to be called on the
// main goroutine, after any other main loop has ended.
func (p Parts) Finish(work func() int) (status int) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		status = work()
		if err := p.takeDown(); err != nil {
			slog.Error("shutting down", "err", err)
			status = max(status, 1)
		}
	}()
	p.Loop.RunUntil(done)
	p.Loop.Close()
	return status
}

func (p Parts) takeDown() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return errors.Join(p.Engine.Shutdown(ctx), p.Connections.Shutdown(ctx), p.Practice.Close())
}
