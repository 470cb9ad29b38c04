//go:build !race

// Not under the race detector, whose own memory grows with what runs.

package gdbusconn_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

const (
	leakChild = "BELLHOP_LEAK_CHILD" // set in the child process
	leakBar   = 10 << 20             // bytes
)

// TestCallsAndConnectionsDoNotLeak runs in a process of its own, where a GLib
// critical is fatal.
func TestCallsAndConnectionsDoNotLeak(t *testing.T) {
	if os.Getenv(leakChild) != "" {
		leak(t)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCallsAndConnectionsDoNotLeak$", "-test.v", "-test.timeout=10m")
	cmd.Env = append(os.Environ(), leakChild+"=1", "G_DEBUG=fatal-criticals")
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}

func leak(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	service, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close()
	dialer := gdbusconn.NewDialer(loop)
	conn, err := dialer.Dial(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	flat(t, "calls", 20_000, func() error { return leakCall(t.Context(), conn) })
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	flat(t, "connections", 500, func() error {
		conn, err := dialer.Dial(t.Context(), daemon.BusAddress(t))
		if err != nil {
			return err
		}
		return conn.Close()
	})
}

// leakCall makes a call that succeeds, one that fails, and one that is given up.
func leakCall(ctx context.Context, conn bus.Conn) error {
	value := bus.Variant(bus.Struct(bus.Bytes(make([]byte, 1000)), bus.Variant(bus.String("nested"))))
	if _, err := conn.Call(ctx, practiceCall("Echo", value)); err != nil {
		return err
	}
	if _, err := conn.Call(ctx, practiceCall("Nothing")); bus.KindOf(err) != bus.KindNoSuchMember {
		return fmt.Errorf("a method that is not there gave %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	time.AfterFunc(100*time.Microsecond, cancel)
	if _, err := conn.Call(ctx, practiceCall("Echo", value)); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// flat does something n times, from some goroutines, and compares memory and file
// descriptors at the end with those after the first tenth.
func flat(t *testing.T, what string, n int, do func() error) {
	t.Helper()
	const workers = 8
	many := func(n int) {
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for range n / workers {
					if err := do(); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
	}
	many(n / 10)
	memory, files := settled(t)
	many(n - n/10)
	memoryNow, filesNow := settled(t)
	t.Logf("%d %s: %.1f MB after the first tenth, %.1f MB at the end; %d files, then %d",
		n, what, float64(memory)/(1<<20), float64(memoryNow)/(1<<20), files, filesNow)
	if memoryNow > memory+leakBar {
		t.Errorf("%d %s took memory from %d to %d bytes", n, what, memory, memoryNow)
	}
	if filesNow > files+5 {
		t.Errorf("%d %s took the number of open files from %d to %d", n, what, files, filesNow)
	}
}

// settled returns the resident memory in bytes and the number of open files once
// what was canceled has ended and the collector has freed what it can.
func settled(t *testing.T) (memory, files int) {
	t.Helper()
	held := mainlooptest.TakeHolding(t, loop)
	return held.Resident, held.Descriptors
}
