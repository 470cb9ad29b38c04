package tasks

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// Backoff says how often and how patiently work is tried again.
type Backoff struct {
	// Attempts is how often the work is run at most; below 1 is once.
	Attempts int
	// First is the pause after the first failure; each is twice the one before.
	First time.Duration
	// Cap is the longest pause; 0 is no cap.
	Cap time.Duration
	// Worth says whether a failure is worth another try. It is never asked
	// about a panic or once the task was canceled or timed out. nil finds
	// nothing worth it.
	Worth func(error) bool
}

// Retry makes work that runs the given work again after failures, as backoff
// says, within one task: the task's timeout covers all attempts and pauses. Each
// pause is cut by up to a half at random, so that many that failed together do
// not come back together ("equal jitter" in Brooker, Exponential Backoff And
// Jitter, 2015). The error is that of the last attempt; when the task ends in a
// pause, it is joined with the cause. A nil work panics.
func Retry[T any](backoff Backoff, work func(context.Context, *Reporter) (T, error)) func(context.Context, *Reporter) (T, error) {
	if work == nil {
		panic("tasks: Retry of a nil function")
	}
	return func(ctx context.Context, r *Reporter) (T, error) {
		pause := backoff.First
		for attempt := 1; ; attempt++ {
			value, err := work(ctx, r)
			if err == nil || attempt >= backoff.Attempts || ctx.Err() != nil || backoff.Worth == nil || !backoff.Worth(err) {
				return value, err
			}
			if backoff.Cap > 0 {
				pause = min(pause, backoff.Cap)
			}
			timer := time.NewTimer(pause - rand.N(pause/2+1))
			select {
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
				return value, errors.Join(context.Cause(ctx), err)
			}
			if pause <= pauseLimit {
				pause *= 2
			}
		}
	}
}

// pauseLimit keeps a doubled pause from overflowing.
const pauseLimit = time.Duration(1) << 61
