package ui

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// What was cleared is freed once it cannot be taken back any more.
func TestClearedTasksAreFreed(t *testing.T) {
	opts := testOptions(t)
	var w *window
	onLoop(t, func() {
		monitor := mainloop.StartMonitor(time.Second, 1)
		defer monitor.Stop()
		w = newWindow(app, opts, monitor, func(int, int) {})
		w.window.Present()
	})
	defer onLoop(t, func() { w.close() })
	var freed atomic.Int64
	const rounds, each = 4, 50
	for range rounds {
		for range each {
			future, err := tasks.Submit(opts.Engine, tasks.Spec{Title: "Done"}, func(context.Context, *tasks.Reporter) (*[64]byte, error) {
				result := new([64]byte)
				runtime.AddCleanup(result, func(struct{}) { freed.Add(1) }, struct{}{})
				return result, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			<-future.Task().Done()
		}
		awaitRows(t, w)
		onLoop(t, func() {
			w.clearFinished()
			w.drain()
			w.undo.toast.Dismiss()
		})
	}
	// The rows that showed the last of them may still know them.
	deadline := time.Now().Add(20 * time.Second)
	for freed.Load() < (rounds-1)*each {
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d cleared tasks were freed", freed.Load(), rounds*each)
		}
		runtime.GC()
		onLoop(t, func() {})
	}
}
