package patterns

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// blockLoop is how not to do it: it waits on the main loop's thread. Nothing is
// drawn meanwhile, no key is heard, and every await in the program stands still.
// The meter at the bottom of the window shows how late the loop was.
func blockLoop(ctx context.Context, env Env, say func(string)) (string, error) {
	say(tr.T("blocking the main loop"))
	blocked := make(chan struct{})
	err := env.Loop.Post(func() {
		defer close(blocked)
		time.Sleep(time.Second) // never do this
	})
	if err != nil {
		return "", err
	}
	select {
	case <-blocked:
		return tr.T("the window was frozen for a second"), nil
	case <-ctx.Done():
		<-blocked // a loop that is blocked hears of no cancel
		return "", context.Cause(ctx)
	case <-env.Loop.Done():
		return "", gasync.ErrLoopEnded
	}
}
