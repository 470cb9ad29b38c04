package bus_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

// onDaemon runs a test of Connections with each backend, against a private daemon
// with the practice service.
func onDaemon(t *testing.T, test func(t *testing.T, d *daemonDesk), opts ...bustest.DaemonOption) {
	for name, dialer := range map[string]bus.Dialer{"godbus": godbusconn.NewDialer(), "GDBus": gdbusconn.NewDialer(loop)} {
		t.Run(name, func(t *testing.T) {
			daemon := bustest.StartDaemon(t, opts...)
			service, err := practice.Start(t.Context(), daemon.BusAddress(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { service.Close() })
			test(t, newDaemonDesk(t, name, dialer, daemon, bus.Endpoint{Address: daemon.BusAddress(t)}))
		})
	}
}

func newDaemonDesk(t *testing.T, name string, dialer bus.Dialer, daemon *bustest.Daemon, ep bus.Endpoint) *daemonDesk {
	t.Helper()
	d := &daemonDesk{engine: tasks.New(tasks.Options{}), daemon: daemon, endpoint: ep}
	d.Connections = bus.NewConnections(d.engine, bus.Backend{Name: name, Dialer: dialer})
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := errors.Join(d.engine.Shutdown(ctx), d.Shutdown(ctx)); err != nil {
			t.Errorf("shutting down: %v", err)
		}
	})
	return d
}

// patience is how long something may take that is expected to happen.
const patience = 30 * time.Second

// daemonDesk is a set of connections to a real bus.
type daemonDesk struct {
	*bus.Connections
	engine   *tasks.Engine
	daemon   *bustest.Daemon
	endpoint bus.Endpoint
}

func (d *daemonDesk) spec(timeout time.Duration, member bus.Member, args ...bus.Value) bus.CallSpec {
	return bus.CallSpec{Endpoint: d.endpoint, Timeout: timeout, Call: bus.Call{
		Destination: practice.Name, Path: practice.Path, Interface: practice.Interface, Member: member, Args: args,
	}}
}

func (d *daemonDesk) call(t *testing.T, timeout time.Duration, member bus.Member, args ...bus.Value) tasks.Future[bus.Reply] {
	t.Helper()
	f, err := d.SubmitCall(d.spec(timeout, member, args...))
	if err != nil {
		t.Fatalf("SubmitCall: %v", err)
	}
	return f
}

// until polls until the connection is as wanted: what a bus counts comes with no
// event.
func (d *daemonDesk) until(t *testing.T, what string, ok func(bus.ConnectionInfo) bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		all := d.All()
		if len(all) == 1 && ok(all[0]) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited too long until %s; it is %+v", what, all)
		}
		time.Sleep(time.Millisecond)
	}
}

// cancelOnStart cancels the tasks as they start to run, until the test ends.
func cancelOnStart(t *testing.T, engine *tasks.Engine, chosen func(*tasks.Task) bool) {
	wake := make(chan struct{}, 1)
	sub := engine.Subscribe(func() {
		select {
		case wake <- struct{}{}:
		default:
		}
	})
	stop, ended := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() {
		sub.Close()
		close(stop) // not wake: a change that is just being told may still send
		<-ended
	})
	go func() {
		defer close(ended)
		for {
			select {
			case <-stop:
				return
			case <-wake:
			}
			for _, s := range sub.Drain().Updated {
				if task := engine.Lookup(s.ID); task != nil && s.State == tasks.Running && chosen(task) {
					task.Cancel(nil)
				}
			}
		}
	}()
}

const replies = 8

func TestThousandCallsOnEightSlots(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		const fine, doomed, slow = "fine", "doomed", "slow"
		cancelOnStart(t, d.engine, func(task *tasks.Task) bool { return task.Spec().Title == doomed })
		var futures []tasks.Future[bus.Reply]
		for i := range 1000 {
			spec := d.spec(0, "Sleep", bus.Uint32(5))
			switch spec.Title = []string{fine, doomed, slow}[i%3]; spec.Title {
			case doomed:
				spec.Call.Args[0] = bus.Uint32(40)
			case slow:
				spec.Call.Args[0], spec.Timeout = bus.Uint32(40), 10*time.Millisecond
			}
			f, err := d.SubmitCall(spec)
			if err != nil {
				t.Fatal(err)
			}
			futures = append(futures, f)
		}
		states := map[tasks.State]int{}
		for i, f := range futures {
			_, err := f.Wait(t.Context())
			s := f.Task().Snapshot()
			states[s.State]++
			switch title := s.Spec.Title; {
			case bus.KindOf(err) == bus.KindLimit:
				t.Fatalf("call %d: %v", i, err)
			case title == fine && err != nil,
				title == slow && err != nil && !errors.Is(err, context.DeadlineExceeded),
				title == doomed && err != nil && s.State != tasks.Canceled:
				t.Fatalf("call %d, %s: %v, %v", i, title, s.State, err)
			}
		}
		// Not quite: an answer that is there before anybody looked at the clock counts.
		if states[tasks.Canceled] < 250 || states[tasks.Failed] < 250 {
			t.Fatalf("a third was to be canceled and a third to time out: %v", states)
		}

		d.until(t, "the late answers have come", func(info bus.ConnectionInfo) bool { return info.Stats == bus.Stats{} })

		// Orphans take every slot that there is: everything waits until a reset.
		var never []tasks.Future[bus.Reply]
		for range 2 * replies {
			never = append(never, d.call(t, 5*time.Millisecond, "NeverAnswer"))
		}
		late := d.call(t, 0, "Add", bus.Int32(1), bus.Int32(2))
		d.until(t, "orphans have every slot", func(info bus.ConnectionInfo) bool {
			return info.Limit > 0 && info.Limit <= replies && info.Stats == bus.Stats{Orphans: info.Limit}
		})
		if s := late.Task().Snapshot(); s.State != tasks.Queued {
			t.Fatalf("a call is %v, without a slot", s.State)
		}
		for _, f := range never { // those that had no slot yet would take the new ones
			f.Task().Cancel(nil)
		}
		task, err := d.Reset(d.endpoint)
		if err != nil {
			t.Fatal(err)
		}
		<-task.Done()
		if _, err := late.Wait(t.Context()); err != nil {
			t.Fatal("after the reset:", err)
		}

		// All are free: eight more of those calls go out, and the ninth tells.
		for range 3 * replies {
			d.call(t, 0, "NeverAnswer")
		}
		d.until(t, "the limit is learned again", func(info bus.ConnectionInfo) bool {
			return info.Limit == replies && info.Stats.InFlight+info.Stats.Orphans == replies
		})
		if _, err := d.Reset(d.endpoint); err != nil {
			t.Fatal(err)
		}
		d.Close(d.endpoint)
	}, bustest.WithLimit("max_replies_per_connection", replies))
}
