//go:build !race

// Not under the race detector, whose own memory grows with what runs, and which makes
// sync.Pool forget on purpose.

package gasync_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

const (
	leakChild  = "BELLHOP_LEAK_CHILD"  // set in the child process
	leakAwaits = "BELLHOP_LEAK_AWAITS" // how many awaits; 20,000 if unset

	leakBar     = 10 << 20 // bytes
	leakWorkers = 16
)

// gotk4 pins what it wraps; with the weak map that go.mod puts in its place, awaits
// leave nothing behind. In a process of its own, where a GLib critical is fatal.
func TestTrap22AwaitsDoNotLeak(t *testing.T) {
	n := 20_000
	if s := os.Getenv(leakAwaits); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getenv(leakChild) != "" {
		leak(t, n)
		return
	}
	inChild(t, leakChild)
}

// inChild runs the test again in a process of its own, with the variable set, and
// a GLib critical fatal.
func inChild(t *testing.T, variable string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=0")
	cmd.Env = append(os.Environ(), variable+"=1", "G_DEBUG=fatal-criticals")
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}

func leak(t *testing.T, n int) {
	// A deadline far off, as a task has: each await gets a GCancellable.
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	conn, err := dial(ctx)
	if err != nil {
		t.Fatal(err)
	}
	awaitMany(ctx, t, n/10, func(i int) error { return leakAwait(ctx, conn, i) })
	before := mainlooptest.Resident(t, loop)
	began := time.Now()
	awaitMany(ctx, t, n-n/10, func(i int) error { return leakAwait(ctx, conn, i) })
	took := time.Since(began)
	after := mainlooptest.Resident(t, loop)
	t.Logf("%d awaits: %.1f MB after the first tenth, %.1f MB at the end, %v an await",
		n, float64(before)/(1<<20), float64(after)/(1<<20), took/time.Duration(n-n/10))
	if after > before+leakBar {
		t.Errorf("%d awaits took memory from %d to %d bytes", n, before, after)
	}
	if err := closeConn(ctx, conn); err != nil {
		t.Error("Close:", err)
	}
}

// awaitMany calls await n times from some goroutines.
func awaitMany(ctx context.Context, t *testing.T, n int, await func(i int) error) {
	t.Helper()
	var wg sync.WaitGroup
	for worker := range leakWorkers {
		wg.Go(func() {
			for i := worker; i < n; i += leakWorkers {
				if err := await(i); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// leakAwait is one await: mostly a call that succeeds, some that fail, and some that
// are canceled.
func leakAwait(ctx context.Context, conn *gio.DBusConnection, i int) error {
	switch i % 10 {
	case 8:
		_, err := gasync.Await(ctx, loop, busCall(conn, "NoSuchMethod"), conn.CallFinish)
		if _, ok := errors.AsType[*gasync.Error](err); !ok {
			return fmt.Errorf("a method that is not there gave %w", err)
		}
	case 9:
		ctx, cancel := context.WithCancel(ctx)
		time.AfterFunc(10*time.Microsecond, cancel)
		_, err := gasync.Await(ctx, loop, busCall(conn, "GetId"), conn.CallFinish)
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	default:
		reply, err := gasync.Await(ctx, loop, busCall(conn, "GetId"), conn.CallFinish)
		if err != nil {
			return err
		}
		if reply.TypeString() != "(s)" {
			return errors.New("a reply of type " + reply.TypeString())
		}
	}
	return nil
}
