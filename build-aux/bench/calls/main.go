// Command calls makes calls of GetId on the session bus, one after another and
// from several workers at once, and prints what each took: with godbus alone, or
// as tasks over one of the backends.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

const usage = "usage: calls plain-godbus|bellhop-godbus|bellhop-gdbus CALLS WORKERS"

func main() {
	loop := mainloop.New(nil)
	done := make(chan struct{})
	var err error
	go func() {
		defer close(done)
		err = run(loop, os.Args[1:])
	}()
	loop.RunUntil(done)
	loop.Close()
	if err != nil {
		fmt.Fprintln(os.Stderr, "calls:", err)
		os.Exit(1)
	}
}

func run(loop *mainloop.Loop, args []string) error {
	if len(args) != 3 {
		return errors.New(usage)
	}
	calls, err1 := strconv.Atoi(args[1])
	workers, err2 := strconv.Atoi(args[2])
	if err1 != nil || err2 != nil || calls < 1 || workers < 1 {
		return errors.New(usage)
	}
	work := workload{name: args[0], calls: calls, workers: workers}
	switch args[0] {
	case "plain-godbus":
		return plain(work)
	case "bellhop-godbus":
		return throughEngine(work, godbusconn.NewDialer())
	case "bellhop-gdbus":
		return throughEngine(work, gdbusconn.NewDialer(loop))
	}
	return errors.New(usage)
}

// plain calls with godbus alone.
func plain(work workload) error {
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return err
	}
	defer conn.Close()
	object := conn.BusObject()
	return work.measure(func() error {
		var id string
		return object.Call("org.freedesktop.DBus.GetId", 0).Store(&id)
	})
}

// throughEngine calls as the window does: each call is a task.
func throughEngine(work workload, dialer bus.Dialer) (err error) {
	engine := tasks.New(tasks.Options{})
	connections := bus.NewConnections(engine, bus.Backend{Name: work.name, Dialer: dialer})
	defer func() {
		err = errors.Join(err, engine.Shutdown(context.Background()), connections.Shutdown(context.Background()))
	}()
	spec := bus.CallSpec{
		Endpoint: bus.Endpoint{Address: bus.SessionAddress()},
		Call: bus.Call{
			Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
			Interface: "org.freedesktop.DBus", Member: "GetId",
		},
	}
	return work.measure(func() error {
		future, err := connections.SubmitCall(spec)
		if err != nil {
			return err
		}
		_, err = future.Wait(context.Background())
		return err
	})
}

// workload is what is measured, under which name.
type workload struct {
	name           string
	calls, workers int
}

func (w workload) measure(call func() error) error {
	if err := call(); err != nil { // connects
		return err
	}
	start := time.Now()
	for range w.calls {
		if err := call(); err != nil {
			return err
		}
	}
	w.report("sequential", start)

	start = time.Now()
	failures := make([]error, w.workers)
	var wg sync.WaitGroup
	for i := range w.workers {
		wg.Go(func() {
			for range (w.calls + i) / w.workers {
				if failures[i] = call(); failures[i] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	w.report(fmt.Sprintf("concurrent%d", w.workers), start)
	return errors.Join(failures...)
}

func (w workload) report(how string, start time.Time) {
	each := time.Since(start) / time.Duration(w.calls)
	fmt.Printf("%s %s %.1f us/call\n", w.name, how, float64(each)/float64(time.Microsecond))
}
