package headless

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// Interrupt is the cause of a context that a signal has ended.
type Interrupt struct{ Signal syscall.Signal }

// Error names the signal.
func (e *Interrupt) Error() string { return e.Signal.String() }

// Interruptible gives a context that SIGINT or SIGTERM ends, because of an
// [*Interrupt]. The next signal does to the process what it does by default. stop
// must be called; it ends the context too.
func Interruptible(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	var listening sync.WaitGroup
	listening.Go(func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(&Interrupt{s.(syscall.Signal)})
		case <-ctx.Done():
			signal.Stop(signals)
		}
	})
	return ctx, func() {
		cancel(nil)
		listening.Wait()
	}
}
