package mainlooptest

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// Holding is what a process holds, to be compared over time.
type Holding struct {
	Resident    int // bytes of memory
	Descriptors int // open files
	Goroutines  int // but for those of C's threads, whose number is GLib's pool's
}

// String gives the figures for a log.
func (h Holding) String() string {
	return fmt.Sprintf("%.1f MB, %d file descriptors, %d goroutines", float64(h.Resident)/(1<<20), h.Descriptors, h.Goroutines)
}

// TakeHolding looks at what the process holds, once the late ends of what was
// canceled are over, the garbage is collected, and the loop has freed what that
// found. It waits for half a minute at most. It must not be called on the loop's
// thread.
func TakeHolding(tb testing.TB, loop *mainloop.Loop) Holding {
	tb.Helper()
	var now Holding
	for steady, deadline := 0, time.Now().Add(30*time.Second); steady < 50 && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		last := now
		now.Descriptors, now.Goroutines = descriptors(tb), goroutines()
		if steady++; now != last {
			steady = 0
		}
	}
	now.Resident = Resident(tb, loop)
	return now
}

// Stacks tells what every goroutine does.
func Stacks() []byte {
	buf := make([]byte, 1<<20)
	return buf[:runtime.Stack(buf, true)]
}

var (
	aGoroutine = regexp.MustCompile(`\n\ngoroutine \d+ `)
	// lockedInC finds goroutines that are at C's side, for however many minutes.
	lockedInC = regexp.MustCompile(`\n\ngoroutine \d+ \[syscall(, \d+ minutes)?, locked to thread`)
)

func goroutines() int {
	all := Stacks()
	return len(aGoroutine.FindAll(all, -1)) - len(lockedInC.FindAll(all, -1))
}

func descriptors(tb testing.TB) int {
	tb.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		tb.Fatal(err)
	}
	return len(entries)
}

// collections is how often the garbage is collected before memory is looked at: a
// GObject takes several rounds, with turns of the main loop between them.
const collections = 6

// Resident collects the garbage, lets the loop free what that found, and gives the
// resident memory of the process in bytes. It must not be called on the loop's
// thread.
func Resident(tb testing.TB, loop *mainloop.Loop) int {
	tb.Helper()
	for range collections {
		ran := make(chan struct{})
		runtime.SetFinalizer(new(*int), func(**int) { close(ran) }) // behind those that are queued
		runtime.GC()
		<-ran
		turned := make(chan struct{})
		if err := loop.Post(func() { close(turned) }); err != nil {
			tb.Fatal(err)
		}
		<-turned
	}
	debug.FreeOSMemory()
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		tb.Fatal(err)
	}
	var size, pages int
	if _, err := fmt.Sscan(string(statm), &size, &pages); err != nil {
		tb.Fatal(err)
	}
	return pages * os.Getpagesize()
}
