package ui

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// How much is soaked, where somebody wants more of it.
const (
	bindsVar   = "BELLHOP_SOAK_BINDS"   // rows bound
	windowsVar = "BELLHOP_SOAK_WINDOWS" // windows opened and closed
)

func amount(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// wantFlat does step, which tells how much it did, until as much as wanted is
// done, and fails if memory has grown by more than 10 MB since a tenth was.
func wantFlat(t *testing.T, wanted int, step func() int) {
	t.Helper()
	settled, done := 0, 0
	for done < wanted {
		done += step()
		if settled == 0 && done >= wanted/10 {
			settled = residentKiB(t)
		}
	}
	grown := residentKiB(t) - settled
	t.Logf("memory grew by %d KiB over %d, from %d KiB", grown, done, settled)
	if grown > 10<<10 {
		t.Error("that is more than 10 MB")
	}
}

// residentKiB collects the garbage, lets the loop free what it held, and gives
// the memory of the process.
func residentKiB(t *testing.T) int {
	t.Helper()
	collect(t)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kib, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kib
}

func collect(t *testing.T) {
	t.Helper()
	for range collectorRounds {
		runtime.GC()
		onLoop(t, func() {})
	}
}

func TestRowBindsLeaveNothingBehind(t *testing.T) {
	const listed = 2000
	opts := testOptions(t)
	for range listed {
		if _, err := tasks.Submit(opts.Engine, tasks.Spec{Title: "Done"}, func(context.Context, *tasks.Reporter) (int, error) {
			return 1, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	w := openWindow(t, opts)
	awaitRows(t, w)
	position := 0
	wantFlat(t, amount(t, bindsVar, 5000), func() (bound int) {
		position = (position + listed/3) % listed
		onLoop(t, func() { w.page.list.view.ScrollTo(uint(position), gtk.ListScrollNone, nil) })
		for deadline := time.Now().Add(10 * time.Second); bound == 0; {
			if time.Now().After(deadline) {
				t.Fatalf("the list did not scroll to row %d", position)
			}
			onLoop(t, func() {
				for _, row := range w.page.list.bound {
					if int(row.item.Position()) == position {
						bound = len(w.page.list.bound)
					}
				}
			})
		}
		return bound
	})
}

func TestWindowsLeaveNothingBehind(t *testing.T) {
	opts := testOptions(t)
	wantFlat(t, amount(t, windowsVar, 40), func() int {
		var w *window
		onLoop(t, func() {
			monitor := mainloop.StartMonitor(time.Second, 1)
			defer monitor.Stop()
			w = newWindow(app, opts, monitor, func(int, int) {})
			w.window.Present()
		})
		onLoop(t, func() { w.close() })
		w = nil
		collect(t)
		return 1
	})
}
