// Package mainlooptest runs a package's tests beside a running GLib main loop.
package mainlooptest

import (
	"fmt"
	"os"
	"testing"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"go.uber.org/goleak"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// Run is the whole of a TestMain: it makes the calling goroutine, which must be
// the main one, the main loop's, runs the tests on another goroutine while the
// loop runs, and returns the code to exit with. Tests that succeed but leave
// goroutines behind fail.
//
// ready is called with the Loop before any test. report is as for mainloop.New.
func Run(m *testing.M, report func(error), ready func(*mainloop.Loop)) (code int) {
	loop := mainloop.New(report)
	ready(loop)
	glibLoop := glib.NewMainLoop(nil, false)
	result := make(chan int, 1)
	go func() {
		result <- m.Run()
		if err := loop.Post(glibLoop.Quit); err != nil {
			panic("mainlooptest: a test closed the loop that runs the tests")
		}
	}()
	glibLoop.Run()
	loop.Close()
	code = <-result
	if code == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, "mainlooptest:", err)
			return 1
		}
	}
	return code
}

// Do runs body on the loop's thread and returns when it has, and when the main
// loop has nothing left to do: neither what body posted nor an idle source. A panic
// in body fails the test. body must not call FailNow, Fatal or Skip, which take
// the process down there; Error does.
func Do(tb testing.TB, loop *mainloop.Loop, body func()) {
	tb.Helper()
	idle := make(chan any)
	err := loop.Post(func() {
		var panicked any
		defer func() {
			// GLib gets to a source of the lowest priority when no other is ready.
			coreglib.IdleAddPriority(coreglib.PriorityLow, func() { idle <- panicked })
		}()
		defer func() { panicked = recover() }()
		body()
	})
	if err != nil {
		tb.Fatal("mainlooptest: Do:", err)
	}
	if v := <-idle; v != nil {
		tb.Errorf("mainlooptest: panic on the main loop: %v", v)
	}
}
