package bus_test

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

var flooded = bus.MatchRule{Type: bus.MessageSignal, Interface: practice.Interface, Member: "Flooded"}

func (d *daemonDesk) watch(t *testing.T, keep int) tasks.Future[bus.WatchResult] {
	t.Helper()
	f, err := d.SubmitWatch(bus.WatchSpec{Endpoint: d.endpoint, Rule: flooded, Keep: keep})
	if err != nil {
		t.Fatal(err)
	}
	d.untilWatch(t, f.Task(), bus.WatchArmed)
	return f
}

func (d *daemonDesk) untilWatch(t *testing.T, task *tasks.Task, want bus.WatchState) bus.WatchInfo {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		info, ok := d.Watching(task)
		if ok && info.State == want {
			return info
		}
		if !ok || time.Now().After(deadline) {
			t.Fatalf("the watch is %+v, %v (%v); want %v", info, ok, task.Snapshot().Err, want)
		}
		time.Sleep(time.Millisecond)
	}
}

// untilItems waits until a task has emitted so many items.
func untilItems(t *testing.T, task *tasks.Task, want uint64) tasks.Items {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		s := task.Snapshot()
		if s.Items.Total >= want {
			return s.Items
		}
		if time.Now().After(deadline) {
			t.Fatalf("%+v after %v, want %d", s.Items, patience, want)
		}
		time.Sleep(time.Millisecond)
	}
}

func heap() int {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int(stats.HeapAlloc)
}

func TestFloodOfSignals(t *testing.T) {
	const signals, keep, bound = 100_000, 500, 8 << 20
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		f := d.watch(t, keep)
		before := heap()
		sub := d.engine.Subscribe(func() {})
		defer sub.Close()
		flood := d.call(t, patience, "Flood", bus.Uint32(signals))
		for drained := false; !drained; {
			select {
			case <-flood.Task().Done():
				drained = true
			case <-time.After(16 * time.Millisecond):
			}
			// However many there were: one snapshot for each task.
			if n := len(sub.Drain().Updated); n > 3 {
				t.Fatalf("a drain has %d snapshots", n)
			}
		}
		if _, err := flood.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if items := untilItems(t, f.Task(), signals); items != (tasks.Items{Total: signals, Dropped: signals - keep}) {
			t.Fatalf("%+v", items)
		}
		numbers, gaps := heard(t, f.Task())
		if len(gaps) > 0 || numbers[0] != signals-keep {
			t.Fatalf("from %d on, with gaps %v", numbers[0], gaps)
		}
		for i, n := range numbers {
			if n != numbers[0]+i {
				t.Fatalf("%d comes after %d", n, numbers[i-1])
			}
		}
		if grown := heap() - before; grown > bound {
			t.Fatalf("%d bytes are held, more than %d", grown, bound)
		}
	})
}

func TestWatchIsArmedAgainAfterAReset(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		f := d.watch(t, 0)
		for round := range 3 {
			if _, err := d.call(t, patience, "Flood", bus.Uint32(10)).Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			untilItems(t, f.Task(), uint64(10+11*round))
			task, err := d.Reset(d.endpoint)
			if err != nil {
				t.Fatal(err)
			}
			<-task.Done()
			untilItems(t, f.Task(), uint64(11*(round+1))) // the gap
		}
		numbers, gaps := heard(t, f.Task())
		if len(numbers) != 33 || len(gaps) != 3 || numbers[10] != -1 || !errors.Is(gaps[0].Why, bus.ErrClosed) {
			t.Fatalf("%v, %v", numbers, gaps)
		}
	})
}

func TestMonitorIsATask(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		f, err := d.SubmitMonitor(bus.MonitorSpec{Endpoint: d.endpoint, Rules: []bus.MatchRule{{Type: bus.MessageCall, Interface: practice.Interface}}})
		if err != nil {
			t.Fatal(err)
		}
		if info := d.untilWatch(t, f.Task(), bus.WatchArmed); info.Mode != bus.MonitorFull || f.Task().Snapshot().Progress.Text != info.Mode.Sentence() {
			t.Fatalf("%+v, and it says %q", info, f.Task().Snapshot().Progress.Text)
		}
		if len(d.All()) != 0 {
			t.Fatalf("it shares the connection %+v", d.All())
		}
		if _, err := d.call(t, patience, "Add", bus.Int32(1), bus.Int32(2)).Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		untilItems(t, f.Task(), 1)
		items, _ := f.Task().Items()
		if msg := items[0].(bus.Message); msg.Type != bus.MessageCall || msg.Member != "Add" || len(msg.Body) != 2 {
			t.Fatalf("it saw %+v", msg)
		}
		d.Close(d.endpoint)
		if s := f.Task().Snapshot(); s.State != tasks.Running {
			t.Fatalf("Close of another connection made it %v", s.State)
		}
		f.Task().Cancel(nil)
		if _, err := f.Wait(t.Context()); !errors.Is(err, context.Canceled) {
			t.Fatalf("Wait = %v", err)
		}
	})
}

func TestDeadBusEndsEveryKindOfWork(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		watch := d.watch(t, 0)
		monitor, err := d.SubmitMonitor(bus.MonitorSpec{Endpoint: d.endpoint})
		if err != nil {
			t.Fatal(err)
		}
		d.untilWatch(t, monitor.Task(), bus.WatchArmed)
		repeat, err := d.SubmitRepeat(bus.RepeatSpec{CallSpec: d.spec(0, "NeverAnswer"), Times: 100, AtOnce: 4})
		if err != nil {
			t.Fatal(err)
		}
		call := d.call(t, 0, "NeverAnswer")
		d.until(t, "five calls are out", func(info bus.ConnectionInfo) bool { return info.Stats.InFlight == 5 })
		d.daemon.Kill()
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		_, callErr := call.Wait(ctx)
		_, repeatErr := repeat.Wait(ctx)
		_, monitorErr := monitor.Wait(ctx)
		for what, err := range map[string]error{"call": callErr, "repeated call": repeatErr, "monitor": monitorErr} {
			if bus.KindOf(err) != bus.KindDisconnected {
				t.Errorf("the %s ended with %v, want KindDisconnected", what, err)
			}
		}
		d.untilWatch(t, watch.Task(), bus.WatchWaiting)
		d.until(t, "the connection is lost", func(info bus.ConnectionInfo) bool {
			return info.State == bus.Lost && bus.KindOf(info.Err) == bus.KindDisconnected
		})
		if _, err := d.call(t, patience, "Add").Wait(ctx); err == nil {
			t.Error("a call succeeded without a bus")
		}
		if info, ok := d.Watching(watch.Task()); !ok || info.State != bus.WatchWaiting {
			t.Errorf("the watch is %+v, %v after nobody could connect", info, ok)
		}
	})
}

func TestOpenArmsWatchesAgainOnAnotherBus(t *testing.T) {
	var address atomic.Pointer[string]
	getenv := func(name string) string {
		if name == "DBUS_SESSION_BUS_ADDRESS" {
			return *address.Load()
		}
		return ""
	}
	for name, dialer := range map[string]bus.Dialer{
		"godbus": godbusconn.NewDialer(godbusconn.WithGetenv(getenv)),
		"GDBus":  gdbusconn.NewDialer(loop, gdbusconn.WithGetenv(getenv)),
	} {
		t.Run(name, func(t *testing.T) {
			start := func() *bustest.Daemon {
				daemon := bustest.StartDaemon(t)
				service, err := practice.Start(t.Context(), daemon.BusAddress(t))
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { service.Close() })
				at := daemon.Address()
				address.Store(&at)
				return daemon
			}
			first := start()
			d := newDaemonDesk(t, name, dialer, first, session)
			f := d.watch(t, 0)
			first.Kill()
			d.untilWatch(t, f.Task(), bus.WatchWaiting)
			start()
			opening, err := d.Open(session)
			if err != nil {
				t.Fatal(err)
			}
			<-opening.Done()
			d.untilWatch(t, f.Task(), bus.WatchArmed)
			if _, err := d.call(t, patience, "Flood", bus.Uint32(2)).Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			untilItems(t, f.Task(), 3)
			gaps := wantHeard(t, f.Task(), -1, 0, 1)
			if g := gaps[0]; bus.KindOf(g.Why) != bus.KindDisconnected || g.Until.Before(g.From) {
				t.Fatalf("the gap is %+v", g)
			}
		})
	}
}
