package patterns

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

var loop *mainloop.Loop

func TestMain(m *testing.M) {
	os.Exit(mainlooptest.Run(m, nil, func(l *mainloop.Loop) { loop = l }))
}

// newEnv gives what patterns work with. The engine is shut down with the test.
func newEnv(t *testing.T) Env {
	t.Helper()
	engine := tasks.New(tasks.Options{})
	t.Cleanup(func() {
		if err := engine.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return Env{Loop: loop, Engine: engine}
}

// What each pattern says in the end.
var results = map[string]string{
	"await.go":    "read ",
	"cancel.go":   "canceled: ",
	"callback.go": "1 + 2 + 3 = 6",
	"thread.go":   "there are 148,933",
	"fan.go":      " + ",
	"first.go":    " was first, after ",
	"timeout.go":  "gave up: ",
	"nested.go":   "awaited 42 in a loop that was nested",
	"block.go":    "the window was frozen",
}

func TestPatterns(t *testing.T) {
	if len(All()) != len(results) {
		t.Errorf("there are %d patterns, and the test knows %d", len(All()), len(results))
	}
	for _, p := range All() {
		t.Run(p.File, func(t *testing.T) {
			var said atomic.Int32
			got, err := p.Run(t.Context(), newEnv(t), func(string) { said.Add(1) })
			if want := results[p.File]; err != nil || want == "" || !strings.Contains(got, want) {
				t.Errorf("it gave %q and %v, want %q", got, err, want)
			}
			if said.Load() == 0 {
				t.Error("it said nothing of what it does")
			}
		})
	}
}

// A pattern whose context ends stops, and says so.
func TestPatternsAreCanceled(t *testing.T) {
	why := errors.New("no longer wanted")
	for _, p := range All() {
		if p.Freezes {
			continue // blocking is what it shows: it cannot be canceled
		}
		t.Run(p.File, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			_, err := p.Run(ctx, newEnv(t), func(string) { cancel(why) })
			if err == nil {
				return // it was faster than the cancel
			}
			if !errors.Is(err, context.Canceled) && !errors.Is(err, why) {
				t.Errorf("it gave %v", err)
			}
		})
	}
}

// The source that is shown is that of the function that runs.
func TestSources(t *testing.T) {
	for _, p := range All() {
		source := p.Source()
		if !strings.Contains(source, "env Env, say func(string)) (string, error) {") {
			t.Errorf("%s: the source has no pattern in it:\n%s", p.File, source)
		}
		onDisk, err := os.ReadFile(p.File)
		if err != nil || string(onDisk) != source {
			t.Errorf("%s: the source differs from the file: %v", p.File, err)
		}
	}
}
