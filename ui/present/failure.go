package present

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Failure is an error, for people first.
type Failure struct {
	Sentence string // what went wrong, in plain words
	Name     string // the D-Bus error name; empty for an error of our own
	Message  string // what the service or the library said; empty if no more than Sentence
}

// Text gives the failure as one text, to be copied.
func (f Failure) Text() string {
	said := f.Message
	if f.Name != "" && said != "" {
		said = f.Name + ": " + said
	} else if f.Name != "" {
		said = f.Name
	}
	if f.Sentence == "" || said == "" {
		return f.Sentence + said
	}
	return f.Sentence + "\n" + said
}

// failureOf words why a task failed or was canceled.
func failureOf(s *tasks.Snapshot) Failure {
	if s.State == tasks.Canceled {
		return Failure{Sentence: canceledSentence(s.Cause)}
	}
	if errors.Is(s.Err, context.DeadlineExceeded) {
		return Failure{Sentence: timeoutSentence(s.Spec.Timeout)}
	}
	return failure(s.Err)
}

func failure(err error) Failure {
	if err == nil {
		return Failure{}
	}
	if e, ok := errors.AsType[*tasks.PanicError](err); ok {
		return Failure{
			Sentence: "The task crashed. This is a fault in Bellhop.",
			Message:  Block(fmt.Sprintf("%v\n\n%s", e.Value, e.Stack)),
		}
	}
	e, ok := errors.AsType[*bus.Error](err)
	if !ok {
		return Failure{Sentence: "The task failed.", Message: Block(err.Error())}
	}
	said := e.Message
	if said == "" && e.Err != nil {
		said = e.Err.Error()
	}
	sentence := e.Kind.Sentence()
	if e.Kind == bus.KindOther && e.Name == "" {
		sentence = "The task failed." // no service has said anything
	}
	return Failure{Sentence: sentence, Name: Line(e.Name), Message: Block(said)}
}

func timeoutSentence(limit time.Duration) string {
	if limit <= 0 {
		return "No answer came in time."
	}
	return fmt.Sprintf("No answer came within %s.", Limit(limit))
}

func canceledSentence(cause error) string {
	e, ok := errors.AsType[*tasks.CancelError](cause)
	if !ok {
		return "The task was canceled."
	}
	switch e.Reason {
	case tasks.ReasonUser:
		return "You canceled this task."
	case tasks.ReasonParent:
		return "The task that this one belongs to has ended."
	case tasks.ReasonShutdown:
		return "Bellhop was closing."
	case tasks.ReasonConnectionClosed:
		return "The connection was closed."
	case tasks.ReasonConnectionReset:
		return "The connection was reset."
	case tasks.ReasonLimit:
		return "A limit was reached."
	}
	return "The task was canceled."
}

// shortReason says in a word or two what went wrong, for one line among others.
func shortReason(err error) string {
	if err == nil {
		return ""
	}
	if _, ok := errors.AsType[*tasks.PanicError](err); ok {
		return "Crashed"
	}
	e, ok := errors.AsType[*bus.Error](err)
	if !ok {
		return err.Error()
	}
	if short, ok := shortReasons[e.Kind]; ok {
		return short
	}
	if e.Name != "" {
		return e.Name[strings.LastIndexByte(e.Name, '.')+1:]
	}
	return e.Message
}

var shortReasons = map[bus.Kind]string{
	bus.KindNoSuchName:     "No such name",
	bus.KindNoSuchMember:   "No such method",
	bus.KindBadArguments:   "Bad arguments",
	bus.KindAccessDenied:   "Access denied",
	bus.KindNeedsPassword:  "Password needed",
	bus.KindNoReply:        "No reply",
	bus.KindTimeout:        "Timed out",
	bus.KindCanceled:       "Canceled",
	bus.KindDisconnected:   "Disconnected",
	bus.KindNoServer:       "Bus not reached",
	bus.KindBadAddress:     "Bad address",
	bus.KindAuthentication: "Sign-in refused",
	bus.KindStartFailed:    "Service did not start",
	bus.KindLimit:          "Limit reached",
	bus.KindUnsupported:    "Not supported",
	bus.KindProtocol:       "Protocol error",
}
