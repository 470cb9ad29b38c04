package tasks

import (
	"context"
	"fmt"
	"strings"
)

// Rest says what happens to the other tasks of a group once its outcome is
// settled.
type Rest uint8

// What may happen to the rest of a group.
const (
	// LetRun leaves the rest alone; their results can still be awaited.
	LetRun Rest = iota
	// CancelRest cancels the rest because of [ReasonGroup].
	CancelRest
)

// GroupError tells why a group of tasks failed as a whole.
type GroupError struct {
	// Errs holds each task's error at its index; nil for one that succeeded or
	// that had not finished when the group's outcome was settled.
	Errs []error
}

// Error tells each error with its index.
func (e *GroupError) Error() string {
	var b strings.Builder
	b.WriteString("tasks: the group failed")
	for i, err := range e.Errs {
		if err != nil {
			fmt.Fprintf(&b, "; %d: %v", i, err)
		}
	}
	return b.String()
}

// Unwrap gives the errors that there are, in order.
func (e *GroupError) Unwrap() []error {
	var errs []error
	for _, err := range e.Errs {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// All waits for the results of all futures, which it gives in their order. With
// LetRun it waits for every one, and if any failed, the error is a [*GroupError];
// with CancelRest the first failure settles it: that task's error is returned,
// and the rest are canceled.
//
// When ctx ends first, the error is its cause; with CancelRest all are canceled
// because of it. A deadline of ctx is thus one for the whole group.
func All[T any](ctx context.Context, rest Rest, futures ...Future[T]) ([]T, error) {
	values := make([]T, len(futures))
	group := GroupError{Errs: make([]error, len(futures))}
	failed := false
	err := each(ctx, rest, futures, func(i int, value T, err error) (settled bool, outcome error) {
		values[i], group.Errs[i] = value, err
		failed = failed || err != nil
		return err != nil && rest == CancelRest, err
	})
	switch {
	case err != nil:
		return nil, err
	case failed:
		return nil, &group
	}
	return values, nil
}

// First waits for the first of the futures to finish, well or not, and gives its
// index, result and error; the index is -1 when ctx ends first, or when there are
// no futures.
func First[T any](ctx context.Context, rest Rest, futures ...Future[T]) (index int, value T, err error) {
	index = -1
	err = each(ctx, rest, futures, func(i int, v T, err error) (bool, error) {
		index, value = i, v
		return true, err
	})
	if index < 0 && err == nil {
		err = &GroupError{}
	}
	return index, value, err
}

// Any waits for the first of the futures to succeed, and gives its index and
// result. When all have failed, the index is -1 and the error a [*GroupError];
// when ctx ends first, its cause.
func Any[T any](ctx context.Context, rest Rest, futures ...Future[T]) (index int, value T, err error) {
	index = -1
	group := GroupError{Errs: make([]error, len(futures))}
	err = each(ctx, rest, futures, func(i int, v T, err error) (bool, error) {
		if err != nil {
			group.Errs[i] = err
			return false, nil
		}
		index, value = i, v
		return true, nil
	})
	if index < 0 && err == nil {
		err = &group
	}
	return index, value, err
}

// each calls finished for the futures as they finish, until it says that the
// outcome is settled, and gives that outcome. It awaits them with a goroutine
// each, which all have ended when it returns.
func each[T any](ctx context.Context, rest Rest, futures []Future[T], finished func(i int, value T, err error) (bool, error)) error {
	type answer struct {
		index int
		value T
		err   error
	}
	answers := make(chan answer, len(futures))
	waiting, stop := context.WithCancel(context.Background())
	pending := 0
	defer func() {
		stop()
		for ; pending > 0; pending-- {
			<-answers
		}
	}()
	for i, f := range futures {
		// What has finished is taken in order, without a goroutine: a group of
		// finished tasks has the same outcome each time.
		select {
		case <-f.task.done:
			value, err := f.Wait(waiting)
			if settled, outcome := finished(i, value, err); settled {
				cancelRest(rest, futures, outcome)
				return outcome
			}
		default:
			if f.task.engine.noWait() {
				return ErrNoWait
			}
			pending++
			go func() {
				value, err := f.Wait(waiting)
				answers <- answer{i, value, err}
			}()
		}
	}
	for pending > 0 {
		select {
		case a := <-answers:
			pending--
			if settled, outcome := finished(a.index, a.value, a.err); settled {
				cancelRest(rest, futures, outcome)
				return outcome
			}
		case <-ctx.Done():
			cause := context.Cause(ctx)
			cancelRest(rest, futures, cause)
			return cause
		}
	}
	return nil
}

func cancelRest[T any](rest Rest, futures []Future[T], why error) {
	if rest != CancelRest {
		return
	}
	for _, f := range futures {
		f.task.Cancel(&CancelError{Reason: ReasonGroup, Err: why})
	}
}
