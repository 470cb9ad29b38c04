package mainloop_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

// The numbers of the cases are those of the list in ../behaviour_test.go.

func TestCase34TicksReachTheLoopAndStop(t *testing.T) {
	ticks := 0
	ticker := time.NewTicker(20 * time.Millisecond)
	for range 2 {
		<-ticker.C
		post(t, func() {
			ticks++
			if !loop.OnThread() {
				t.Error("a tick off the loop's thread")
			}
		})
	}
	ticker.Stop()
	time.Sleep(60 * time.Millisecond) // for ticks that must not come
	onLoop(t, func() {})
	if ticks != 2 {
		t.Errorf("%d ticks, want 2", ticks)
	}
}

func TestCase71PostedRunsOnceFromEitherSide(t *testing.T) {
	runs := make(map[string]int)
	onLoop(t, func() { post(t, func() { runs["from the loop"]++ }) })
	post(t, func() { runs["from a goroutine"]++ })
	for range 3 {
		onLoop(t, func() {})
	}
	if len(runs) != 2 || runs["from the loop"] != 1 || runs["from a goroutine"] != 1 {
		t.Errorf("ran %v, want each once", runs)
	}
}

// A function that posts its second half lets others run in between.
func TestCase74HalvesLetOthersRun(t *testing.T) {
	var order []string
	onLoop(t, func() {
		post(t, func() {
			order = append(order, "A1")
			post(t, func() { order = append(order, "A2") })
		})
		post(t, func() { order = append(order, "B") })
	})
	mainlooptest.Do(t, loop, func() {})
	if want := []string{"A1", "B", "A2"}; !slices.Equal(order, want) {
		t.Errorf("ran in the order %v, want %v", order, want)
	}
}

// Turning another main context runs nothing of ours; turning ours does, whoever
// turns it.
func TestCase84ForeignContextRunsNoPosts(t *testing.T) {
	onLoop(t, func() {
		other := glib.NewMainContext()
		ran := false
		post(t, func() { ran = true })
		for range 10 {
			other.Iteration(false)
		}
		if ran {
			t.Error("another context ran a posted function")
		}
		for range 10 {
			glib.MainContextDefault().Iteration(false)
		}
		if !ran {
			t.Error("the default context, turned in a posted function, did not run what was behind it")
		}
	})
}

func TestCase85QuitInsideUnwindsEveryLevel(t *testing.T) {
	var left []string
	unwound := make(chan struct{})
	outer, inner := glib.NewMainLoop(nil, false), glib.NewMainLoop(nil, false)
	post(t, func() {
		defer close(unwound)
		outer.Run()
		left = append(left, "outer")
	})
	post(t, func() {
		inner.Run()
		left = append(left, "inner")
	})
	post(t, func() {
		outer.Quit()
		inner.Quit()
	})
	<-unwound
	if want := []string{"inner", "outer"}; !slices.Equal(left, want) {
		t.Errorf("left %v, want %v", left, want)
	}
}

func TestCase87LoopCanBeMadeAgain(t *testing.T) {
	onLoop(t, func() {
		for range 3 {
			other := mainloop.New(new(reports).add)
			ran := false
			_ = other.Post(func() { ran = true })
			for glib.MainContextDefault().Iteration(false) {
			}
			if !ran {
				t.Error("a posted function did not run")
			}
			other.Close()
		}
	})
}

// Close in a turn of RunUntil ends it: what it waits for may wait for the loop.
func TestCase92RunUntilEndsWithTheLoop(t *testing.T) {
	ended := make(chan struct{})
	post(t, func() {
		defer close(ended)
		other := mainloop.New(new(reports).add)
		_ = other.Post(other.Close)
		other.RunUntil(make(chan struct{}))
		other.RunUntil(make(chan struct{})) // and again, now that it has ended
	})
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("RunUntil went on after Close")
	}
}

func TestCase95PostWakesAnIdleLoop(t *testing.T) {
	for range 20 {
		mainlooptest.Do(t, loop, func() {}) // idle from here on
		ran := make(chan struct{})
		post(t, func() { close(ran) })
		select {
		case <-ran:
		case <-time.After(30 * time.Second):
			t.Fatal("Post did not wake the loop")
		}
	}
}

// The loop is closed while goroutines post: each function that was taken runs, or
// is among those that are reported.
func TestCase95EveryPostRunsOrIsReported(t *testing.T) {
	var errs reports
	var other *mainloop.Loop
	onLoop(t, func() { other = mainloop.New(errs.add) })
	var taken, ran atomic.Int64
	var posters sync.WaitGroup
	for range 8 {
		posters.Go(func() {
			for {
				switch err := other.Post(func() { ran.Add(1) }); {
				case errors.Is(err, mainloop.ErrEnded):
					return
				case err != nil:
					t.Error(err)
					return
				}
				taken.Add(1)
			}
		})
	}
	for ran.Load() < 1000 {
		onLoop(t, func() {})
	}
	onLoop(t, other.Close)
	posters.Wait()
	unrun := int64(0)
	for _, err := range errs.take() {
		if _, scan := fmt.Sscanf(err.Error(), "mainloop: %d posted functions never ran", &unrun); scan != nil {
			t.Errorf("reported %v", err)
		}
	}
	if taken.Load() != ran.Load()+unrun {
		t.Errorf("%d posts were taken, %d ran, %d were reported", taken.Load(), ran.Load(), unrun)
	}
}

func TestCase104DoLeavesTheLoopIdle(t *testing.T) {
	posted, idle := false, false
	mainlooptest.Do(t, loop, func() {
		if !loop.OnThread() {
			t.Error("Do off the loop's thread")
		}
		post(t, func() { posted = true })
		coreglib.IdleAdd(func() { idle = true })
	})
	if !posted || !idle {
		t.Errorf("after Do the posted function had run: %v, the idle source: %v", posted, idle)
	}
	failed := &failures{TB: t}
	mainlooptest.Do(failed, loop, func() { panic("at the disco") })
	if !strings.Contains(failed.text, "at the disco") {
		t.Errorf("a panic in Do failed the test with %q", failed.text)
	}
}

// failures takes what a test would fail with.
type failures struct {
	testing.TB
	text string
}

func (f *failures) Errorf(format string, args ...any) { f.text += fmt.Sprintf(format, args...) }

func TestCase91LoopThatNewDidNotMakePanics(t *testing.T) {
	defer func() {
		if v, _ := recover().(string); !strings.Contains(v, "that New did not make") {
			t.Errorf("panic %q, want one that names the mistake", v)
		}
	}()
	_ = new(mainloop.Loop).Post(func() {})
}
