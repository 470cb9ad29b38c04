package present

import (
	"fmt"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Result is what a task gave, as a page shows it.
type Result struct {
	Text string // in GVariant's notation, on several lines where it is long
	Note string // says that Text is only the beginning; empty if it is all
}

func resultOf(result any) Result {
	reply, ok := result.(bus.Reply)
	if !ok {
		return Result{}
	}
	body, whole := cutAll(reply.Body, valueLimit)
	text := bus.Reply{Body: body}.Text()
	whole = whole && len(text) <= 2*valueLimit // escapes may take more than was reckoned with
	shown := Result{Text: layout(clean(text, 2*valueLimit, true))}
	if !whole {
		shown.Note = fmt.Sprintf("This is only the beginning, about %s. Copy the result to get all of it.", sizeText(valueLimit))
	}
	return shown
}

// ResultText gives the whole result of a task in GVariant's notation, to be
// copied; it is empty if there is none. It takes as long as the result is large.
func ResultText(s *tasks.Snapshot) string {
	if reply, ok := s.Result.(bus.Reply); ok && s.State == tasks.Succeeded {
		return reply.Text()
	}
	return ""
}

// ArgumentsText gives the whole arguments of a task that calls a method, as they
// are written in New Call; it is empty if there are none.
func ArgumentsText(s *tasks.Snapshot) string {
	if spec, ok := s.Spec.Data.(bus.CallSpec); ok {
		return argumentsText(spec.Call.Args)
	}
	return ""
}

// FailureText gives why a task failed or was canceled, to be copied; it is empty
// if it did not.
func FailureText(s *tasks.Snapshot) string {
	if s.State != tasks.Failed && s.State != tasks.Canceled {
		return ""
	}
	return failureOf(s).Text()
}
