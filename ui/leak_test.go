package ui

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// testOptions gives an engine and connections without a backend, which end with
// the test.
func testOptions(t testing.TB) Options {
	engine := tasks.New(tasks.Options{})
	connections := bus.NewConnections(engine)
	t.Cleanup(func() {
		// The test's own context has ended by now.
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := engine.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		if err := connections.Shutdown(ctx); err != nil {
			t.Error(err)
		}
	})
	return Options{Engine: engine, Connections: connections, Loop: loop, settings: &settings{newMemoryStore()}}
}

// alive counts objects until they are freed.
type alive struct{ n atomic.Int64 }

func (a *alive) watch(object coreglib.Objector) {
	a.n.Add(1)
	coreglib.WeakRefObject(object, func() { a.n.Add(-1) })
}

// awaitAtMost collects garbage until no more than n objects are alive.
func (a *alive) awaitAtMost(t *testing.T, n int64) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for a.n.Load() > n {
		if time.Now().After(deadline) {
			t.Fatalf("%d objects are alive, want at most %d", a.n.Load(), n)
		}
		runtime.GC()
		onLoop(t, func() {})
	}
}

func TestClosedWindowsAreFreed(t *testing.T) {
	opts := testOptions(t)
	for range 30 {
		if _, err := tasks.Submit(opts.Engine, tasks.Spec{Title: "Done"}, func(context.Context, *tasks.Reporter) (int, error) {
			return 1, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	var windows alive
	const count = 20
	for range count {
		var w *window
		onLoop(t, func() {
			monitor := mainloop.StartMonitor(time.Second, 1)
			defer monitor.Stop()
			w = newWindow(app, opts, monitor, func(int, int) {})
			windows.watch(w.window)
			w.window.Present()
			w.taskDetails()
			w.makeBrowse()
			w.makePatterns()
		})
		awaitRows(t, w)
		onLoop(t, w.close)
	}
	// The last one may still be on the stack.
	windows.awaitAtMost(t, 1)
}

// awaitRows waits until the window shows all its rows.
func awaitRows(t *testing.T, w *window) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for rows := 0; rows == 0; {
		if time.Now().After(deadline) {
			t.Fatal("the window shows no rows")
		}
		onLoop(t, func() {
			if !w.page.list.growing {
				rows = len(w.page.list.bound)
			}
		})
	}
}

func TestClosedDialogsAreFreed(t *testing.T) {
	opts := testOptions(t)
	w := openWindow(t, opts)
	for name, open := range map[string]func(){
		"New Call": func() { presentNewCall(w.window, w.newCallEnv(), nil) },
		"New Connection": func() {
			presentNewConnection(w.window, []string{"one", "two"}, weaklyWith(w, (*window).connect))
		},
		"Watch Signals": func() { w.presentNewWatch(bus.Endpoint{}) },
		"Monitor":       func() { w.presentNewMonitor(bus.Endpoint{}) },
		"reset":         func() { w.askToReset(bus.Endpoint{}) },
		"preferences":   func() { presentPreferences(w.window, opts.settings, []string{"one", "two"}, func() {}) },
		"close":         func() { w.askToClose() },
		"about":         func() { presentAbout(w.window, opts) },
		"shortcuts":     w.showShortcuts,
	} {
		t.Run(name, func(t *testing.T) {
			var dialogs alive
			for range 10 {
				onLoop(t, func() {
					open()
					dialog := w.window.VisibleDialog()
					dialogs.watch(dialog)
					dialog.ForceClose()
				})
			}
			dialogs.awaitAtMost(t, 1)
		})
	}
}
