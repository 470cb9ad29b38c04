package mainloop

import (
	"fmt"
	"runtime/debug"
)

// PanicError is a panic that was recovered in a function run for somebody else.
type PanicError struct {
	Value any    // what was given to panic
	Stack []byte // the panicking goroutine's stack, as debug.Stack prints it
}

// NewPanicError keeps what recover returned, with the stack. Call it in the
// deferred function that recovers.
func NewPanicError(value any) *PanicError {
	return &PanicError{Value: value, Stack: debug.Stack()}
}

// Error gives the value without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Unwrap gives the value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
