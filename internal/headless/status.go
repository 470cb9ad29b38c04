package headless

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// The statuses to exit with; see the package's documentation.
const (
	statusDone    = 0
	statusFailed  = 1
	statusUsage   = 2
	statusNoBus   = 3
	statusTimeout = 124
	statusSignal  = 128 // and the signal's number
)

// usageError says what is wrong with the command line.
type usageError struct{ reason string }

func (e *usageError) Error() string { return e.reason }

func usage(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// failure is the end of a task that did not succeed.
type failure struct{ task tasks.Snapshot }

func (e *failure) Error() string { return present.FailureText(&e.task) }

func (e *failure) Unwrap() error { return e.task.Err }

// report says why a command was not done, and with which status that ends it.
func report(ctx context.Context, err error) (words string, status int) {
	if e, ok := errors.AsType[*usageError](err); ok {
		return present.Line(e.reason), statusUsage
	}
	if ended, ok := errors.AsType[*failure](err); ok {
		status := statusOf(ctx, ended)
		if status > statusSignal {
			return "interrupted", status
		}
		return ended.Error(), status
	}
	if e, ok := errors.AsType[*bus.TextError](err); ok {
		return present.Line(e.Error()), statusUsage
	}
	if e, ok := errors.AsType[*bus.SyntaxError](err); ok {
		return present.Line(e.Error()), statusUsage
	}
	return present.Whole(err.Error()), statusFailed
}

func statusOf(ctx context.Context, ended *failure) int {
	if ended.task.State == tasks.Canceled && ctx.Err() != nil {
		if e, ok := errors.AsType[*Interrupt](context.Cause(ctx)); ok {
			return statusSignal + int(e.Signal)
		}
		return statusSignal + int(syscall.SIGINT)
	}
	switch {
	case isNoBus(ended):
		return statusNoBus
	case bus.KindOf(ended) == bus.KindTimeout || errors.Is(ended, context.DeadlineExceeded):
		return statusTimeout
	}
	return statusFailed
}

// isNoBus reports whether err is that there is no connection.
func isNoBus(err error) bool {
	switch bus.KindOf(err) {
	case bus.KindNoServer, bus.KindBadAddress, bus.KindAuthentication, bus.KindDisconnected:
		return true
	}
	return false
}
