package uitest

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// How long the soaks are, where somebody wants them longer.
const (
	windowsVar = "BELLHOP_SOAK_WINDOWS" // how often a dialog is opened and closed
	timeVar    = "BELLHOP_SOAK_TIME"    // how long tasks run while the list scrolls
)

// tolerance is how much memory may grow once a tenth of a soak is over.
const tolerance = 10 << 10 // KiB

func TestDialogsLeaveNothingBehind(t *testing.T) {
	rounds := 100
	if text := os.Getenv(windowsVar); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s: %v", windowsVar, err)
		}
	}
	app := Start(t, Options{})
	var settled int
	for round := range rounds {
		if round == rounds/10 {
			settled = app.ResidentKiB()
		}
		app.Keys("ctrl+n")
		app.Await(Button("Call").In(Dialog()))
		app.Keys("escape")
		app.AwaitGone(Dialog())
	}
	wantFlat(t, app, settled, rounds)
}

// Tasks start, run, finish and are canceled and cleared while the list scrolls
// and Go collects its garbage without a pause.
func TestSoak(t *testing.T) {
	const warmUp = 10 * time.Second // widgets and glyphs are made once
	length := 30 * time.Second
	if text := os.Getenv(timeVar); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatalf("%s: %v", timeVar, err)
		}
	}
	app := Start(t, Options{Env: []string{"BELLHOP_DEBUG=threads,collect"}})
	start := time.Now()
	var settled, rounds int
	for time.Since(start) < length {
		if settled == 0 && time.Since(start) >= max(length/10, warmUp) {
			settled = app.ResidentKiB()
		}
		rounds++
		app.Activate("practice-load", uint32(100))
		app.Await(filter("Running", 100)) // what starts after them stands above them
		app.Activate("practice")
		app.Select(Row("Practice.Sleep (60 s)", "Running"))
		for range 5 {
			app.Keys("pagedown", "pagedown", "pageup", "end", "home")
		}
		app.Activate("cancel-all")
		app.Await(filter("Running", 0))
		app.Activate("clear-finished")
		app.Await(filter("All", 0))
		app.Press(Button("Dismiss")) // while it could be undone, nothing is freed
		app.AwaitGone(Button("Dismiss"))
	}
	wantFlat(t, app, settled, rounds)
}

func wantFlat(t *testing.T, app *App, settled, rounds int) {
	t.Helper()
	grown := app.ResidentKiB() - settled
	t.Logf("memory grew by %d KiB over %d rounds, from %d KiB", grown, rounds, settled)
	if grown > tolerance {
		t.Errorf("that is more than %d KiB", tolerance)
	}
}
