package tasks

import (
	"container/list"
	"context"
	"errors"
	"sync"
)

// ErrLimiterClosed is Acquire's error once the limiter is closed.
var ErrLimiterClosed = errors.New("tasks: the limiter is closed")

// Limiter lets at most so many hold a place at once, first in first out. It is
// x/sync/semaphore with one thing more: it can be closed, and waited for until
// the last holder has left. Use [NewLimiter]. For tasks of an engine, a key's
// limit does the same without a goroutine that waits.
type Limiter struct {
	mu      sync.Mutex
	places  int
	held    int
	waiting list.List // of chan error with room for one: nil gives the place
	closed  bool
	emptied chan struct{} // closed when closed is set and held is 0
}

// NewLimiter makes a limiter of n places; it panics if n is below 1.
func NewLimiter(n int) *Limiter {
	if n < 1 {
		panic("tasks: NewLimiter needs at least one place")
	}
	return &Limiter{places: n, emptied: make(chan struct{})}
}

// Acquire waits for a place, which must be given back with Release. The error is
// [ErrLimiterClosed], or the cause of ctx if that ends first; no place is held
// then. A ctx that has ended beats a place that is free.
func (l *Limiter) Acquire(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	l.mu.Lock()
	switch {
	case l.closed:
		l.mu.Unlock()
		return ErrLimiterClosed
	case l.held < l.places:
		l.held++
		l.mu.Unlock()
		return nil
	}
	turn := make(chan error, 1)
	element := l.waiting.PushBack(turn)
	l.mu.Unlock()
	select {
	case err := <-turn:
		return err
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case err := <-turn:
		// Its turn came in the same moment: the place goes to the next.
		if err == nil {
			l.releaseLocked()
		}
	default:
		l.waiting.Remove(element)
	}
	return context.Cause(ctx)
}

// Release gives a place back, to the one that has waited longest. It panics if
// nobody holds one.
func (l *Limiter) Release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.releaseLocked()
}

func (l *Limiter) releaseLocked() {
	if l.held == 0 {
		panic("tasks: Release of a place that nobody holds")
	}
	if next := l.waiting.Front(); next != nil {
		l.waiting.Remove(next).(chan error) <- nil
		return
	}
	l.held--
	if l.closed && l.held == 0 {
		close(l.emptied)
	}
}

// Waiting tells how many wait for a place.
func (l *Limiter) Waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waiting.Len()
}

// Close lets nobody in any more, turns away those that wait, with
// [ErrLimiterClosed], and waits until every place was given back, or until ctx
// ends, with its cause. It may be called again, to wait again.
func (l *Limiter) Close(ctx context.Context) error {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		for e := l.waiting.Front(); e != nil; e = l.waiting.Front() {
			l.waiting.Remove(e).(chan error) <- ErrLimiterClosed
		}
		if l.held == 0 {
			close(l.emptied)
		}
	}
	l.mu.Unlock()
	select {
	case <-l.emptied:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
