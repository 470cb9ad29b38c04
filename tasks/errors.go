package tasks

import (
	"errors"
	"fmt"
)

var (
	// ErrShutdown is Submit's error once Shutdown was called.
	ErrShutdown = errors.New("tasks: the engine is shut down")
	// ErrQueueFull is Submit's error while as many tasks wait as may.
	ErrQueueFull = errors.New("tasks: the queue is full")
	// ErrParentNotRunning is Submit's error for a child of a task that does not run.
	ErrParentNotRunning = errors.New("tasks: the parent task is not running")
	// ErrNoWait is the error of whatever would have to wait on a goroutine that
	// must not; see [Options].
	ErrNoWait = errors.New("tasks: this goroutine must not wait, the main loop would stand still; use another")
	// ErrAgain is what work returns that could do nothing yet: the task goes back
	// into its queue as if it had never started, before those that were submitted
	// after it, and its timeout counts anew. A cancel finishes it. The work must
	// see to it that there is something to wait for, a key's limit, say, or it
	// runs again at once.
	ErrAgain = errors.New("tasks: not yet; the task waits again")
	// ErrGoexit is the failure of work that called [runtime.Goexit].
	ErrGoexit = errors.New("tasks: the work left its goroutine without returning")
)

// PanicError is the failure of work that panicked.
type PanicError struct {
	Value any    // what was passed to panic
	Stack []byte // the stack of the work, as debug.Stack prints it
}

// Error tells the value without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("tasks: panic: %v", e.Value) }

// Unwrap gives the value where it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
