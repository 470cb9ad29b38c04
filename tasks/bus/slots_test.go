package bus_test

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// tightBus refuses the calls of a connection that are too many, as a bus does.
type tightBus struct {
	limit  int
	answer func() (after time.Duration, never bool)

	mu      sync.Mutex
	dials   int
	open    int
	peak    int
	refused int
}

func (b *tightBus) dial(context.Context) (*bustest.Conn, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.dials++
	b.open = 0 // those of the connection before went with it
	return bustest.NewConn(b.take), nil
}

func (b *tightBus) take(p *bustest.Pending) {
	if p.Call.Member == "GetNameOwner" { // which the bus answers itself
		p.Reply(bus.String(":1.2"))
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open >= b.limit {
		b.refused++
		p.Refuse()
		return
	}
	b.open++
	b.peak = max(b.peak, b.open)
	after, never := b.answer()
	if never {
		return
	}
	dials := b.dials
	time.AfterFunc(after, func() {
		b.mu.Lock()
		if b.dials == dials {
			b.open--
		}
		b.mu.Unlock()
		p.Reply()
	})
}

func (b *tightBus) counts() (open, peak, refused int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.open, b.peak, b.refused
}

func never0() (time.Duration, bool) { return 0, true }

func always(d time.Duration) func() (time.Duration, bool) {
	return func() (time.Duration, bool) { return d, false }
}

func endpointOf(t *testing.T, address string) bus.Endpoint {
	t.Helper()
	a, err := bus.ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	return bus.Endpoint{Address: a}
}

func (d *desk) callAt(t *testing.T, ep bus.Endpoint, timeout time.Duration) tasks.Future[bus.Reply] {
	t.Helper()
	f, err := d.SubmitCall(bus.CallSpec{Endpoint: ep, Timeout: timeout, Call: bus.Call{
		Destination: "com.example.Desk", Path: "/", Interface: "com.example.Desk", Member: "Ring",
	}})
	if err != nil {
		t.Fatalf("SubmitCall: %v", err)
	}
	return f
}

func TestOrphansTakeRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &tightBus{limit: 128, answer: always(time.Hour)}
		d := newDesk(t, b.dial)
		system := bus.Endpoint{Address: bus.SystemAddress()}
		var futures []tasks.Future[bus.Reply]
		for range 400 {
			futures = append(futures, d.callAt(t, system, 0))
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Stats != (bus.Stats{InFlight: 100}) || info.Limit != 128 {
			t.Fatalf("at first: %+v of %d", info.Stats, info.Limit)
		}
		for _, f := range futures[:100] {
			f.Task().Cancel(nil)
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Stats != (bus.Stats{InFlight: 28, Orphans: 100}) || info.Full {
			t.Fatalf("after 100 cancels: %+v", info.Stats)
		}
		for _, f := range futures[100:128] {
			f.Task().Cancel(nil)
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Stats != (bus.Stats{Orphans: 128}) || !info.Full {
			t.Fatalf("with nothing but orphans: %+v", info.Stats)
		}
		if s := futures[128].Task().Snapshot(); s.State != tasks.Queued {
			t.Fatalf("the next call is %v", s.State)
		}
		time.Sleep(time.Hour) // the service answers the orphans
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Stats != (bus.Stats{InFlight: 100}) {
			t.Fatalf("after the late answers: %+v", info.Stats)
		}
		if _, _, refused := b.counts(); refused != 0 {
			t.Fatalf("the bus refused %d calls", refused)
		}
	})
}

func TestLimitIsLearned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &tightBus{limit: 8, answer: always(time.Second)}
		d := newDesk(t, b.dial)
		ep := endpointOf(t, "unix:path=/nowhere")
		var futures []tasks.Future[bus.Reply]
		for range 200 {
			futures = append(futures, d.callAt(t, ep, 2*time.Second))
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Limit != 8 || info.Stats.InFlight != 8 {
			t.Fatalf("%d of %d in flight, want 8 of 8", info.Stats.InFlight, info.Limit)
		}
		start := time.Now()
		for i, f := range futures {
			if _, err := f.Wait(t.Context()); err != nil {
				t.Fatalf("call %d: %v", i, err)
			}
		}
		if took := time.Since(start); took != 200/8*time.Second {
			t.Fatalf("they took %v", took)
		}
		// Those that were sent before the limit was known, and no more.
		if _, _, refused := b.counts(); refused > 92 {
			t.Fatalf("the bus refused %d calls", refused)
		}
	})
}

func TestLimitThatWasTooLowGrows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &tightBus{limit: 4, answer: always(time.Second)}
		d := newDesk(t, b.dial)
		ep := endpointOf(t, "unix:path=/nowhere")
		calls := func(count int) {
			var futures []tasks.Future[bus.Reply]
			for range count {
				futures = append(futures, d.callAt(t, ep, 0))
			}
			for _, f := range futures {
				if _, err := f.Wait(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			synctest.Wait()
		}
		calls(1000)
		if info := d.wantState(t, bus.Connected); info.Limit < 4 || info.Limit > 5 {
			t.Fatalf("learned %d, want 4, or the one more that is tried", info.Limit)
		}
		_, _, refused := b.counts()
		if most := 96 + 1000/(16*4); refused > most {
			t.Fatalf("%d calls were refused, more than %d", refused, most)
		}
		b.mu.Lock()
		b.limit = 1000
		b.mu.Unlock()
		calls(1000)
		if info := d.wantState(t, bus.Connected); info.Limit < 8 {
			t.Fatalf("%d is all that is tried", info.Limit)
		}
	})
}

func TestServicesOwnLimitIsNotTheBuss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(context.Context) (*bustest.Conn, error) {
			return bustest.NewConn(func(p *bustest.Pending) {
				p.Fail("org.freedesktop.DBus.Error.LimitsExceeded", "said the service")
			}), nil
		})
		ep := endpointOf(t, "unix:path=/nowhere")
		for range 3 {
			if _, err := d.callAt(t, ep, 0).Wait(t.Context()); bus.KindOf(err) != bus.KindLimit {
				t.Fatalf("Wait = %v, want the service's error", err)
			}
		}
		if info := d.wantState(t, bus.Connected); info.Limit != 0 {
			t.Fatalf("learned %d from a service", info.Limit)
		}
	})
}

// A bus refuses for other limits too, with the same error; where no call is open
// it cannot be for their number, and waiting would never end.
func TestRefusalOfTheOnlyCallFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, (&tightBus{limit: 0}).dial)
		_, err := d.callAt(t, endpointOf(t, "unix:path=/nowhere"), 0).Wait(t.Context())
		if bus.KindOf(err) != bus.KindLimit {
			t.Fatalf("Wait = %v, want the refusal", err)
		}
	})
}

func TestResetFreesTheSlots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &tightBus{limit: 8, answer: never0}
		d := newDesk(t, b.dial)
		ep := endpointOf(t, "unix:path=/nowhere")
		var futures []tasks.Future[bus.Reply]
		for range 20 {
			futures = append(futures, d.callAt(t, ep, 0))
		}
		synctest.Wait()
		// Which of them the bus took is chance.
		slices.SortStableFunc(futures, func(a, b tasks.Future[bus.Reply]) int {
			return cmp.Compare(b.Task().Snapshot().State, a.Task().Snapshot().State)
		})
		for _, f := range futures[:5] {
			f.Task().Cancel(nil)
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Stats != (bus.Stats{InFlight: 3, Orphans: 5}) || info.Limit != 8 {
			t.Fatalf("before: %+v of %d", info.Stats, info.Limit)
		}
		b.answer = always(time.Second)
		task, err := d.Reset(ep)
		if err != nil {
			t.Fatal(err)
		}
		<-task.Done()
		for i, f := range futures {
			_, err := f.Wait(t.Context())
			cause, _ := errors.AsType[*tasks.CancelError](err)
			switch {
			case i < 5 && !errors.Is(err, tasks.CanceledByUser),
				i >= 5 && i < 8 && (cause == nil || cause.Reason != tasks.ReasonConnectionReset),
				i >= 8 && err != nil:
				t.Fatalf("call %d: %v", i, err)
			}
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Stats != (bus.Stats{}) || d.dials.Load() != 2 {
			t.Fatalf("afterwards: %+v, %d dials", info.Stats, d.dials.Load())
		}
		if !errors.Is(d.dialed[0].Err(), bus.ErrClosed) {
			t.Fatal("the old connection was left open")
		}
	})
}

func TestResetThatCannotConnect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := &bus.Error{Kind: bus.KindNoServer}
		up := true
		d := newDesk(t, func(ctx context.Context) (*bustest.Conn, error) {
			if !up {
				return nil, down
			}
			return never(ctx)
		})
		if task, err := d.Reset(session); err != nil {
			t.Fatal(err)
		} else if <-task.Done(); task.Snapshot().State != tasks.Succeeded {
			t.Fatal("Reset of no connection does not connect")
		}
		up = false
		task, err := d.Reset(session)
		if err != nil {
			t.Fatal(err)
		}
		late := d.call(t, "Ring")
		<-task.Done()
		if s := task.Snapshot(); s.State != tasks.Failed {
			t.Fatalf("connecting is %v", s.State)
		}
		// What waited finds out, rather than waiting for ever.
		if _, err := late.Wait(t.Context()); !errors.Is(err, down) {
			t.Fatalf("Wait = %v, want the dialer's error", err)
		}
		d.wantState(t, bus.Failed)
	})
}

// TestSlotsUnderStress has many calls with every kind of end on a bus whose limit
// is not known, with resets in between.
func TestSlotsUnderStress(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			limit := 1 + rand.IntN(40)
			b := &tightBus{limit: limit, answer: func() (time.Duration, bool) {
				return time.Duration(rand.IntN(40)) * time.Millisecond, rand.IntN(50) == 0
			}}
			d := newDesk(t, b.dial)
			ep := endpointOf(t, "unix:path=/nowhere")
			var futures []tasks.Future[bus.Reply]
			for range 500 {
				f := d.callAt(t, ep, []time.Duration{0, 20 * time.Millisecond}[rand.IntN(2)])
				if futures = append(futures, f); rand.IntN(3) == 0 {
					time.AfterFunc(time.Duration(rand.IntN(200))*time.Millisecond, func() { f.Task().Cancel(nil) })
				}
			}
			unfinished := func() (n int) {
				for _, f := range futures {
					if !f.Task().Snapshot().State.Final() {
						n++
					}
				}
				return n
			}
			for unfinished() > 0 {
				time.Sleep(time.Second)
				info := d.wantState(t, bus.Connected)
				if open, _, _ := b.counts(); open != info.Stats.InFlight+info.Stats.Orphans {
					t.Fatalf("the bus counts %d, we count %+v", open, info.Stats)
				}
				if _, err := d.Reset(ep); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
			}
			for i, f := range futures {
				_, err := f.Wait(t.Context())
				if kind := bus.KindOf(err); err != nil && kind != bus.KindCanceled && kind != bus.KindTimeout && !errors.Is(err, context.Canceled) {
					t.Fatalf("call %d: %v", i, err)
				}
			}
			if _, peak, _ := b.counts(); peak > limit {
				t.Fatalf("%d open at a limit of %d", peak, limit)
			}
		})
	}
}

// manyCalls is work that makes calls, some at once.
func manyCalls(count, atOnce int) func(context.Context, bus.Conn) error {
	return func(ctx context.Context, conn bus.Conn) error {
		var wg sync.WaitGroup
		errs := make([]error, atOnce)
		for i := range atOnce {
			wg.Go(func() {
				for range count / atOnce {
					if _, err := conn.Call(ctx, bus.Call{Destination: "com.example.Desk", Path: "/", Member: "Look"}); err != nil {
						errs[i] = err
						return
					}
				}
			})
		}
		wg.Wait()
		return errors.Join(errs...)
	}
}

func TestTasksOfManyCallsShareTheSlots(t *testing.T) {
	for name, ep := range map[string]bus.Endpoint{
		"known": {Address: bus.SystemAddress()}, "guessed": endpointOf(t, "unix:path=/nowhere"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				limit := map[string]int{"known": 128, "guessed": 8}[name]
				b := &tightBus{limit: limit, answer: func() (time.Duration, bool) {
					return time.Duration(1+rand.IntN(20)) * time.Millisecond, false
				}}
				d := newDesk(t, b.dial)
				var many []tasks.Future[struct{}]
				var single []tasks.Future[bus.Reply]
				for i := range 200 {
					if i%10 == 0 {
						f, err := d.SubmitCalls(ep, manyCalls(60, 20))
						if err != nil {
							t.Fatal(err)
						}
						many = append(many, f)
					}
					single = append(single, d.callAt(t, ep, 0))
				}
				for i, f := range many {
					if _, err := f.Wait(t.Context()); err != nil {
						t.Fatalf("task %d of many calls: %v", i, err)
					}
				}
				for i, f := range single {
					if _, err := f.Wait(t.Context()); err != nil {
						t.Fatalf("call %d: %v", i, err)
					}
				}
				_, peak, refused := b.counts()
				if peak > limit || name == "known" && (refused > 0 || peak < 100) {
					t.Fatalf("%d open at a limit of %d, %d refused", peak, limit, refused)
				}
				// A learned limit may just be trying one more.
				if info := d.wantState(t, bus.Connected); info.Stats != (bus.Stats{}) || info.Limit > limit+1 {
					t.Fatalf("%+v of %d", info.Stats, info.Limit)
				}
			})
		})
	}
}

func TestCallsThatWaitForASlotCanBeGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, (&tightBus{limit: 128, answer: never0}).dial)
		system := bus.Endpoint{Address: bus.SystemAddress()}
		canceled, err := d.SubmitCalls(system, manyCalls(200, 200))
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if info := d.wantState(t, bus.Connected); info.Stats.InFlight != 128 {
			t.Fatalf("%+v", info.Stats)
		}
		canceled.Task().Cancel(nil)
		if _, err := canceled.Wait(t.Context()); !errors.Is(err, tasks.CanceledByUser) {
			t.Fatalf("Wait = %v", err)
		}
		if info := d.wantState(t, bus.Connected); info.Stats != (bus.Stats{Orphans: 128}) {
			t.Fatalf("%+v", info.Stats)
		}
		if _, err := d.Reset(system); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		lost, err := d.SubmitCalls(system, manyCalls(200, 200))
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		d.dialed[1].Disconnect(errors.New("the bus died"))
		if _, err := lost.Wait(t.Context()); bus.KindOf(err) != bus.KindDisconnected {
			t.Fatalf("Wait = %v", err)
		}
	})
}
