package bustest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func (s suite) testCancel(t *testing.T) {
	conn, _ := s.start(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("the button was pressed")
	ended := goCall(ctx, conn, method("Sleep", bus.Uint32(400)))
	stats(t, conn, bus.Stats{InFlight: 1})
	cancel(cause)
	err := <-ended
	if failure(t, err, bus.KindCanceled); !errors.Is(err, context.Canceled) || !errors.Is(err, cause) {
		t.Errorf("Call: %v; want Canceled and the cause in it", err)
	}
	if got, want := conn.Stats(), (bus.Stats{Orphans: 1}); got != want {
		t.Errorf("Stats right after: %+v; want %+v", got, want)
	}
	// The late answer frees the slot, and reaches nobody.
	for i := int32(0); conn.Stats().Orphans > 0; i++ {
		reply := call(t, conn, method("Add", bus.Int32(i), bus.Int32(1)))
		if !reply.Body[0].Equal(bus.Int32(i + 1)) {
			t.Fatalf("Add(%d, 1): %s", i, reply.Text())
		}
		if i > 1e6 {
			t.Fatal("the late answer does not come")
		}
	}
	stats(t, conn, bus.Stats{})
}

func (s suite) testCancelBefore(t *testing.T) {
	conn, _ := s.start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := conn.Call(ctx, busMethod("RequestName", bus.String("com.example.Mine"), bus.Uint32(0)))
	failure(t, err, bus.KindCanceled)
	if got := conn.Stats(); got != (bus.Stats{}) {
		t.Errorf("Stats: %+v; want none", got)
	}
	fails(t, conn, busMethod("GetNameOwner", bus.String("com.example.Mine")), bus.KindNoSuchName)
}

func (s suite) testCancelMany(t *testing.T) {
	conn, _ := s.start(t)
	ctx, cancel := context.WithCancel(t.Context())
	const count = 200
	ended := make([]<-chan error, count)
	for i := range ended {
		ended[i] = goCall(ctx, conn, method("NeverAnswer"))
	}
	stats(t, conn, bus.Stats{InFlight: count})
	begin := time.Now()
	cancel()
	for _, c := range ended {
		failure(t, <-c, bus.KindCanceled)
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("giving up %d calls took %v", count, took)
	}
	stats(t, conn, bus.Stats{Orphans: count})
	call(t, conn, method("Add", bus.Int32(1), bus.Int32(2)))
}

func (s suite) testTimeout(t *testing.T) {
	conn, _ := s.start(t)
	ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, errors.New("too slow"))
	defer cancel()
	begin := time.Now()
	_, err := conn.Call(ctx, method("NeverAnswer"))
	if failure(t, err, bus.KindTimeout); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, context.Cause(ctx)) {
		t.Errorf("Call: %v; want DeadlineExceeded and the cause in it", err)
	}
	if took := time.Since(begin); took < 50*time.Millisecond || took > patience {
		t.Errorf("it took %v", took)
	}
	if got, want := conn.Stats(), (bus.Stats{Orphans: 1}); got != want {
		t.Errorf("Stats: %+v; want %+v", got, want)
	}
}

func (s suite) testBusDies(t *testing.T) {
	conn, daemon := s.start(t)
	const count = 50
	ended := make([]<-chan error, count)
	for i := range ended {
		ended[i] = goCall(t.Context(), conn, method("NeverAnswer"))
	}
	stats(t, conn, bus.Stats{InFlight: count})
	select {
	case <-conn.Done():
		t.Fatal("Done is closed while the bus lives")
	default:
	}
	daemon.Kill()
	for _, c := range ended {
		if err := <-c; err != nil {
			failure(t, err, bus.KindDisconnected)
		} else {
			t.Error("a call succeeded without a bus")
		}
	}
	select {
	case <-conn.Done():
	case <-time.After(patience):
		t.Fatal("Done is not closed")
	}
	if err := conn.Err(); err == nil || errors.Is(err, bus.ErrClosed) {
		t.Errorf("Err: %v; want what the bus did", err)
	} else {
		failure(t, err, bus.KindDisconnected)
	}
	fails(t, conn, method("Add", bus.Int32(1), bus.Int32(2)), bus.KindDisconnected)
	stats(t, conn, bus.Stats{})
	before := conn.Err()
	if err := conn.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if after := conn.Err(); after.Error() != before.Error() {
		t.Errorf("Close changed Err from %v to %v", before, after)
	}
}

func (s suite) testClose(t *testing.T) {
	conn, _ := s.start(t)
	const count = 20
	ended := make([]<-chan error, count)
	for i := range ended {
		ended[i] = goCall(t.Context(), conn, method("NeverAnswer"))
	}
	stats(t, conn, bus.Stats{InFlight: count})
	var closing sync.WaitGroup
	for range 4 {
		closing.Go(func() {
			if err := conn.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
	}
	for _, c := range ended {
		err := <-c
		if failure(t, err, bus.KindDisconnected); !errors.Is(err, bus.ErrClosed) {
			t.Errorf("a call that waited: %v; want ErrClosed in it", err)
		}
	}
	closing.Wait()
	select {
	case <-conn.Done():
	default:
		t.Error("Done is not closed after Close")
	}
	if err := conn.Err(); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("Err: %v; want ErrClosed", err)
	} else {
		failure(t, err, bus.KindDisconnected)
	}
	fails(t, conn, method("Add", bus.Int32(1), bus.Int32(2)), bus.KindDisconnected)
	if got := conn.Stats(); got != (bus.Stats{}) {
		t.Errorf("Stats: %+v; want none", got)
	}
	conn.Close()
}

// testReplyLimit finds the bus's limit with calls that were given up, as Stats
// tells it, and shows that a new connection is free of them.
func (s suite) testReplyLimit(t *testing.T) {
	const limit = 8
	conn, daemon := s.start(t, WithLimit("max_replies_per_connection", limit))
	ctx, cancel := context.WithCancel(t.Context())
	var ended []<-chan error
	for range limit {
		ended = append(ended, goCall(ctx, conn, method("NeverAnswer")))
	}
	stats(t, conn, bus.Stats{InFlight: limit})
	cancel()
	for _, c := range ended {
		failure(t, <-c, bus.KindCanceled)
	}
	stats(t, conn, bus.Stats{Orphans: limit})
	fails(t, conn, method("Add", bus.Int32(1), bus.Int32(2)), bus.KindLimit)
	conn.Close()
	call(t, s.dial(t, daemon.BusAddress(t)), method("Add", bus.Int32(1), bus.Int32(2)))
}

// goCall makes a call in a goroutine, which ends with the call, and returns
// where its error will be.
func goCall(ctx context.Context, conn bus.Conn, c bus.Call) <-chan error {
	ended := make(chan error, 1)
	go func() {
		_, err := conn.Call(ctx, c)
		ended <- err
	}()
	return ended
}
