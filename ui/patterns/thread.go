package patterns

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// completeFromThread gets its result from a thread that knows nothing of the main
// loop. No wake-up is lost, and nothing is locked by hand.
func completeFromThread(ctx context.Context, env Env, say func(string)) (string, error) {
	say("counting the primes below 2,000,000 on a thread of its own")

	var worker sync.WaitGroup
	defer worker.Wait() // the thread is ours to wait for
	count, err := gasync.FromCallback(ctx, env.Loop, func(done func(int, error) error) {
		worker.Go(func() {
			runtime.LockOSThread()
			count, err := countPrimes(ctx, 2_000_000)
			_ = done(count, err) // or the waiter has gone
		})
	}, gasync.OnCaller()) // what it starts needs no main loop
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("there are %d", count), nil
}

// countPrimes counts the primes below n with the sieve of Eratosthenes.
func countPrimes(ctx context.Context, n int) (int, error) {
	composite := make([]bool, n)
	count := 0
	for p := 2; p < n; p++ {
		if composite[p] {
			continue
		}
		if count++; ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		for multiple := p * p; multiple < n; multiple += p {
			composite[multiple] = true
		}
	}
	return count, nil
}
