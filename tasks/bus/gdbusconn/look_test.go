package gdbusconn_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// Who makes the only call looks for its answer for a moment. These tests are about
// the answer that comes while or after he does.

// TestAnswersSoonAndLate has calls answered sooner and later than anybody looks for
// them, some of them beside others.
func TestAnswersSoonAndLate(t *testing.T) {
	conn := dial(t, startPeer(t, agree, func(p *peer) {
		for {
			frame, _ := p.read()
			if frame == nil {
				return
			}
			body, err := frame.Body()
			if err != nil {
				t.Error(err)
			}
			if n, _ := body[0].AsUint(); n%7 == 0 {
				time.Sleep(time.Millisecond)
			}
			p.reply(frame, nil, body...)
		}
	}))
	echo := func(n uint32) {
		reply, err := conn.Call(t.Context(), peerCall("Echo", bus.Uint32(n)))
		if err != nil || !reply.Body[0].Equal(bus.Uint32(n)) {
			t.Errorf("%d came back as %s, %v", n, reply.Text(), err)
		}
	}
	var wg sync.WaitGroup
	for n := range uint32(2000) {
		if n%50 == 0 {
			wg.Go(func() { echo(n) })
		}
		echo(n)
	}
	wg.Wait()
	if stats := conn.Stats(); stats != (bus.Stats{}) {
		t.Errorf("%+v is left", stats)
	}
}

// TestAnswerBeforeTheEnd has a peer answer and hang up: the answer counts.
func TestAnswerBeforeTheEnd(t *testing.T) {
	for range 100 {
		conn := dial(t, startPeer(t, agree, func(p *peer) {
			if frame, _ := p.read(); frame != nil {
				p.reply(frame, nil, bus.String("last"))
			}
		}))
		if text, _ := call(t, conn, peerCall("Quit")).Body[0].AsString(); text != "last" {
			t.Fatalf("the answer is %q", text)
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestAnswerOvertakesNoSignal has a peer send a signal before each answer.
func TestAnswerOvertakesNoSignal(t *testing.T) {
	conn := dial(t, startPeer(t, agree, func(p *peer) {
		for {
			frame, _ := p.read()
			if frame == nil {
				return
			}
			p.send(signal("Before"))
			p.reply(frame, nil)
		}
	}))
	for range 10 {
		var seen int // written by the reader, which delivers the answer after it
		untap := conn.Tap(func(bus.Message) {
			time.Sleep(time.Millisecond) // the answer is there by then
			seen++
		})
		for n := range 20 {
			call(t, conn, peerCall("Signal"))
			if seen != n+1 {
				t.Fatalf("%d signals were seen before answer %d", seen, n+1)
			}
		}
		untap()
		call(t, conn, peerCall("Signal")) // which nobody sees
	}
}

// TestTwoAnswers has a peer answer each call twice.
func TestTwoAnswers(t *testing.T) {
	conn := dial(t, startPeer(t, agree, func(p *peer) {
		for {
			frame, _ := p.read()
			if frame == nil {
				return
			}
			body, err := frame.Body()
			if err != nil {
				t.Error(err)
			}
			p.reply(frame, nil, body...)
			p.reply(frame, nil, body...)
		}
	}))
	for n := range uint32(1000) {
		if reply := call(t, conn, peerCall("Echo", bus.Uint32(n))); !reply.Body[0].Equal(bus.Uint32(n)) {
			t.Fatalf("%d came back as %s", n, reply.Text())
		}
	}
}

// TestCloseBesideCalls closes connections whose only caller calls and calls.
func TestCloseBesideCalls(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	for range 30 {
		conn := dial(t, daemon.BusAddress(t))
		calling, ended := make(chan struct{}), make(chan error, 1)
		go func() {
			for n := 0; ; n++ {
				if n == 10 {
					close(calling)
				}
				if _, err := conn.Call(t.Context(), busCall("GetId")); err != nil {
					ended <- err
					return
				}
			}
		}()
		<-calling
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, bus.ErrClosed) {
			t.Errorf("%v; want ErrClosed", err)
		}
	}
}
