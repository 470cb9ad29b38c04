package gasync

import (
	"context"
	"errors"
	"fmt"

	"github.com/diamondburned/gotk4/pkg/core/gerror"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

var (
	// ErrOnMainThread says that an await was tried on the main loop's thread,
	// where it could never end. Start a goroutine for it.
	ErrOnMainThread = errors.New("gasync: an await on the main loop's thread would wait for itself; use a goroutine")

	// ErrThreadContext says that an await would be started on a thread that has
	// pushed a GMainContext of its own as its default. GIO would call back there,
	// off the main loop.
	ErrThreadContext = errors.New("gasync: the thread has a main context of its own, where the operation would end; start it from another")

	// ErrLoopEnded says that the main loop ended before the operation did. It
	// wraps mainloop.ErrEnded.
	ErrLoopEnded = fmt.Errorf("gasync: cannot finish the operation: %w", mainloop.ErrEnded)

	// ErrDismissed matches an Error which says that the user closed a GTK dialog
	// without an answer.
	ErrDismissed = errors.New("gasync: the dialog was dismissed")

	// ErrCompletedTwice says that a callback given to FromCallback was called
	// again. The second result is not used.
	ErrCompletedTwice = errors.New("gasync: completed twice")

	// ErrAbandoned says that nobody waits for a result any more. Whoever has the
	// result still owns it.
	ErrAbandoned = errors.New("gasync: nobody waits for the result any more")
)

// The domains of GErrors that this package knows, as Error.Domain has them.
const (
	IODomain        = "g-io-error-quark"
	gtkDialogDomain = "gtk-dialog-error-quark"
)

// The codes of GtkDialogError, which is in a package that this one does without.
const (
	gtkDialogCancelled = 1
	gtkDialogDismissed = 2
)

// Error is a GError: an operation's own word on why it failed.
type Error struct {
	Domain  string // what the code belongs to: "g-io-error-quark", say
	Code    int    // for IODomain a gio.IOErrorEnum
	Message string // for people, in their language

	err error // what finish returned
}

// Error gives the message.
func (e *Error) Error() string {
	if e.err != nil {
		return e.err.Error()
	}
	return e.Message
}

// Unwrap gives what finish returned: a gerror.GError, or an error that wraps one.
func (e *Error) Unwrap() error { return e.err }

// Is reports whether target is an Error of the same domain and code, or is
// ErrDismissed and so is e.
func (e *Error) Is(target error) bool {
	if target == ErrDismissed {
		return e.Domain == gtkDialogDomain && e.Code == gtkDialogDismissed
	}
	t, ok := target.(*Error)
	return ok && t.Domain == e.Domain && t.Code == e.Code
}

// canceled reports whether the operation says that its GCancellable was cancelled.
func (e *Error) canceled() bool {
	switch e.Domain {
	case IODomain:
		return e.Code == int(gio.IOErrorCancelled)
	case gtkDialogDomain:
		return e.Code == gtkDialogCancelled
	}
	return false
}

// CanceledError says that an await ended because its context did.
type CanceledError struct {
	Err   error // context.Canceled or context.DeadlineExceeded
	Cause error // the context's cause; Err if it has no other

	// Op is the operation's answer to the cancel. It is nil if the operation was
	// never started, was not waited for, or knows no cancel.
	Op *Error
}

// Error gives Err and the cause.
func (e *CanceledError) Error() string {
	if e.Cause == e.Err {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v: %v", e.Err, e.Cause)
}

// Unwrap gives Err, Cause and Op.
func (e *CanceledError) Unwrap() []error {
	errs := []error{e.Err, e.Cause}
	if e.Op != nil {
		errs = append(errs, e.Op)
	}
	return errs
}

// newCanceled returns the error of an await whose ctx is done.
func newCanceled(ctx context.Context, op *Error) error {
	return &CanceledError{Err: ctx.Err(), Cause: context.Cause(ctx), Op: op}
}

// opError makes a typed error of what finish returned.
func opError(ctx context.Context, err error) error {
	gerr, ok := errors.AsType[*gerror.GError](err)
	if !ok {
		return err
	}
	e := &Error{
		Domain:  glib.QuarkToString(glib.Quark(gerr.Quark())),
		Code:    gerr.ErrorCode(),
		Message: gerr.Error(),
		err:     err,
	}
	if e.canceled() && ctx.Err() != nil {
		return newCanceled(ctx, e)
	}
	return e
}
