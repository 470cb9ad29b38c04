package bustest

import (
	"context"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// hostileBound is how much memory an answer of a few bytes may cost, whatever it
// says: what a backend needs anyway, and no more.
const hostileBound = 48 << 20

// reaction is what may come of a hostile answer.
type reaction uint8

const (
	answered   reaction = 1 << iota // the call succeeds
	callFails                       // the call fails with KindProtocol, and the connection lives
	connEnds                        // the connection ends, and the call with it
	isIgnored                       // nothing comes of it: the call waits on
	eitherFail = callFails | connEnds
	// GDBus reads messages before its backend does, and mends some. That is no harm,
	// since what comes of it is good.
	orMended = eitherFail | answered
)

// hostileCall is what a bus does instead of answering a call.
type hostileCall struct {
	name string
	do   func(*scripted, *wire.Frame)
	want reaction
	text string // of the reply, if it must be the call's
}

var hostileCallee = bus.Call{Destination: "com.example.Peer", Path: "/", Interface: "com.example.Peer", Member: "Do"}

// testHostile has a bus answer in every way in which it must not. Whatever comes of
// it, nothing is left over, and little memory is taken.
func (s suite) testHostile(t *testing.T) {
	for _, c := range hostileCalls() {
		t.Run(c.name, func(t *testing.T) {
			done := make(chan struct{}, 1)
			address := playCalls(t, func(s *scripted, call *wire.Frame) {
				c.do(s, call)
				done <- struct{}{}
			})
			bounded(t, hostileBound, func() {
				leavesNothing(t, func() { s.hostileCall(t, address, c, done) })
			})
		})
	}
}

func (s suite) hostileCall(t *testing.T, address bus.Address, c hostileCall, done <-chan struct{}) {
	conn := s.dial(t, address)
	defer conn.Close()
	defer conn.Tap(func(bus.Message) {})() // so that everything is decoded
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	type outcome struct {
		reply bus.Reply
		err   error
	}
	ended := make(chan outcome, 1)
	go func() {
		reply, err := conn.Call(ctx, hostileCallee)
		ended <- outcome{reply, err}
	}()
	<-done
	good := hostileCallee
	good.Member = "Good"
	_, goodErr := conn.Call(t.Context(), good) // whose answer comes after that of the other, if it comes
	var got outcome
	waits := false
	select {
	case got = <-ended:
	default:
		waits = goodErr == nil && conn.Stats().InFlight == 1
		if waits {
			cancel()
		}
		got = <-ended
	}
	var is reaction
	switch kind := bus.KindOf(got.err); {
	case waits:
		is = isIgnored
	case got.err == nil, kind == bus.KindOther:
		is = answered
	case kind == bus.KindProtocol:
		is = callFails
	case kind == bus.KindDisconnected:
		is = connEnds
	}
	if is&c.want == 0 {
		t.Errorf("the call gave %s, %v (waits: %v)", got.reply.Text(), got.err, waits)
	}
	if is == answered && got.err == nil && c.text != "" && got.reply.Text() != c.text {
		t.Errorf("the call gave %s; want %s", got.reply.Text(), c.text)
	}
	if is == connEnds {
		<-conn.Done()
		failure(t, conn.Err(), bus.KindDisconnected)
	} else if goodErr != nil {
		t.Errorf("the connection is of no use any more: %v", goodErr)
	}
}
