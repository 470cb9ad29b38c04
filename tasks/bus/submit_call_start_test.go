package bus_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

func TestCallTellsThatItsServiceIsBeingStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		runs := func() bool { return time.Since(began) > 10*time.Second }
		d := lookDesk(t, func(p *bustest.Pending) {
			switch {
			case p.Call.Member != "GetNameOwner":
				time.AfterFunc(20*time.Second, func() { p.Reply() })
			case p.Call.Flags&bus.NoAutoStart == 0:
				t.Error("who asks whether a service runs starts it")
				fallthrough
			case runs():
				p.Reply(bus.String(":1.5"))
			default:
				p.Fail("org.freedesktop.DBus.Error.NameHasNoOwner", "nobody")
			}
		})
		f := d.call(t, "Ring")
		for _, test := range []struct {
			at   time.Duration
			want string
		}{{400 * time.Millisecond, ""}, {time.Second, "Starting service…"}, {9 * time.Second, "Starting service…"}, {11 * time.Second, ""}} {
			time.Sleep(test.at - time.Since(began))
			synctest.Wait()
			if got := f.Task().Snapshot().Progress.Text; got != test.want {
				t.Errorf("after %v it says %q, want %q", test.at, got, test.want)
			}
		}
		if _, err := f.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestOnlyWhatMayStartAServiceAsksWhetherItRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, nil)
		for _, call := range []bus.Call{
			{Destination: "com.example.Desk", Flags: bus.NoAutoStart},
			{Destination: ":1.5"},
			{Destination: "org.freedesktop.DBus"},
		} {
			call.Path, call.Interface, call.Member = "/", "a.b", "C"
			f, err := d.SubmitCall(bus.CallSpec{Endpoint: session, Call: call, Timeout: time.Minute})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Wait(t.Context()); bus.KindOf(err) != bus.KindTimeout {
				t.Fatal(err)
			}
		}
		for _, call := range d.dialed[0].Calls() {
			if call.Member != "C" {
				t.Errorf("the bus was asked %s", call.Member)
			}
		}
	})
}
