package bustest

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"
)

// resident is how much memory of the machine the process takes, in bytes, C's
// included.
func resident(t testing.TB) uint64 {
	t.Helper()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.ParseUint(string(bytes.Fields(data)[1]), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * uint64(os.Getpagesize())
}

// bounded fails the test if the process takes more memory while f runs than before,
// by more than a bound in bytes. Garbage is collected early, for it to be of f.
func bounded(t testing.TB, bound uint64, f func()) {
	t.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	debug.FreeOSMemory()
	before := resident(t)
	highest := before
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				highest = max(highest, resident(t))
			}
		}
	})
	f()
	close(stop)
	wg.Wait()
	bound *= shadow
	if took := highest - before; took > bound {
		t.Errorf("it took %d MiB; want at most %d", took>>20, bound>>20)
	} else {
		t.Logf("it took %d MiB of %d", took>>20, bound>>20)
	}
}

// repeats is how often leavesNothing has something done, and strays how many
// goroutines and descriptors more may be there afterwards: threads of a library's,
// say, that linger for a while.
const (
	repeats = 5
	strays  = 3
)

// leavesNothing does something several times, and fails the test if a goroutine or a
// descriptor is left each time.
func leavesNothing(t testing.TB, do func()) {
	t.Helper()
	do() // what is set up only once is there from now on
	goroutines, descriptors := runtime.NumGoroutine(), Descriptors(t)
	for range repeats {
		do()
	}
	NoneLeft(t, descriptors+strays)
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > goroutines+strays; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines are left; want %d\n%s", runtime.NumGoroutine(), goroutines, buf[:runtime.Stack(buf, true)])
		}
	}
}
