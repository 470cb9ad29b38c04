package present

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
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
			Sentence: tr.T("The task crashed. This is a fault in Bellhop."),
			Message:  Block(fmt.Sprintf("%v\n\n%s", e.Value, e.Stack)),
		}
	}
	if e, ok := errors.AsType[*bus.SandboxError](err); ok {
		return sandboxFailure(e)
	}
	e, ok := errors.AsType[*bus.Error](err)
	if !ok {
		return Failure{Sentence: tr.T("The task failed."), Message: Block(said(err))}
	}
	sentence := tr.T(e.Kind.Sentence())
	if e.Kind == bus.KindOther && e.Name == "" {
		sentence = tr.T("The task failed.") // no service has said anything
	}
	return Failure{Sentence: sentence, Name: Line(e.Name), Message: Block(said(err))}
}

func timeoutSentence(limit time.Duration) string {
	if limit <= 0 {
		return tr.T("No answer came in time.")
	}
	return tr.F("No answer came within %s.", Limit(limit))
}

func canceledSentence(cause error) string {
	e, ok := errors.AsType[*tasks.CancelError](cause)
	if !ok {
		return tr.T("The task was canceled.")
	}
	switch e.Reason {
	case tasks.ReasonUser:
		return tr.T("You canceled this task.")
	case tasks.ReasonParent:
		return tr.T("The task that this one belongs to has ended.")
	case tasks.ReasonShutdown:
		return tr.T("Bellhop was closing.")
	case tasks.ReasonConnectionClosed:
		return tr.T("The connection was closed.")
	case tasks.ReasonConnectionReset:
		return tr.T("The connection was reset.")
	case tasks.ReasonLimit:
		return tr.T("A limit was reached.")
	}
	return tr.T("The task was canceled.")
}

// ErrorLine says in one line why there is nothing to show.
func ErrorLine(err error) string {
	f := failure(err)
	if f.Message == "" {
		return Line(f.Text())
	}
	if short := shortReason(err); short != f.Message {
		return Line(joined(short, f.Message))
	}
	return Line(f.Message)
}

// shortReason says in a word or two what went wrong, for one line among others.
func shortReason(err error) string {
	if err == nil {
		return ""
	}
	if _, ok := errors.AsType[*tasks.PanicError](err); ok {
		return tr.T("Crashed")
	}
	if e, ok := errors.AsType[*bus.SandboxError](err); ok {
		return tr.T(sandboxReasons[e.Shut])
	}
	e, ok := errors.AsType[*bus.Error](err)
	if !ok {
		return said(err)
	}
	if short, ok := shortReasons[e.Kind]; ok {
		return tr.T(short)
	}
	if e.Name != "" {
		return e.Name[strings.LastIndexByte(e.Name, '.')+1:]
	}
	return said(err)
}

var shortReasons = map[bus.Kind]string{
	bus.KindNoSuchName:     tr.Mark("No such name"),
	bus.KindNoSuchMember:   tr.Mark("No such method"),
	bus.KindBadArguments:   tr.Mark("Bad arguments"),
	bus.KindAccessDenied:   tr.Mark("Access denied"),
	bus.KindNeedsPassword:  tr.Mark("Password needed"),
	bus.KindNoReply:        tr.Mark("No reply"),
	bus.KindTimeout:        tr.Mark("Timed out"),
	bus.KindCanceled:       tr.Mark("Canceled"),
	bus.KindDisconnected:   tr.Mark("Disconnected"),
	bus.KindNoServer:       tr.Mark("Bus not reached"),
	bus.KindBadAddress:     tr.Mark("Bad address"),
	bus.KindAuthentication: tr.Mark("Sign-in refused"),
	bus.KindStartFailed:    tr.Mark("Service did not start"),
	bus.KindLimit:          tr.Mark("Limit reached"),
	bus.KindUnsupported:    tr.Mark("Not supported"),
	bus.KindProtocol:       tr.Mark("Protocol error"),
}
