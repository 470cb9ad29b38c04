package mainloop_test

import (
	"os"
	"sync"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop/mainlooptest"
)

// loop runs beside the tests; reported takes what is reported to it.
var (
	loop     *mainloop.Loop
	reported reports
)

type reports struct {
	mu   sync.Mutex
	errs []error
}

func (r *reports) add(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, err)
}

// take returns what was reported since it was last called.
func (r *reports) take() []error {
	r.mu.Lock()
	defer r.mu.Unlock()
	errs := r.errs
	r.errs = nil
	return errs
}

func TestMain(m *testing.M) {
	os.Exit(mainlooptest.Run(m, reported.add, func(l *mainloop.Loop) { loop = l }))
}

// post is Post for functions that must be taken.
func post(t testing.TB, f func()) {
	t.Helper()
	if err := loop.Post(f); err != nil {
		t.Fatal("Post:", err)
	}
}

// onLoop runs f on the loop's thread and waits for it.
func onLoop(t testing.TB, f func()) {
	t.Helper()
	ran := make(chan struct{})
	post(t, func() {
		defer close(ran)
		f()
	})
	<-ran
}
