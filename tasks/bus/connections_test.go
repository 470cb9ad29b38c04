package bus_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

var session = bus.Endpoint{Address: bus.SessionAddress()}

// desk is a set of connections under test, with what its one backend dials.
type desk struct {
	*bus.Connections
	engine *tasks.Engine
	dials  atomic.Int64
	dialed []*bustest.Conn
}

func newDesk(t *testing.T, dial func(context.Context) (*bustest.Conn, error)) *desk {
	t.Helper()
	d := &desk{engine: tasks.New(tasks.Options{})}
	d.Connections = bus.NewConnections(d.engine, bus.Backend{Name: "fake", Dialer: bustest.DialerFunc(
		func(ctx context.Context, _ bus.Address) (bus.Conn, error) {
			d.dials.Add(1)
			conn, err := dial(ctx)
			if err != nil {
				return nil, err
			}
			d.dialed = append(d.dialed, conn)
			return conn, nil
		})})
	t.Cleanup(func() {
		if err := errors.Join(d.engine.Shutdown(context.Background()), d.Shutdown(context.Background())); err != nil {
			t.Errorf("shutting down: %v", err)
		}
	})
	return d
}

func (d *desk) call(t *testing.T, member bus.Member) tasks.Future[bus.Reply] {
	t.Helper()
	f, err := d.SubmitCall(bus.CallSpec{Endpoint: session, Call: bus.Call{
		Destination: "com.example.Desk", Path: "/", Interface: "com.example.Desk", Member: member,
	}})
	if err != nil {
		t.Fatalf("SubmitCall: %v", err)
	}
	return f
}

func (d *desk) wantState(t *testing.T, want bus.ConnectionState) bus.ConnectionInfo {
	t.Helper()
	all := d.All()
	if len(all) != 1 || all[0].State != want {
		t.Fatalf("connections are %+v, want one that is %v", all, want)
	}
	return all[0]
}

func never(context.Context) (*bustest.Conn, error) { return bustest.NewConn(nil), nil }

func answering(context.Context) (*bustest.Conn, error) {
	return bustest.NewConn(func(p *bustest.Pending) { p.Reply(bus.String(string(p.Call.Member))) }), nil
}

func TestCallsShareOneConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(ctx context.Context) (*bustest.Conn, error) {
			time.Sleep(time.Second)
			return answering(ctx)
		})
		var futures []tasks.Future[bus.Reply]
		for range 10 {
			futures = append(futures, d.call(t, "Ring"))
		}
		synctest.Wait()
		d.wantState(t, bus.Connecting)
		for _, f := range futures {
			if reply, err := f.Wait(t.Context()); err != nil || len(reply.Body) != 1 {
				t.Fatalf("Wait = %+v, %v", reply, err)
			}
		}
		if info := d.wantState(t, bus.Connected); info.UniqueName == "" || d.dials.Load() != 1 {
			t.Fatalf("%d dials, %+v", d.dials.Load(), info)
		}
		s := futures[0].Task().Snapshot()
		spec, ok := s.Spec.Data.(bus.CallSpec)
		if !ok || spec.Endpoint.Backend != "fake" || s.Spec.Title != "com.example.Desk.Ring" || s.Spec.Detail != "Session · com.example.Desk" {
			t.Fatalf("the call's task is %+v", s.Spec)
		}
	})
}

func TestConnectingIsATask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, never)
		task, err := d.Open(session)
		if err != nil {
			t.Fatal(err)
		}
		<-task.Done()
		s := task.Snapshot()
		if info, ok := s.Result.(bus.ConnectionInfo); !ok || info.State != bus.Connected || s.Spec.Title != "Connect to Session" {
			t.Fatalf("the task is %+v with %+v", s.Spec, s.Result)
		}
		if again, err := d.Open(session); err != nil || again != task {
			t.Fatalf("Open of an open connection = %v, %v, want the same task", again, err)
		}
	})
}

func TestFailedDialFailsTheCallAndTheNextDialsAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := &bus.Error{Kind: bus.KindNoServer, Message: "nobody listens"}
		fail := true
		d := newDesk(t, func(ctx context.Context) (*bustest.Conn, error) {
			if fail {
				return nil, down
			}
			return answering(ctx)
		})
		if _, err := d.call(t, "Ring").Wait(t.Context()); bus.KindOf(err) != bus.KindNoServer || !errors.Is(err, down) {
			t.Fatalf("Wait = %v, want the dialer's error", err)
		}
		if d.dials.Load() != 1 {
			t.Fatalf("dialled %d times for one call", d.dials.Load())
		}
		if info := d.wantState(t, bus.Failed); !errors.Is(info.Err, down) {
			t.Fatalf("Err = %v", info.Err)
		}
		fail = false
		if _, err := d.call(t, "Ring").Wait(t.Context()); err != nil {
			t.Fatalf("Wait after the server came back = %v", err)
		}
		d.wantState(t, bus.Connected)
	})
}

func TestDeadBusFailsEveryCallAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, never)
		var changes atomic.Int64
		cancel := d.Subscribe(func() { changes.Add(1) })
		defer cancel()
		var futures []tasks.Future[bus.Reply]
		for range 50 {
			futures = append(futures, d.call(t, "Never"))
		}
		synctest.Wait()
		before, start := changes.Load(), time.Now()
		d.dialed[0].Disconnect(errors.New("the bus died"))
		for _, f := range futures {
			if _, err := f.Wait(t.Context()); bus.KindOf(err) != bus.KindDisconnected {
				t.Fatalf("Wait = %v, want KindDisconnected", err)
			}
			if s := f.Task().Snapshot(); s.State != tasks.Failed {
				t.Fatalf("the task is %v", s.State)
			}
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Lost); bus.KindOf(info.Err) != bus.KindDisconnected || time.Since(start) != 0 {
			t.Fatalf("%+v after %v", info, time.Since(start))
		}
		if changes.Load() == before {
			t.Fatal("nobody was told")
		}
		if _, err := d.Open(session); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		d.wantState(t, bus.Connected)
	})
}

func TestCloseCancelsWhatUsesTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, never)
		f := d.call(t, "Never")
		synctest.Wait()
		d.Close(session)
		_, err := f.Wait(t.Context())
		cause, ok := errors.AsType[*tasks.CancelError](err)
		if !ok || cause.Reason != tasks.ReasonConnectionClosed {
			t.Fatalf("Wait = %v, want a cancel since the connection was closed", err)
		}
		synctest.Wait()
		d.wantState(t, bus.Closed)
		if err := d.dialed[0].Err(); !errors.Is(err, bus.ErrClosed) {
			t.Fatalf("the connection's end is %v", err)
		}
	})
}

func TestCloseWhileConnecting(t *testing.T) {
	for name, stubborn := range map[string]bool{"dialer gives up": false, "dialer comes back too late": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, func(ctx context.Context) (*bustest.Conn, error) {
					if stubborn {
						time.Sleep(time.Second)
						return never(ctx)
					}
					<-ctx.Done()
					return nil, bus.NewContextError(ctx)
				})
				task, err := d.Open(session)
				if err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				d.Close(session)
				<-task.Done()
				d.wantState(t, bus.Closed)
				if stubborn && d.dialed[0].Err() == nil {
					t.Fatal("the late connection was left open")
				}
			})
		})
	}
}

func TestCancelOfACallThatWaitsForItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(ctx context.Context) (*bustest.Conn, error) {
			<-ctx.Done()
			return nil, bus.NewContextError(ctx)
		})
		f := d.call(t, "Ring")
		synctest.Wait()
		f.Task().Cancel(nil)
		if _, err := f.Wait(t.Context()); bus.KindOf(err) != bus.KindCanceled || !errors.Is(err, tasks.CanceledByUser) {
			t.Fatalf("Wait = %v, want KindCanceled with its cause", err)
		}
		d.wantState(t, bus.Connecting)
		start := time.Now()
		if _, err := d.call(t, "Ring").Wait(t.Context()); bus.KindOf(err) != bus.KindTimeout {
			t.Fatalf("Wait = %v, want the timeout of the dial", err)
		}
		if took := time.Since(start); took != bus.DialTimeout {
			t.Fatalf("the dial took %v", took)
		}
		d.wantState(t, bus.Failed)
	})
}

func TestInFlightIsCappedOnTheSystemBus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, never)
		for range 150 {
			if _, err := d.SubmitCall(bus.CallSpec{
				Endpoint: bus.Endpoint{Address: bus.SystemAddress()},
				Call:     bus.Call{Destination: "com.example.Desk", Path: "/", Member: "Never"},
			}); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Stats.InFlight != 100 {
			t.Fatalf("%d calls in flight, want 100", info.Stats.InFlight)
		}
	})
}

func TestWrongUseIsRefused(t *testing.T) {
	d := newDesk(t, answering)
	syntax := new(bus.SyntaxError)
	if _, err := d.SubmitCall(bus.CallSpec{Endpoint: session}); !errors.As(err, &syntax) {
		t.Errorf("SubmitCall of nothing = %v, want a SyntaxError", err)
	}
	if _, err := d.Open(bus.Endpoint{Backend: "none"}); !errors.Is(err, bus.ErrNoSuchBackend) {
		t.Errorf("Open with no such backend = %v", err)
	}
	if _, err := d.Retry("what?"); !errors.Is(err, bus.ErrNothingToRetry) {
		t.Errorf("Retry of a string = %v", err)
	}
	if len(d.engine.Snapshots()) != 0 || len(d.All()) != 0 {
		t.Error("something was submitted all the same")
	}
}

func TestRetrySubmitsTheSameAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, answering)
		first := d.call(t, "Ring")
		<-first.Task().Done()
		again, err := d.Retry(first.Task().Spec().Data)
		if err != nil {
			t.Fatal(err)
		}
		<-again.Done()
		if last := again.Snapshot(); last.ID == first.Task().ID() || last.State != tasks.Succeeded || last.Spec.Title != first.Task().Spec().Title {
			t.Fatalf("the last task is %+v", last)
		}
		if calls := d.dialed[0].Calls(); len(calls) != 2 || calls[0].Member != calls[1].Member {
			t.Fatalf("the calls were %+v", calls)
		}
	})
}

func TestPeersAreForABackendThatCanBeTrustedWithThem(t *testing.T) {
	engine := tasks.New(tasks.Options{})
	peer, err := bus.PeerAddress("unix:path=/run/peer")
	if err != nil {
		t.Fatal(err)
	}
	dialed := make(chan string, 1)
	backend := func(name string, peers bool) bus.Backend {
		return bus.Backend{Name: name, Peers: peers, Dialer: bustest.DialerFunc(func(_ context.Context, a bus.Address) (bus.Conn, error) {
			if a != peer {
				t.Errorf("dialled %s", a)
			}
			dialed <- name
			return bustest.NewConn(func(p *bustest.Pending) { p.Reply() }), nil
		})}
	}
	for _, asked := range []string{"", "quick", "strict"} {
		c := bus.NewConnections(engine, backend("quick", false), backend("strict", true))
		f, err := c.SubmitCall(bus.CallSpec{Endpoint: bus.Endpoint{Address: peer, Backend: asked}, Call: bus.Call{Destination: ":1.2", Path: "/", Member: "Ring"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := <-dialed; got != "strict" {
			t.Errorf("asked for %q, the peer was dialled with %q", asked, got)
		}
		if err := c.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	c := bus.NewConnections(engine, backend("quick", false))
	if _, err := c.Open(bus.Endpoint{Address: peer}); !errors.Is(err, bus.ErrNoSuchBackend) {
		t.Errorf("Open without such a backend = %v", err)
	}
	if err := engine.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
}
