package patterns

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// firstAnswer asks three at once. Whoever answers first has won, and the others
// are canceled, which the list of tasks shows.
func firstAnswer(ctx context.Context, env Env, say func(string)) (string, error) {
	names := []string{"Ada", "Grace", "Margaret"}
	var futures []tasks.Future[time.Duration]
	for _, name := range names {
		future, err := tasks.Submit(env.Engine, tasks.Spec{Title: "Ask " + name}, answer)
		if err != nil {
			return "", err
		}
		futures = append(futures, future)
	}
	say("asking three at once")

	i, took, err := tasks.Any(ctx, tasks.CancelRest, futures...)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s was first, after %v", names[i], took.Round(time.Millisecond)), nil
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
