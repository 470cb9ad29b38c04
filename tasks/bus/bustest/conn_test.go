package bustest_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var ping = bus.Call{Destination: "com.example.Service", Path: "/", Interface: "com.example.Service", Member: "Ping"}

func TestConnAnswers(t *testing.T) {
	fake := bustest.NewConn(func(p *bustest.Pending) {
		if p.Call.Destination != ping.Destination {
			p.Fail("com.example.Error", "who?")
			return
		}
		p.Reply(bus.String("pong"), bus.Int32(1))
		p.Fail("com.example.Error", "an answer too many")
	})
	reply, err := fake.Call(t.Context(), ping)
	if err != nil || reply.Signature != "si" || !reply.Body[0].Equal(bus.String("pong")) {
		t.Errorf("Call: %v, %v", reply, err)
	}
	other := ping
	other.Destination = "com.example.Other"
	_, err = fake.Call(t.Context(), other)
	if e, ok := errors.AsType[*bus.Error](err); !ok || e.Name != "com.example.Error" || e.Message != "who?" {
		t.Errorf("Call: %v; want the error that the script answers with", err)
	}
	var made []bus.Name
	for _, call := range fake.Calls() {
		made = append(made, call.Destination)
	}
	if !slices.Equal(made, []bus.Name{ping.Destination, other.Destination}) {
		t.Errorf("Calls: %v", made)
	}
}

func TestConnNeverAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kept []*bustest.Pending
		fake := bustest.NewConn(func(p *bustest.Pending) { kept = append(kept, p) })
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		begin := time.Now()
		_, err := fake.Call(ctx, ping)
		if bus.KindOf(err) != bus.KindTimeout || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Call: %v; want a timeout", err)
		}
		if waited := time.Since(begin); waited != time.Hour {
			t.Errorf("it waited %v", waited)
		}
		if got, want := fake.Stats(), (bus.Stats{Orphans: 1}); got != want {
			t.Errorf("Stats: %+v; want %+v", got, want)
		}
		kept[0].Reply()
		kept[0].Reply()
		if got := fake.Stats(); got != (bus.Stats{}) {
			t.Errorf("Stats after the late answer: %+v; want none", got)
		}
	})
}

func TestConnDisconnects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := bustest.NewConn(nil)
		cause := errors.New("the bus died")
		time.AfterFunc(time.Minute, func() { fake.Disconnect(cause) })
		_, err := fake.Call(t.Context(), ping)
		if bus.KindOf(err) != bus.KindDisconnected || !errors.Is(err, cause) {
			t.Errorf("the call that waited: %v", err)
		}
		<-fake.Done()
		if _, err = fake.Call(t.Context(), ping); !errors.Is(err, cause) {
			t.Errorf("a call afterwards: %v", err)
		}
		fake.Close()
		if err := fake.Err(); !errors.Is(err, cause) || errors.Is(err, bus.ErrClosed) {
			t.Errorf("Err: %v; want the first reason to stay", err)
		}
	})
}

func TestConnNoReply(t *testing.T) {
	fake := bustest.NewConn(nil)
	call := ping
	call.Flags = bus.NoReply
	if _, err := fake.Call(t.Context(), call); err != nil || fake.Stats() != (bus.Stats{}) {
		t.Errorf("Call: %v, %+v; want it to return at once", err, fake.Stats())
	}
	if fake.Err() != nil {
		t.Errorf("Err: %v; want nil until the connection ends", fake.Err())
	}
	fake.Close()
	if err := fake.Err(); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("Err: %v; want ErrClosed", err)
	}
}
