package mainloop_test

import (
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

func TestCase91PostRunsInOrder(t *testing.T) {
	var got []int
	const n = 10_000
	for i := range n {
		post(t, func() { got = append(got, i) })
	}
	onLoop(t, func() {})
	if len(got) != n {
		t.Fatalf("%d functions ran, want %d", len(got), n)
	}
	for i, v := range got {
		if v != i {
			t.Fatalf("function %d ran in place %d", v, i)
		}
	}
}

func TestPostFromManyGoroutinesKeepsEachOnesOrder(t *testing.T) {
	const goroutines, each = 16, 2_000
	type mark struct{ goroutine, i int }
	var got []mark
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for i := range each {
				if err := loop.Post(func() { got = append(got, mark{g, i}) }); err != nil {
					t.Error("Post:", err)
				}
			}
		})
	}
	wg.Wait()
	onLoop(t, func() {})
	if len(got) != goroutines*each {
		t.Fatalf("%d functions ran, want %d", len(got), goroutines*each)
	}
	var next [goroutines]int
	for _, m := range got {
		if m.i != next[m.goroutine] {
			t.Fatalf("goroutine %d: function %d ran before function %d", m.goroutine, m.i, next[m.goroutine])
		}
		next[m.goroutine]++
	}
}

func TestOnThread(t *testing.T) {
	if loop.OnThread() {
		t.Error("OnThread is true on a test's goroutine")
	}
	onLoop(t, func() {
		if !loop.OnThread() {
			t.Error("OnThread is false in a posted function")
		}
	})
}

// gotk4's IdleAdd and InvokeFull run the function on the caller's thread when
// nobody owns the context.
func TestTrap27PostNeverRunsInside(t *testing.T) {
	onLoop(t, func() {
		ran := false
		post(t, func() { ran = true })
		if ran {
			t.Error("Post ran its function on the caller's stack")
		}
	})
	onLoop(t, func() {
		other := mainloop.New(new(reports).add) // its loop has not run yet
		defer other.Close()
		var wg sync.WaitGroup
		wg.Go(func() {
			ran := false
			if err := other.Post(func() { ran = true }); err != nil {
				t.Error("Post:", err)
			}
			if ran {
				t.Error("Post ran its function on the caller's stack")
			}
		})
		wg.Wait()
	})
}

// The collector's clean-up runs inline, and deadlocks, if the context has no owner.
func TestTrap23ContextStaysOwnedWhenNoLoopRuns(t *testing.T) {
	onLoop(t, func() {
		other := mainloop.New(nil)
		other.Close()
		if !glib.MainContextDefault().IsOwner() {
			t.Error("Close gave the default main context up")
		}
	})
	if glib.MainContextDefault().Acquire() {
		t.Error("another thread could acquire the default main context")
	}
}

func TestCase87NewOnAnotherThreadPanics(t *testing.T) {
	var wg sync.WaitGroup
	wg.Go(func() {
		defer func() {
			if v, _ := recover().(string); !strings.Contains(v, "another thread owns") {
				t.Errorf("panic %q, want one that names the mistake", v)
			}
		}()
		mainloop.New(nil)
	})
	wg.Wait()
}

func TestCase91PostNilPanics(t *testing.T) {
	defer func() {
		if v, _ := recover().(string); !strings.Contains(v, "nil function") {
			t.Errorf("panic %q, want one that names the mistake", v)
		}
	}()
	_ = loop.Post(nil)
}

func TestPanicIsReportedAndTheLoopGoesOn(t *testing.T) {
	reported.take()
	post(t, func() { panic(fs.ErrExist) })
	post(t, func() { panic("at the disco") })
	onLoop(t, func() {})
	errs := reported.take()
	if len(errs) != 2 {
		t.Fatalf("reported %v, want 2 panics", errs)
	}
	if !errors.Is(errs[0], fs.ErrExist) {
		t.Errorf("reported %v, which does not wrap the error that was panicked with", errs[0])
	}
	p, ok := errors.AsType[*tasks.PanicError](errs[1])
	if !ok || p.Value != "at the disco" || !strings.Contains(string(p.Stack), "TestPanicIsReported") {
		t.Errorf("reported %#v, want the value and the stack", errs[1])
	}
}

func TestNestedLoopRunsWhatIsBehind(t *testing.T) {
	var got []string
	first := make(chan struct{})
	onLoop(t, func() {
		nested := glib.NewMainLoop(nil, false)
		post(t, func() {
			got = append(got, "outer begins")
			nested.Run()
			got = append(got, "outer ends")
			close(first)
		})
		post(t, func() { got = append(got, "behind, in the nested loop") })
		post(t, func() {
			go func() {
				if err := loop.Post(nested.Quit); err != nil {
					t.Error("Post:", err)
				}
			}()
		})
	})
	<-first
	want := "outer begins|behind, in the nested loop|outer ends"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("ran %s, want %s", s, want)
	}
}

func TestCloseEndsPosts(t *testing.T) {
	var errs reports
	onLoop(t, func() {
		other := mainloop.New(errs.add)
		ran := false
		for range 3 {
			if err := other.Post(func() { ran = true }); err != nil {
				t.Error("Post:", err)
			}
		}
		select {
		case <-other.Done():
			t.Error("Done was closed before Close")
		default:
		}
		other.Close()
		other.Close()
		<-other.Done()
		if err := other.Post(func() { ran = true }); !errors.Is(err, mainloop.ErrEnded) {
			t.Errorf("Post after Close: %v, want ErrEnded", err)
		}
		for glib.MainContextDefault().Iteration(false) {
		}
		if ran {
			t.Error("a function ran after Close")
		}
	})
	got := errs.take()
	if len(got) != 1 || !errors.Is(got[0], mainloop.ErrEnded) || !strings.Contains(got[0].Error(), "3 posted functions never ran") {
		t.Errorf("reported %v, want the three functions that never ran", got)
	}
}

func TestCloseInAPostedFunction(t *testing.T) {
	onLoop(t, func() {
		var errs reports
		other := mainloop.New(errs.add)
		ran := 0
		_ = other.Post(func() { ran++; other.Close() })
		_ = other.Post(func() { ran++ })
		for glib.MainContextDefault().Iteration(false) {
		}
		if got := errs.take(); ran != 1 || len(got) != 1 {
			t.Errorf("%d functions ran and %v was reported, want one of each", ran, got)
		}
	})
}

func TestCloseOnAnotherThreadPanics(t *testing.T) {
	defer func() {
		if v, _ := recover().(string); !strings.Contains(v, "off the main loop's thread") {
			t.Errorf("panic %q, want one that names the mistake", v)
		}
	}()
	loop.Close()
}

// redraw adds a source of the priority at which GTK draws.
func redraw(f func() bool) { coreglib.IdleAddPriority(120, f) }

func TestTrap26FloodOfPostsLeavesRoomForRedraw(t *testing.T) {
	const want = 5
	done := make(chan int, 1)
	onLoop(t, func() {
		frames, posts := 0, 0
		var flood func()
		flood = func() { // never lets the queue run empty
			posts++
			if frames < want {
				_ = loop.Post(flood)
			}
		}
		redraw(func() bool {
			frames++
			if frames == want {
				done <- posts
			}
			return frames < want
		})
		flood()
	})
	select {
	case posts := <-done:
		if posts < want {
			t.Errorf("%d functions ran beside %d frames", posts, want)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("a flood of posts starved a source of redraw priority")
	}
}

func TestTrap26EndlessRedrawLeavesRoomForPosts(t *testing.T) {
	stop := false
	redraw(func() bool { return !stop })
	for range 100 {
		ran := make(chan struct{})
		post(t, func() { close(ran) })
		select {
		case <-ran:
		case <-time.After(30 * time.Second):
			t.Fatal("a source of redraw priority that is always ready starved the posts")
		}
	}
	onLoop(t, func() { stop = true })
}

func TestTrap26InputGoesFirst(t *testing.T) {
	input := make(chan int, 1)
	onLoop(t, func() {
		ran := 0
		for range 100 {
			post(t, func() { ran++; time.Sleep(time.Millisecond) })
		}
		coreglib.IdleAddPriority(coreglib.PriorityDefault, func() { input <- ran })
	})
	// The functions fill some 50 slices; the source may at most lose one of them.
	if ran := <-input; ran > 10 {
		t.Errorf("%d functions of a millisecond ran before a source of input's priority", ran)
	}
	onLoop(t, func() {})
}
