package bus_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

func TestNamesAreATask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, busOf(map[string]string{"com.example.A": ":1.5", ":1.5": ":1.5"}, nil, ""))
		f, err := d.SubmitListNames(bus.ListNamesSpec{Endpoint: session})
		names, s := finished(t, f, err)
		if got := short(names); !slices.Equal(got, []string{"com.example.A :1.5", ":1.5 :1.5"}) {
			t.Errorf("the names are %q", got)
		}
		wantRetry(t, d, s, "List names", "Session")
		g, err := d.SubmitCredentials(bus.CredentialsSpec{Endpoint: session, Name: "com.example.A"})
		c, s := finished(t, g, err)
		if c.Owner != ":1.5" || len(c.Missing) == 0 {
			t.Errorf("the credentials are %+v", c)
		}
		wantRetryTitle(t, s, "Get credentials of com.example.A")
	})
}

func TestActivateIsATask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, func(p *bustest.Pending) { p.Reply(bus.Uint32(1)) })
		f, err := d.SubmitActivate(bus.ActivateSpec{Endpoint: session, Name: "com.example.A"})
		outcome, s := finished(t, f, err)
		if outcome != bus.ActivationStarted || outcome.String() != "started" {
			t.Errorf("the outcome is %v", outcome)
		}
		wantRetry(t, d, s, "Activate com.example.A", "Session")
	})
}

func TestActivateWithAnOddAnswer(t *testing.T) {
	for _, body := range [][]bus.Value{nil, {bus.Uint32(7)}, {bus.String("yes")}} {
		conn := bustest.NewConn(func(p *bustest.Pending) { p.Reply(body...) })
		if _, err := bus.Activate(t.Context(), conn, "com.example.A"); bus.KindOf(err) != bus.KindProtocol {
			t.Errorf("with %v: %v", body, err)
		}
	}
}

func TestFollowedNamesOutliveTheirConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		names := map[string]string{":1.5": ":1.5"}
		d := lookDesk(t, busOf(names, nil, ""))
		var wakes atomic.Int64
		directory, f, err := d.FollowNames(session, func() { wakes.Add(1) })
		if err != nil {
			t.Fatal(err)
		}
		want := func(live bool, want ...string) {
			t.Helper()
			synctest.Wait()
			infos, isLive := directory.Snapshot()
			if got := short(infos); !slices.Equal(got, want) || isLive != live {
				t.Fatalf("the names are %q, live %v; want %q", got, isLive, want)
			}
			if wakes.Swap(0) == 0 {
				t.Fatal("nobody was woken")
			}
		}
		want(true, ":1.5 :1.5")
		d.dialed[0].Deliver(ownerChanged("com.example.A", "", ":1.5"))
		want(true, "com.example.A :1.5", ":1.5 :1.5")
		d.dialed[0].Disconnect(errors.New("gone"))
		want(false, "com.example.A :1.5", ":1.5 :1.5")
		names[":1.6"] = ":1.6"
		if _, err := d.Open(session); err != nil {
			t.Fatal(err)
		}
		want(true, ":1.5 :1.5", ":1.6 :1.6")
		f.Task().Cancel(nil)
		<-f.Task().Done()
		if _, live := directory.Snapshot(); live {
			t.Error("the names are still followed")
		}
		if _, err := d.Retry(f.Task().Spec().Data); !errors.Is(err, bus.ErrNothingToRetry) {
			t.Errorf("Retry: %v", err)
		}
	})
}

func TestFollowedNamesThatCannotBeListed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, func(p *bustest.Pending) { p.Fail("org.freedesktop.DBus.Error.AccessDenied", "No.") })
		_, f, err := d.FollowNames(session, func() {})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Wait(context.Background()); bus.KindOf(err) != bus.KindAccessDenied || f.Task().Snapshot().State != tasks.Failed {
			t.Errorf("the task ended with %v", err)
		}
	})
}
