package present

import (
	"errors"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// said gives what an error says beside its kind: our own reason in the reader's
// language, or else the words of a peer or of a library, as they came.
func said(err error) string {
	e, ofBus := errors.AsType[*bus.Error](err)
	reason := bus.ReasonOf(err)
	switch {
	case !reason.IsZero():
		return subject(err) + reason.Say(tr.F)
	case !ofBus:
		return err.Error()
	case e.Message != "" || e.Err == nil || isGivenUp(e.Kind):
		return e.Message
	}
	return said(e.Err)
}

// isGivenUp reports whether a kind says all that there is: what the end of a context
// says is for programs.
func isGivenUp(kind bus.Kind) bool { return kind == bus.KindTimeout || kind == bus.KindCanceled }

// subject is what the reason of a syntax error is about.
func subject(err error) string {
	if e, ok := errors.AsType[*bus.SyntaxError](err); ok && e.Text != "" {
		return "“" + Line(e.Text) + "”: "
	}
	return ""
}
