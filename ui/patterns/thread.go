package patterns

import (
	"context"
	"runtime"
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// completeFromThread gets its result from a thread that knows nothing of the main
// loop. No wake-up is lost, and nothing is locked by hand.
func completeFromThread(ctx context.Context, env Env, say func(string)) (string, error) {
	const below = 2_000_000
	say(tr.F("counting the primes below %d on a thread of its own", below))

	var worker sync.WaitGroup
	defer worker.Wait() // the thread is ours to wait for
	count, err := gasync.FromCallback(ctx, env.Loop, func(done func(int, error) error) {
		worker.Go(func() {
			runtime.LockOSThread()
			count, err := countPrimes(ctx, below)
			_ = done(count, err) // or the waiter has gone
		})
	}, gasync.OnCaller()) // what it starts needs no main loop
	if err != nil {
		return "", err
	}
	return tr.F("there are %d", count), nil
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
