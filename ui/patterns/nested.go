package patterns

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// nestedLoop runs the main loop inside one of its own callbacks, as a modal
// dialog of old would. What goroutines await goes on all the while, and the
// window answers. Prefer a goroutine that awaits: a nested loop returns only when
// those that were nested inside it have.
func nestedLoop(ctx context.Context, env Env, say func(string)) (string, error) {
	over := make(chan struct{})
	ended := make(chan time.Duration, 1)
	err := env.Loop.Post(func() {
		begin := time.Now()
		env.Loop.RunUntil(over)
		ended <- time.Since(begin)
	})
	if err != nil {
		return "", err
	}
	say(tr.T("the main loop runs inside a callback of its own"))

	// Awaited on the nested loop, since the outer one is waiting for it.
	sum, err := gasync.FromCallback(ctx, env.Loop, func(done func(int, error) error) {
		add(40, 2, func(sum int) { _ = done(sum, nil) })
	})
	close(over)
	select {
	case took := <-ended:
		return tr.F("awaited %d in a loop that was nested for %.1f s", sum, took.Seconds()), err
	case <-env.Loop.Done():
		return "", gasync.ErrLoopEnded
	}
}
