// Package mainlooptest runs a package's tests beside a running GLib main loop.
package mainlooptest

import (
	"fmt"
	"os"
	"testing"

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
