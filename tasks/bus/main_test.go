package bus_test

import (
	"flag"
	"os"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

// loop is for the benchmarks of the backend that needs one.
var loop *mainloop.Loop

func TestMain(m *testing.M) {
	// A value is soon made and checked; the flag itself still counts.
	if err := flag.Set("rapid.checks", "1000"); err != nil {
		panic(err)
	}
	os.Exit(mainlooptest.Run(m, nil, func(l *mainloop.Loop) { loop = l }))
}
