package tasks

import (
	"context"
	"fmt"
)

// Reason says who or what asked for a cancel.
type Reason uint8

// The reasons for a cancel.
const (
	ReasonOther            Reason = iota
	ReasonUser                    // somebody pressed Cancel
	ReasonParent                  // the parent task was canceled or failed
	ReasonShutdown                // the engine is shutting down
	ReasonConnectionClosed        // what the task ran on was closed on purpose
	ReasonLimit                   // a limit of the caller's was reached
	ReasonGroup                   // the outcome of its group was settled without it
	ReasonConnectionReset         // what the task ran on was closed to be made anew
)

// String gives the reason in English, for logs.
func (r Reason) String() string {
	switch r {
	case ReasonUser:
		return "user"
	case ReasonParent:
		return "parent"
	case ReasonShutdown:
		return "shutdown"
	case ReasonConnectionClosed:
		return "connection closed"
	case ReasonLimit:
		return "limit"
	case ReasonGroup:
		return "group"
	case ReasonConnectionReset:
		return "connection reset"
	case ReasonOther:
	}
	return "other"
}

// CancelError is the cause of a cancel, as [context.Cause] gives it back to the
// work. errors.Is finds [context.Canceled] in it, and another CancelError of the
// same reason.
type CancelError struct {
	Reason Reason
	Err    error // what led to it: the parent's cause, say; may be nil
}

// The causes that carry nothing but their reason.
var (
	CanceledByUser     = &CancelError{Reason: ReasonUser}
	CanceledByShutdown = &CancelError{Reason: ReasonShutdown}
)

// Error names the reason and what led to it.
func (e *CancelError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("tasks: canceled (%s): %v", e.Reason, e.Err)
	}
	return fmt.Sprintf("tasks: canceled (%s)", e.Reason)
}

// Unwrap gives what led to the cancel.
func (e *CancelError) Unwrap() error { return e.Err }

// Is reports whether target is [context.Canceled] or a CancelError of the same
// reason.
func (e *CancelError) Is(target error) bool {
	if target == context.Canceled {
		return true
	}
	other, ok := target.(*CancelError)
	return ok && other.Reason == e.Reason && other.Err == nil
}
