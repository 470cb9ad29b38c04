package bus_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestTimeoutsFromAMillisecondToNone(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		opening, err := d.Open(d.endpoint)
		if err != nil {
			t.Fatal(err)
		}
		<-opening.Done()
		long := bus.Uint32(uint32(2 * patience / time.Millisecond))
		for _, timeout := range []time.Duration{time.Millisecond, 50 * time.Millisecond, 300 * time.Millisecond} {
			f := d.call(t, timeout, "Sleep", long)
			_, err := f.Wait(t.Context())
			if bus.KindOf(err) != bus.KindTimeout || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("with %v: %v, want a timeout", timeout, err)
			}
			s := f.Task().Snapshot()
			if took := s.Elapsed(s.Finished); s.State != tasks.Failed || took < timeout {
				t.Errorf("with %v it is %v after %v", timeout, s.State, took)
			}
		}
		if _, err := d.call(t, 0, "Sleep", bus.Uint32(400)).Wait(t.Context()); err != nil {
			t.Errorf("without a timeout: %v", err)
		}
		if info := d.All()[0]; info.Stats.Orphans != 3 {
			t.Errorf("%+v, want an orphan for each timeout", info.Stats)
		}
	})
}

func TestCallsGoToANameOrToItsOwner(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		reply, err := d.call(t, patience, "Add", bus.Int32(1), bus.Int32(2)).Wait(t.Context())
		if err != nil || !reply.Sender.IsUnique() {
			t.Fatalf("%+v, %v", reply, err)
		}
		spec := d.spec(patience, "Add", bus.Int32(3), bus.Int32(4))
		spec.Call.Destination = reply.Sender
		f, err := d.SubmitCall(spec)
		if err != nil {
			t.Fatal(err)
		}
		again, err := f.Wait(t.Context())
		if err != nil || again.Sender != reply.Sender || again.Text() != "(7,)" {
			t.Fatalf("by its unique name: %+v, %v", again, err)
		}
		spec.Call.Destination = ":1.999"
		if f, err = d.SubmitCall(spec); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Wait(t.Context()); bus.KindOf(err) != bus.KindNoSuchName {
			t.Fatalf("to a unique name that nobody has: %v", err)
		}
	})
}
