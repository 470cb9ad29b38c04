package present

import (
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// What is shown of a result and what of it can be copied, in bytes of text. They
// are chosen so that the main loop is not held up: the time to lay out one line
// grows with the square of its length.
const (
	resultLimit     = 64 << 10
	resultLineLimit = 2 << 10
	copyLimit       = 1 << 20
)

// Result is what a task gave, as a page shows it.
type Result struct {
	Text    string // in GVariant's notation, on several lines where it is long
	Note    string // says that Text is not all; empty if it is
	CanCopy bool   // it is not too large for [ResultText]
}

func resultOf(result any) Result {
	if text, ok := result.(string); ok {
		return textResult(text)
	}
	reply, ok := result.(bus.Reply)
	if !ok {
		return Result{}
	}
	body, whole := cutAll(reply.Body, resultLimit)
	text := bus.Reply{Body: body}.Text()
	if len(text) > 2*resultLimit { // escapes can take more than was reckoned with
		whole = false
	}
	shown, uncut := cutLines(layout(clean(text, 2*resultLimit, true)))
	whole = whole && uncut
	switch {
	case whole:
		return Result{Text: shown, CanCopy: true}
	case fits(reply.Body, copyLimit):
		return Result{Text: shown, Note: "Too large to show in full. Copying gives all of it.", CanCopy: true}
	}
	return Result{Text: shown, Note: "Too large to show in full, or to copy."}
}

// textResult is the result of work that gives its result in words.
func textResult(text string) Result {
	shown, whole := cutLines(clean(text, resultLimit, true))
	result := Result{Text: shown, CanCopy: len(text) <= copyLimit}
	if !whole || len(text) > resultLimit {
		result.Note = "Too large to show in full."
	}
	return result
}

// cutLines cuts the lines that would take too long to lay out, and reports
// whether there were none.
func cutLines(text string) (cut string, whole bool) {
	var out strings.Builder
	whole = true
	for line := range strings.Lines(text) {
		if len(line) > resultLineLimit {
			line, whole = line[:boundary(line, resultLineLimit)]+cutMark+"\n", false
		}
		out.WriteString(line)
	}
	return out.String(), whole
}

// ResultText gives the whole result of a task, a reply in GVariant's notation, to
// be copied. It is empty if there is none, or if it is too large.
func ResultText(s *tasks.Snapshot) string {
	if text, ok := s.Result.(string); ok && s.State == tasks.Succeeded && len(text) <= copyLimit {
		return text
	}
	reply, ok := s.Result.(bus.Reply)
	if !ok || s.State != tasks.Succeeded || !fits(reply.Body, copyLimit) {
		return ""
	}
	return reply.Text()
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
