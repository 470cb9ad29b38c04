package patterns

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// firstAnswer asks three at once. Whoever answers first has won, and the others
// are canceled, which the list of tasks shows.
func firstAnswer(ctx context.Context, env Env, say func(string)) (string, error) {
	names := []string{"Ada", "Grace", "Margaret"}
	var futures []tasks.Future[time.Duration]
	for _, name := range names {
		future, err := tasks.Submit(env.Engine, tasks.Spec{Title: tr.F("Ask %s", name)}, answer)
		if err != nil {
			return "", err
		}
		futures = append(futures, future)
	}
	say(tr.T("asking three at once"))

	i, took, err := tasks.Any(ctx, tasks.CancelRest, futures...)
	if err != nil {
		return "", err
	}
	return tr.F("%s was first, after %.2f s", names[i], took.Seconds()), nil
}

// answer takes from a half to one and a half seconds.
func answer(ctx context.Context, _ *tasks.Reporter) (time.Duration, error) {
	took := 500*time.Millisecond + rand.N(time.Second)
	select {
	case <-time.After(took):
		return took, nil
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}
