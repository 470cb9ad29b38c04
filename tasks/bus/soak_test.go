//go:build !race

package bus_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

const (
	soakChild = "BELLHOP_SOAK_CHILD" // set in the child process
	soakTime  = "BELLHOP_SOAK"       // how long to soak: 1h, say; 20s if unset

	soakWorkers = 8
	soakBar     = 10 << 20 // bytes
)

// Every kind of work, on both backends, finished, failed, canceled, and cut off
// by a reset, until the time is up: what the process holds is then what it held
// after the first tenth. In a process of its own, where a GLib critical is fatal.
func TestSoak(t *testing.T) {
	length := 20 * time.Second
	if s := os.Getenv(soakTime); s != "" {
		var err error
		if length, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getenv(soakChild) == "" {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=0")
		cmd.Env = append(os.Environ(), soakChild+"=1", "G_DEBUG=fatal-criticals")
		out, err := cmd.CombinedOutput()
		t.Logf("%s", out)
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	s := newSoak(t)
	s.run(t, length/10)
	before := mainlooptest.TakeHolding(t, loop)
	s.run(t, length-length/10)
	after := mainlooptest.TakeHolding(t, loop)
	t.Logf("%d tasks in %v: %v after the first tenth, %v at the end", s.done.Load(), length, before, after)
	if after.Resident > before.Resident+soakBar || after.Descriptors != before.Descriptors || after.Goroutines != before.Goroutines {
		t.Errorf("after the first tenth the process held %v, at the end %v\n%s", before, after, mainlooptest.Stacks())
	}
}

// soak is what the soak's tasks work on.
type soak struct {
	engine      *tasks.Engine
	connections *bus.Connections
	endpoints   []bus.Endpoint
	done        atomic.Int64
}

func newSoak(t *testing.T) *soak {
	t.Helper()
	daemon := bustest.StartDaemon(t)
	service, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	engine := tasks.New(tasks.Options{Keep: 1000})
	s := &soak{engine: engine, connections: bus.NewConnections(engine,
		bus.Backend{Name: "godbus", Dialer: godbusconn.NewDialer()},
		bus.Backend{Name: "GDBus", Dialer: gdbusconn.NewDialer(loop)})}
	for _, backend := range s.connections.Backends() {
		s.endpoints = append(s.endpoints, bus.Endpoint{Address: daemon.BusAddress(t), Backend: backend})
	}
	t.Cleanup(func() {
		ctx := context.Background()
		if err := errors.Join(engine.Shutdown(ctx), s.connections.Shutdown(ctx), service.Close()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// run submits tasks from some goroutines for a while and awaits them all.
func (s *soak) run(t *testing.T, length time.Duration) {
	t.Helper()
	changes := s.engine.Subscribe(func() {})
	defer changes.Close()
	end := time.Now().Add(length)
	var wg sync.WaitGroup
	for range soakWorkers {
		wg.Go(func() {
			for time.Now().Before(end) {
				if err := s.one(); err != nil {
					t.Error(err)
					return
				}
				s.done.Add(1)
				changes.Drain()
			}
		})
	}
	wg.Wait()
	for _, ep := range s.endpoints {
		s.connections.Close(ep) // and what was orphaned with it
	}
}

// one submits a task, cancels it one time in four, and awaits it.
func (s *soak) one() error {
	ep := s.endpoints[rand.IntN(len(s.endpoints))]
	if rand.IntN(2000) == 0 {
		_, err := s.connections.Reset(ep)
		return err
	}
	object := bus.Object{Endpoint: ep, Name: practice.Name, Path: practice.Path}
	task, err := s.submit(object, rand.IntN(12))
	if err != nil {
		return err
	}
	if rand.IntN(4) == 0 {
		time.Sleep(rand.N(time.Millisecond))
		task.Cancel(tasks.CanceledByUser)
	}
	<-task.Done()
	snapshot := task.Snapshot()
	switch e, ok := errors.AsType[*bus.Error](snapshot.Err); {
	case snapshot.State == tasks.Canceled, snapshot.Err == nil:
	case ok && (e.Name == "org.example.Soaked" || e.Kind == bus.KindTimeout || e.Kind == bus.KindDisconnected || e.Kind == bus.KindCanceled):
	default:
		return fmt.Errorf("%s: %w", snapshot.Spec.Title, snapshot.Err)
	}
	return nil
}

func (s *soak) submit(object bus.Object, kind int) (*tasks.Task, error) {
	c, ep := s.connections, object.Endpoint
	call := func(member bus.Member, args ...bus.Value) bus.CallSpec {
		return bus.CallSpec{Endpoint: ep, Timeout: time.Minute, Call: bus.Call{
			Destination: object.Name, Path: object.Path, Interface: practice.Interface, Member: member, Args: args,
		}}
	}
	switch kind {
	case 0:
		return future(c.SubmitCall(call("Sleep", bus.Uint32(uint32(rand.IntN(3))))))
	case 1:
		return future(c.SubmitCall(call("Fail", bus.String("org.example.Soaked"), bus.String("as it was told to"))))
	case 2:
		spec := call("Sleep", bus.Uint32(20))
		spec.Timeout = 2 * time.Millisecond
		return future(c.SubmitCall(spec))
	case 3:
		return future(c.SubmitRepeat(bus.RepeatSpec{CallSpec: call("Add", bus.Int32(1), bus.Int32(2)), Times: 20, AtOnce: 4}))
	case 4:
		return future(c.SubmitIntrospect(bus.IntrospectSpec{Object: object}))
	case 5:
		return future(c.SubmitListNames(bus.ListNamesSpec{Endpoint: ep}))
	case 6:
		return future(c.SubmitGetProperties(bus.GetPropertiesSpec{Object: object, Interface: practice.Interface}))
	case 7:
		return future(c.SubmitSetProperty(bus.SetPropertySpec{Object: object, Interface: practice.Interface, Property: "Text", Value: bus.String("soaked")}))
	case 8:
		return s.watch(object, call("Flood", bus.Uint32(200)))
	case 9:
		return future(c.SubmitCall(call("Big", bus.Uint32(uint32(rand.IntN(200_000))))))
	}
	return future(c.SubmitCall(call("Add", bus.Int32(1), bus.Int32(2))))
}

// watch watches a flood of signals that it asks for, until it has seen some.
func (s *soak) watch(object bus.Object, flood bus.CallSpec) (*tasks.Task, error) {
	task, err := future(s.connections.SubmitWatch(bus.WatchSpec{
		Endpoint: object.Endpoint, Keep: 50, Limit: 100,
		Rule: bus.MatchRule{Type: bus.MessageSignal, Interface: practice.Interface, Member: "Flooded"},
	}))
	if err != nil {
		return nil, err
	}
	for i := 0; ; i++ {
		asked, err := s.connections.SubmitCall(flood)
		if err != nil {
			task.Cancel(tasks.CanceledByUser)
			return task, nil //nolint:nilerr // the engine goes down, and the watch with it
		}
		<-asked.Task().Done()
		select {
		case <-task.Done():
			return task, nil
		case <-time.After(10 * time.Millisecond): // the flood may have come before the watch was armed
		}
		if i == 100 {
			task.Cancel(tasks.CanceledByUser)
		}
	}
}

func future[T any](f tasks.Future[T], err error) (*tasks.Task, error) { return f.Task(), err }
