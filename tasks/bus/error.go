package bus

import (
	"context"
	"errors"
	"strings"
)

// ErrClosed is why a connection ended that was closed on purpose.
var ErrClosed = Because("the connection was closed").Err()

// Error is what every failure on a bus comes as: the failure of a call, of
// dialling, or the end of a connection.
type Error struct {
	Kind    Kind
	Name    string // the D-Bus name of the error that a peer sent; empty if it arose here
	Sender  Name   // the peer: a unique name, or that of the bus; empty if it arose here
	Message string // the peer's own words, as they came; or a library's
	Reason  Reason // what is wrong in our own words, where neither has any
	Op      string // what was tried: "dial", "call"
	Subject string // on what: an address, "org.example.Interface.Member"
	Err     error  // what it came from, or nil
}

// NewRemoteError makes the error that a peer answered with.
func NewRemoteError(name, message string) *Error {
	return &Error{Kind: KindOfName(name), Name: name, Message: message}
}

// NewContextError makes the error of an operation that was given up since ctx
// ended: KindTimeout if its deadline passed, KindCanceled otherwise. Both
// ctx.Err and the cause of ctx are found by errors.Is. It must only be called
// when ctx has ended.
func NewContextError(ctx context.Context) *Error {
	kind := KindCanceled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = KindTimeout
	}
	return &Error{Kind: kind, Err: &ended{ctx.Err(), context.Cause(ctx)}}
}

// NewDisconnectedError makes the error of a connection that has ended, and of
// the calls that waited on it.
func NewDisconnectedError(why error) *Error { return &Error{Kind: KindDisconnected, Err: why} }

// Error gives all there is, for a log; people are shown Kind.Sentence, with
// Name and Message, or Why, as the details.
func (e *Error) Error() string {
	var parts []string
	if op := strings.TrimSpace(e.Op + " " + e.Subject); op != "" {
		parts = append(parts, op)
	}
	if e.Name != "" {
		parts = append(parts, e.Name)
	}
	if e.Message != "" {
		parts = append(parts, clip(e.Message))
	}
	if !e.Reason.IsZero() {
		parts = append(parts, clip(e.Reason.String()))
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	if e.Name == "" && e.Message == "" && e.Reason.IsZero() && e.Err == nil {
		parts = append(parts, e.Kind.String())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives what the error came from.
func (e *Error) Unwrap() error { return e.Err }

// Why gives the reason, or that of what the error came from; none where a peer or a
// library has said it.
func (e *Error) Why() Reason {
	if e.Message != "" || !e.Reason.IsZero() {
		return e.Reason
	}
	return ReasonOf(e.Err)
}

// KindOf is the kind of the first [*Error] in err's tree, and KindOther if
// there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return KindOther
}

// ended is the end of a context: that it ended, and why.
type ended struct{ err, cause error }

func (e *ended) Error() string {
	if e.cause == nil || errors.Is(e.cause, e.err) {
		return e.err.Error()
	}
	return e.err.Error() + ": " + e.cause.Error()
}

func (e *ended) Unwrap() []error {
	if e.cause == nil || e.cause == e.err {
		return []error{e.err}
	}
	return []error{e.err, e.cause}
}
