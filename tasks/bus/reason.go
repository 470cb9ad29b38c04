package bus

import (
	"errors"
	"fmt"
)

// Reason says what is wrong, in a few English words to show under an entry. It
// keeps how it was put together, so that it can be said in another language. The
// zero Reason is none.
type Reason struct {
	format string
	args   []any // text, numbers, and reasons
}

// Because gives a reason in the words of a format, as of [fmt.Sprintf].
func Because(format string, args ...any) Reason { return Reason{format, args} }

// IsZero reports whether there is no reason.
func (r Reason) IsZero() bool { return r.format == "" }

// String gives the reason in English.
func (r Reason) String() string { return r.Say(fmt.Sprintf) }

// Say gives the reason in the words of say, which is given the format and what
// goes into it; of a reason in a reason that is what say has made of it.
func (r Reason) Say(say func(format string, args ...any) string) string {
	if r.IsZero() {
		return ""
	}
	args := make([]any, len(r.args))
	for i, arg := range r.args {
		if inner, ok := arg.(Reason); ok {
			arg = inner.Say(say)
		}
		args[i] = arg
	}
	return say(r.format, args...)
}

// Err makes an error of the reason: [errors.New] for what people are shown.
func (r Reason) Err() error { return &reasonError{r} }

type reasonError struct{ reason Reason }

func (e *reasonError) Error() string { return e.reason.String() }
func (e *reasonError) Why() Reason   { return e.reason }

// ReasonOf gives the reason of the first error in err's tree that can tell one by a
// method Why, as all errors of this package can; none if there is no such error.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[interface {
		error
		Why() Reason
	}](err); ok {
		return e.Why()
	}
	return Reason{}
}
