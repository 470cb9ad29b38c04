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

func (d *desk) repeat(t *testing.T, times, atOnce int) tasks.Future[bus.RepeatResult] {
	t.Helper()
	f, err := d.SubmitRepeat(bus.RepeatSpec{
		CallSpec: bus.CallSpec{Endpoint: session, Call: bus.Call{
			Destination: "com.example.Desk", Path: "/", Interface: "com.example.Desk", Member: "Ring",
		}},
		Times: times, AtOnce: atOnce,
	})
	if err != nil {
		t.Fatalf("SubmitRepeat: %v", err)
	}
	return f
}

// ringing answers the calls of a connection after a while, every tenth with an
// error.
func ringing(after time.Duration) func(context.Context) (*bustest.Conn, error) {
	return func(context.Context) (*bustest.Conn, error) {
		var n atomic.Int64
		return bustest.NewConn(func(p *bustest.Pending) {
			if n.Add(1)%10 == 0 {
				time.AfterFunc(after, func() { p.Fail("com.example.Busy", "not now") })
			} else {
				time.AfterFunc(after, func() { p.Reply() })
			}
		}), nil
	}
}

func TestRepeatIsOneTaskWithChildren(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, ringing(time.Millisecond))
		f := d.repeat(t, 100, 1)
		result, err := f.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if result.Succeeded != 90 || result.Failed != 10 || result.Canceled != 0 || result.Histogram.Count() != 90 {
			t.Fatalf("%+v", result)
		}
		if e, ok := errors.AsType[*bus.Error](result.FirstError); !ok || e.Name != "com.example.Busy" {
			t.Fatalf("FirstError = %v", result.FirstError)
		}
		if result.Min != time.Millisecond || result.Median != time.Millisecond || result.P99 != time.Millisecond || result.Max != time.Millisecond {
			t.Fatalf("%v, %v, %v, %v; each took a millisecond", result.Min, result.Median, result.P99, result.Max)
		}
		parent := f.Task().Snapshot()
		if parent.Spec.Title != "com.example.Desk.Ring × 100" || parent.Progress != (tasks.Progress{Done: 100, Total: 100}) {
			t.Fatalf("the task is %+v at %+v", parent.Spec, parent.Progress)
		}
		children := 0
		for _, s := range d.engine.Snapshots() {
			if s.Parent != parent.ID {
				continue
			}
			if children++; children == 17 {
				if spec, ok := s.Spec.Data.(bus.CallSpec); !ok || s.Spec.Title != "com.example.Desk.Ring #17" || spec.Endpoint.Backend != "fake" {
					t.Fatalf("the 17th call is %+v", s.Spec)
				}
			}
		}
		if children != 100 {
			t.Fatalf("%d children", children)
		}
		items, _ := f.Task().Items()
		if len(items) != 1 || items[0] != result {
			t.Fatalf("the ring holds %+v, want the result", items)
		}
	})
}

func TestRepeatCancelsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, ringing(time.Second))
		f := d.repeat(t, 10_000, 20)
		time.Sleep(10*time.Second + 500*time.Millisecond)
		f.Task().Cancel(nil)
		start := time.Now()
		if _, err := f.Wait(t.Context()); !errors.Is(err, tasks.CanceledByUser) || time.Since(start) != 0 {
			t.Fatalf("Wait = %v, after %v", err, time.Since(start))
		}
		items, _ := f.Task().Items()
		if result, ok := items[0].(bus.RepeatResult); !ok || result.Succeeded != 180 || result.Failed != 20 || result.Canceled != 20 {
			t.Fatalf("what there was until then: %+v", items)
		}
		if n := len(d.dialed[0].Calls()); n != 220 {
			t.Fatalf("%d calls were made", n)
		}
	})
}

func TestRepeatThatEndedBeforeTheCancelHasSucceeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, ringing(time.Second))
		f := d.repeat(t, 3, 3)
		time.Sleep(time.Second - 1)
		f.Task().Cancel(nil)
		if _, err := f.Wait(t.Context()); !errors.Is(err, context.Canceled) {
			t.Fatalf("Wait = %v", err)
		}
		again := d.repeat(t, 3, 3)
		if _, err := again.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		again.Task().Cancel(nil)
		if s := again.Task().Snapshot(); s.State != tasks.Succeeded {
			t.Fatalf("it is %v", s.State)
		}
	})
}

func TestRepeatedCallsLeaveRoomForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, ringing(time.Second))
		f := d.repeat(t, 11_000, 50)
		most := 0
		for range 20 {
			time.Sleep(10 * time.Second)
			unfinished := 0
			for _, s := range d.engine.Snapshots() {
				if !s.State.Final() {
					unfinished++
				}
			}
			most = max(most, unfinished)
			if info := d.wantState(t, bus.Connected); info.Stats.InFlight > 50 {
				t.Fatalf("%d in flight", info.Stats.InFlight)
			}
		}
		if most > 51 {
			t.Fatalf("%d tasks were unfinished at once", most)
		}
		result, err := f.Wait(t.Context())
		if err != nil || result.Succeeded+result.Failed != 11_000 {
			t.Fatalf("%+v, %v", result, err)
		}
		if kept := len(d.engine.Snapshots()); kept > tasks.DefaultKeep {
			t.Fatalf("%d tasks are kept", kept)
		}
	})
}

func TestRepeatEndsWithItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, never)
		f := d.repeat(t, 1000, 5)
		synctest.Wait()
		died := errors.New("the bus died")
		d.dialed[0].Disconnect(died)
		if _, err := f.Wait(t.Context()); bus.KindOf(err) != bus.KindDisconnected || !errors.Is(err, died) {
			t.Fatalf("Wait = %v, want what happened to the connection", err)
		}
		items, _ := f.Task().Items()
		if result := items[0].(bus.RepeatResult); result.Failed != 5 || d.dials.Load() != 1 {
			t.Fatalf("%d failed, in %d connections", result.Failed, d.dials.Load())
		}
		d.dialed = nil
		g := d.repeat(t, 1000, 5)
		synctest.Wait()
		if _, err := d.Reset(session); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if s := g.Task().Snapshot(); s.State != tasks.Running || s.Progress.Done != 5 || len(d.dialed[1].Calls()) != 5 {
			t.Fatalf("after a reset it is %v at %+v", s.State, s.Progress)
		}
	})
}

func TestRepeatWithWrongNumbers(t *testing.T) {
	d := newDesk(t, answering)
	for _, numbers := range [][2]int{{0, 1}, {1, 0}, {-1, -1}, {bus.MaxTimes + 1, 1}, {1, bus.MaxAtOnce + 1}} {
		_, err := d.SubmitRepeat(bus.RepeatSpec{
			CallSpec: bus.CallSpec{Endpoint: session, Call: bus.Call{Destination: ":1.2", Path: "/", Member: "Ring"}},
			Times:    numbers[0], AtOnce: numbers[1],
		})
		if _, ok := errors.AsType[*bus.SyntaxError](err); !ok {
			t.Errorf("SubmitRepeat of %v = %v, want a SyntaxError", numbers, err)
		}
	}
	if len(d.engine.Snapshots()) != 0 {
		t.Error("something was submitted all the same")
	}
	again, err := d.Retry(d.repeat(t, 2, 1).Task().Spec().Data)
	if err != nil {
		t.Fatal(err)
	}
	<-again.Done()
	if result, ok := again.Snapshot().Result.(bus.RepeatResult); !ok || result.Succeeded != 2 {
		t.Errorf("retried, it gave %+v", again.Snapshot().Result)
	}
}
