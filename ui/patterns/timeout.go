package patterns

import (
	"context"
	"errors"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// timeOut waits for an answer that never comes. A deadline is part of the
// context, so whatever is awaited under it ends by then, and the error says why.
func timeOut(ctx context.Context, env Env, say func(string)) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	say(tr.T("waiting for an answer that never comes, for a second"))

	_, err := gasync.FromCallback(ctx, env.Loop, func(func(int, error) error) {})
	if errors.Is(err, context.DeadlineExceeded) {
		return tr.T("gave up: the deadline has passed"), nil
	}
	return "", err
}
