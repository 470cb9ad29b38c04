package bus_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

var ticks = bus.MatchRule{Type: bus.MessageSignal, Interface: "com.example.Clock", Member: "Tick"}

func (d *desk) watch(t *testing.T, keep int, limit uint64) tasks.Future[bus.WatchResult] {
	t.Helper()
	f, err := d.SubmitWatch(bus.WatchSpec{Endpoint: session, Rule: ticks, Keep: keep, Limit: limit})
	if err != nil {
		t.Fatalf("SubmitWatch: %v", err)
	}
	synctest.Wait()
	return f
}

// tick has the latest connection deliver a signal with a number.
func (d *desk) tick(n int) {
	d.dialed[len(d.dialed)-1].Deliver(bus.Message{
		Type: bus.MessageSignal, Sender: ":1.9", Path: "/", Interface: "com.example.Clock", Member: "Tick",
		Signature: "u", Body: []bus.Value{bus.Uint32(uint32(n))}, Size: 100, Received: time.Now(),
	})
}

// heard gives the numbers of the messages that a watch has kept, and its gaps as
// numbers below 0.
func heard(t *testing.T, task *tasks.Task) (numbers []int, gaps []bus.Gap) {
	t.Helper()
	items, _ := task.Items()
	for _, item := range items {
		switch item := item.(type) {
		case bus.Message:
			n, _ := item.Body[0].AsUint()
			numbers = append(numbers, int(n))
		case bus.Gap:
			numbers, gaps = append(numbers, -1), append(gaps, item)
		default:
			t.Fatalf("a watch has the item %T", item)
		}
	}
	return numbers, gaps
}

func wantHeard(t *testing.T, task *tasks.Task, want ...int) []bus.Gap {
	t.Helper()
	numbers, gaps := heard(t, task)
	if !slices.Equal(numbers, want) {
		t.Fatalf("the watch has kept %v, want %v", numbers, want)
	}
	return gaps
}

func wantWatch(t *testing.T, d *desk, task *tasks.Task, want bus.WatchState, text string) bus.WatchInfo {
	t.Helper()
	synctest.Wait()
	info, ok := d.Watching(task)
	if s := task.Snapshot(); !ok || info.State != want || s.Progress.Text != text {
		t.Fatalf("the watch is %+v, %v, and says %q; want %v and %q", info, ok, s.Progress.Text, want, text)
	}
	return info
}

func TestWatchKeepsTheLatestInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, answering)
		f := d.watch(t, 3, 0)
		wantWatch(t, d, f.Task(), bus.WatchArmed, "")
		for n := range 10 {
			d.tick(n)
		}
		wantHeard(t, f.Task(), 7, 8, 9)
		s := f.Task().Snapshot()
		if s.State != tasks.Running || s.Items != (tasks.Items{Total: 10, Dropped: 7}) || s.Spec.Title != "Watch "+ticks.String() {
			t.Fatalf("%+v: %v, %+v", s.Spec, s.State, s.Items)
		}
		f.Task().Cancel(nil)
		if _, err := f.Wait(t.Context()); !errors.Is(err, tasks.CanceledByUser) {
			t.Fatalf("Wait = %v", err)
		}
		d.tick(10)
		wantHeard(t, f.Task(), 7, 8, 9)
		if _, ok := d.Watching(f.Task()); ok || d.Pause(f.Task()) || d.Resume(f.Task()) {
			t.Fatal("a watch that has ended is watching, or can be paused")
		}
	})
}

func TestWatchEndsAtItsLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, answering)
		f := d.watch(t, 0, 3)
		for n := range 5 {
			d.tick(n)
		}
		result, err := f.Wait(t.Context())
		if err != nil || result != (bus.WatchResult{Messages: 3}) {
			t.Fatalf("%+v, %v", result, err)
		}
		wantHeard(t, f.Task(), 0, 1, 2)
		if p := f.Task().Snapshot().Progress; p.Done != 3 || p.Total != 3 {
			t.Fatalf("its progress is %+v", p)
		}
	})
}

func TestPausedWatchCountsOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, answering)
		f := d.watch(t, 0, 0)
		d.tick(1)
		from := time.Now()
		if !d.Pause(f.Task()) || d.Pause(f.Task()) {
			t.Fatal("Pause does not tell whether it changed anything")
		}
		time.Sleep(time.Second)
		d.tick(2)
		d.tick(3)
		if info := wantWatch(t, d, f.Task(), bus.WatchPaused, "Paused"); info.Messages != 1 || info.Missed != 2 {
			t.Fatalf("%+v", info)
		}
		if !d.Resume(f.Task()) || d.Resume(f.Task()) {
			t.Fatal("Resume does not tell whether it changed anything")
		}
		d.tick(4)
		wantWatch(t, d, f.Task(), bus.WatchArmed, "")
		gaps := wantHeard(t, f.Task(), 1, -1, 4)
		if gaps[0] != (bus.Gap{From: from, Until: from.Add(time.Second), Why: bus.ErrPaused, Missed: 2}) {
			t.Fatalf("the gap is %+v", gaps[0])
		}
	})
}

func TestWatchOutlivesItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, answering)
		f := d.watch(t, 0, 0)
		d.tick(1)
		from, died := time.Now(), errors.New("the bus died")
		d.dialed[0].Disconnect(died)
		wantWatch(t, d, f.Task(), bus.WatchWaiting, "Connection lost, waiting")
		time.Sleep(time.Hour)
		d.wantState(t, bus.Lost) // a watch does not connect by itself
		if _, err := d.call(t, "Ring").Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantWatch(t, d, f.Task(), bus.WatchArmed, "")
		d.tick(2)
		if _, err := d.Reset(session); err != nil {
			t.Fatal(err)
		}
		wantWatch(t, d, f.Task(), bus.WatchArmed, "")
		d.tick(3)
		gaps := wantHeard(t, f.Task(), 1, -1, 2, -1, 3)
		if g := gaps[0]; g.From != from || g.Until != from.Add(time.Hour) || !errors.Is(g.Why, died) {
			t.Fatalf("the first gap is %+v", g)
		}
		if g := gaps[1]; g.From != g.Until || !errors.Is(g.Why, bus.ErrClosed) {
			t.Fatalf("the gap of the reset is %+v", g)
		}
		if d.dials.Load() != 3 {
			t.Fatalf("%d dials", d.dials.Load())
		}
		d.Close(session)
		_, err := f.Wait(t.Context())
		if cause, ok := errors.AsType[*tasks.CancelError](err); !ok || cause.Reason != tasks.ReasonConnectionClosed {
			t.Fatalf("Wait after Close = %v", err)
		}
	})
}

func TestCloseCancelsAWatchThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, answering)
		f := d.watch(t, 0, 0)
		d.dialed[0].Disconnect(errors.New("the bus died"))
		wantWatch(t, d, f.Task(), bus.WatchWaiting, "Connection lost, waiting")
		d.Close(session)
		if _, err := f.Wait(t.Context()); !errors.Is(err, context.Canceled) {
			t.Fatalf("Wait = %v", err)
		}
		d.wantState(t, bus.Closed)
	})
}

func TestWatchThatCannotBegin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := &bus.Error{Kind: bus.KindNoServer}
		d := newDesk(t, func(context.Context) (*bustest.Conn, error) { return nil, down })
		if _, err := d.watch(t, 0, 0).Wait(t.Context()); !errors.Is(err, down) {
			t.Fatalf("without a bus: %v", err)
		}
		d = newDesk(t, func(context.Context) (*bustest.Conn, error) {
			return bustest.NewConn(func(p *bustest.Pending) {
				p.Fail("org.freedesktop.DBus.Error.LimitsExceeded", "too many rules")
			}), nil
		})
		if _, err := d.watch(t, 0, 0).Wait(t.Context()); bus.KindOf(err) != bus.KindLimit {
			t.Fatalf("with a rule too many: %v", err)
		}
		syntax := new(bus.SyntaxError)
		for what, spec := range map[string]bus.WatchSpec{
			"a bad rule": {Endpoint: session, Rule: bus.MatchRule{Member: "a.b"}},
			"a bad keep": {Endpoint: session, Keep: -1}, "too much": {Endpoint: session, Keep: bus.MaxKeep + 1},
		} {
			if _, err := d.SubmitWatch(spec); !errors.As(err, &syntax) {
				t.Errorf("%s: %v, want a SyntaxError", what, err)
			}
		}
	})
}

func TestWatchesTakeNoPlaceAmongCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, answering)
		system := bus.Endpoint{Address: bus.SystemAddress()}
		for range 150 {
			if _, err := d.SubmitWatch(bus.WatchSpec{Endpoint: system, Rule: ticks}); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		if _, err := d.callAt(t, system, time.Second).Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		added := 0
		for _, call := range d.dialed[0].Calls() {
			if call.Member == "AddMatch" {
				added++
			}
		}
		if added != 1 {
			t.Fatalf("one rule was added %d times", added)
		}
		again, err := d.Retry(d.engine.Snapshots()[3].Spec.Data)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		wantWatch(t, d, again, bus.WatchArmed, "")
	})
}

func TestLongBodiesAreNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, answering)
		f := d.watch(t, 1000, 0)
		msg := bus.Message{Type: bus.MessageSignal, Path: "/", Interface: ticks.Interface, Member: ticks.Member, Body: []bus.Value{bus.Uint32(1)}, Size: 128 << 10}
		d.dialed[0].Deliver(msg)
		msg.Size = 200 << 10
		d.dialed[0].Deliver(msg)
		items, _ := f.Task().Items()
		if kept := items[0].(bus.Message); len(kept.Body) != 1 || kept.Malformed != nil {
			t.Errorf("one that is not too long: %+v", kept)
		}
		if kept := items[1].(bus.Message); kept.Body != nil || kept.Malformed != bus.ErrNotKept || kept.Size != msg.Size {
			t.Errorf("one that is too long: %+v", kept)
		}
	})
}
