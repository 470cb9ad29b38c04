package tasks_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// line is goroutines that wait for a limiter, one started after the other.
type line struct {
	wg    sync.WaitGroup
	mu    sync.Mutex
	order []int
}

func (q *line) join(i int, l *tasks.Limiter, ctx context.Context, got func(error)) {
	q.wg.Go(func() {
		err := l.Acquire(ctx)
		q.mu.Lock()
		if err == nil {
			q.order = append(q.order, i)
		}
		q.mu.Unlock()
		got(err)
	})
	synctest.Wait()
}

func TestCase57LimiterServesInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := tasks.NewLimiter(1)
		if err := l.Acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		var q line
		for i := range 20 {
			q.join(i, l, t.Context(), func(error) { l.Release() })
		}
		if len(q.order) != 0 {
			t.Fatal("let in while the place was held")
		}
		l.Release()
		q.wg.Wait()
		if !slices.IsSorted(q.order) || len(q.order) != 20 {
			t.Fatalf("served in the order %v", q.order)
		}
	})
}

func TestCase58LimiterPeakIsItsPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := tasks.NewLimiter(3)
		var active, peak, done atomic.Int64
		var wg sync.WaitGroup
		for range 24 {
			wg.Go(func() {
				if err := l.Acquire(t.Context()); err != nil {
					t.Error(err)
					return
				}
				defer l.Release()
				raise(&peak, active.Add(1))
				time.Sleep(time.Millisecond)
				active.Add(-1)
				done.Add(1)
			})
		}
		wg.Wait()
		if peak.Load() != 3 || done.Load() != 24 {
			t.Fatalf("peak %d, done %d, want 3 and 24", peak.Load(), done.Load())
		}
	})
}

func TestCase61TimedOutWaiterLosesNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := tasks.NewLimiter(1)
		if err := l.Acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var q line
		q.join(0, l, ctx, func(err error) {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Acquire = %v, want DeadlineExceeded", err)
			}
		})
		q.join(1, l, t.Context(), func(error) { l.Release() })
		time.Sleep(2 * time.Second)
		l.Release()
		q.wg.Wait()
		if !slices.Equal(q.order, []int{1}) {
			t.Fatalf("served %v, want the one that still waited", q.order)
		}
	})
}

func TestDoneContextBeatsAFreePlace(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := tasks.NewLimiter(1)
	if err := l.Acquire(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("Acquire = %v", err)
	}
	if err := l.Acquire(t.Context()); err != nil {
		t.Fatalf("the place is gone: %v", err)
	}
}

func TestCase65CloseTurnsAwayAndDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := tasks.NewLimiter(1)
		if err := l.Acquire(t.Context()); err != nil {
			t.Fatal(err)
		}
		var q line
		var turnedAway atomic.Int64
		for i := range 3 {
			q.join(i, l, t.Context(), func(err error) {
				if errors.Is(err, tasks.ErrLimiterClosed) {
					turnedAway.Add(1)
				}
			})
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := l.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("Close over a holder = %v, want DeadlineExceeded", err)
		}
		q.wg.Wait()
		if turnedAway.Load() != 3 {
			t.Fatalf("%d of 3 that waited were turned away", turnedAway.Load())
		}
		if err := l.Acquire(t.Context()); !errors.Is(err, tasks.ErrLimiterClosed) {
			t.Fatalf("Acquire after Close = %v", err)
		}
		closed := make(chan error)
		go func() { closed <- l.Close(t.Context()) }()
		synctest.Wait()
		l.Release()
		if err := <-closed; err != nil {
			t.Fatalf("Close after the last Release = %v", err)
		}
	})
}

// Whatever is acquired, given up and released: no more hold a place than there
// are, none is lost, and those that wait are served in order.
func TestLimiterKeepsCount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		places := rapid.IntRange(1, 4).Draw(rt, "places")
		l := tasks.NewLimiter(places)
		held := 0
		type waiter struct {
			cancel context.CancelFunc
			result chan error
		}
		var waiting []waiter
		settle := func(rt *rapid.T) {
			for held < places && len(waiting) > 0 {
				if err := <-waiting[0].result; err != nil {
					rt.Fatalf("the first in line got %v", err)
				}
				waiting[0].cancel()
				waiting, held = waiting[1:], held+1
			}
			for _, w := range waiting {
				select {
				case err := <-w.result:
					rt.Fatalf("served out of turn: %v", err)
				default:
				}
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"acquire": func(rt *rapid.T) {
				ctx, cancel := context.WithCancel(context.Background())
				w := waiter{cancel, make(chan error, 1)}
				go func() { w.result <- l.Acquire(ctx) }()
				waiting = append(waiting, w)
				for held >= places && l.Waiting() < len(waiting) {
					runtime.Gosched() // until its goroutine stands in line
				}
				settle(rt)
			},
			"release": func(rt *rapid.T) {
				if held == 0 {
					rt.Skip("nobody holds a place")
				}
				l.Release()
				held--
				settle(rt)
			},
			"give up": func(rt *rapid.T) {
				if len(waiting) == 0 {
					rt.Skip("nobody waits")
				}
				i := rapid.IntRange(0, len(waiting)-1).Draw(rt, "waiter")
				waiting[i].cancel()
				if err := <-waiting[i].result; !errors.Is(err, context.Canceled) {
					rt.Fatalf("the one that gave up got %v", err)
				}
				waiting = append(waiting[:i:i], waiting[i+1:]...)
				settle(rt)
			},
		})
		for _, w := range waiting {
			w.cancel()
			<-w.result
		}
		for ; held > 0; held-- {
			l.Release()
		}
		if err := l.Close(context.Background()); err != nil {
			rt.Fatal(err)
		}
	})
}
