package weak

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"
)

// box and tail stand for gotk4's Box and the object that its finalizer sits on.
type box struct {
	dummy   *tail
	payload atomic.Pointer[string]
	key     int
	closing bool
}

type tail struct{ key unsafe.Pointer }

// registry does with a Map what gotk4's intern does with it.
type registry struct {
	mu      sync.Mutex
	m       *Map[int, box]
	cleaned chan int // keys whose clean-up was started
	stray   chan int // clean-ups that found nothing
}

func newRegistry() *registry {
	return &registry{
		m:       NewMap[int, box](),
		cleaned: make(chan int, 1024),
		stray:   make(chan int, 1024),
	}
}

//go:noinline
func (r *registry) wrap(key int, payload string) *box {
	b := &box{dummy: new(tail), key: key}
	b.payload.Store(&payload)
	runtime.SetFinalizer(b.dummy, r.finalizer(key))
	return r.m.Set(key, b)
}

func (r *registry) finalizer(key int) func(*tail) {
	var finalize func(*tail)
	finalize = func(d *tail) {
		r.mu.Lock()
		defer r.mu.Unlock()
		b := r.m.Get(key)
		if b == nil {
			r.stray <- key
			return
		}
		runtime.SetFinalizer(d, finalize)
		if b.closing {
			return
		}
		b.closing = true
		r.cleaned <- key
	}
	return finalize
}

// collectUntil collects garbage until a key arrives.
func collectUntil(t *testing.T, ch chan int) int {
	t.Helper()
	for range 50 {
		select {
		case key := <-ch:
			return key
		default:
			collect()
		}
	}
	t.Fatal("the finalizer never came")
	return 0
}

// collect collects garbage often enough for a value and its tail, and returns
// when the finalizers that were queued have run: one queued after them has.
func collect() {
	for range 4 {
		turn := make(chan struct{})
		runtime.SetFinalizer(new(tail), func(*tail) { close(turn) })
		runtime.GC()
		<-turn
	}
}

func TestHeldValueStays(t *testing.T) {
	r := newRegistry()
	b := r.wrap(1, "held")
	collect()
	if got := r.m.Get(1); got != b {
		t.Fatalf("Get = %p, want the held value %p", got, b)
	}
	if len(r.cleaned) != 0 {
		t.Fatal("cleaned up while the value was held")
	}
	runtime.KeepAlive(b)
}

func TestCleanUpFindsTheValue(t *testing.T) {
	r := newRegistry()
	r.wrap(1, "kept for its clean-up")
	if key := collectUntil(t, r.cleaned); key != 1 {
		t.Fatalf("cleaned %d, want 1", key)
	}
	b := r.m.Get(1)
	if b == nil || *b.payload.Load() != "kept for its clean-up" {
		t.Fatalf("Get during clean-up = %v, want the value with its payload", b)
	}
	r.m.Delete(1)
	if r.m.Get(1) != nil {
		t.Fatal("Get after Delete found the value")
	}
}

func TestReusedKeyIsNotCleanedByTheOldFinalizer(t *testing.T) {
	r := newRegistry()
	r.wrap(1, "old")
	collectUntil(t, r.cleaned)
	r.m.Delete(1)
	b := r.wrap(1, "new at the same address")
	collect()
	if len(r.cleaned) != 0 || len(r.stray) != 0 {
		t.Fatal("the old object's finalizer ran again and found the new one")
	}
	if r.m.Get(1) != b {
		t.Fatal("the new value is gone")
	}
	runtime.KeepAlive(b)
}

func TestGetBringsTheValueBackWhole(t *testing.T) {
	r := newRegistry()
	r.wrap(1, "revived")
	r.m.mu.Lock()
	e := r.m.entries[1]
	r.m.mu.Unlock()
	// One collection queues the value's finalizer; the tail's waits for the next.
	for {
		turn := make(chan struct{})
		runtime.SetFinalizer(new(tail), func(*tail) { close(turn) })
		runtime.GC()
		<-turn
		r.m.mu.Lock()
		cut := e.cut != nil
		r.m.mu.Unlock()
		if cut {
			break
		}
	}
	b := r.m.Get(1)
	if b == nil || b.dummy == nil {
		t.Fatalf("Get = %+v, want the value with its tail", b)
	}
	collect()
	if len(r.cleaned) != 0 {
		t.Fatal("cleaned up though the value was brought back")
	}
	runtime.KeepAlive(b)
	b = nil
	if key := collectUntil(t, r.cleaned); key != 1 {
		t.Fatalf("cleaned %d after it was dropped again, want 1", key)
	}
}

func TestSetKeepsTheFirstValue(t *testing.T) {
	r := newRegistry()
	first := r.wrap(1, "first")
	if got := r.wrap(1, "second"); got != first {
		t.Fatalf("Set = %p, want the first value %p", got, first)
	}
	runtime.KeepAlive(first)
}

func TestManyKeysFromManyGoroutines(t *testing.T) {
	r := newRegistry()
	r.cleaned = make(chan int, 1<<16)
	r.stray = make(chan int, 1<<16)
	const goroutines, each = 8, 500
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for i := range each {
				key := g*each + i
				b := r.wrap(key, "x")
				if r.m.Get(key) != b {
					t.Errorf("key %d: lost while held", key)
				}
				if i%50 == 0 {
					runtime.GC()
				}
				runtime.KeepAlive(b)
			}
		})
	}
	wg.Wait()
	seen := map[int]bool{}
	for len(seen) < goroutines*each {
		key := collectUntil(t, r.cleaned)
		seen[key] = true
		r.m.Delete(key)
	}
	if len(r.stray) != 0 {
		t.Fatalf("%d clean-ups found nothing", len(r.stray))
	}
}

func TestTypeWithoutTail(t *testing.T) {
	m := NewMap[string, int]()
	v := new(int)
	m.Set("a", v)
	if m.Get("a") != v {
		t.Fatal("Get lost a held value")
	}
	m.Delete("a")
	if m.Get("a") != nil {
		t.Fatal("Get after Delete found a value")
	}
}
