package present

import (
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// What is shown of a result and what of it can be copied, in bytes of text. They
// are chosen so that the main loop is not held up: the time to lay out one line
// grows with the square of its length.
const (
	resultLimit     = 64 << 10
	allLimit        = 256 << 10 // on demand
	resultLineLimit = 2 << 10
	copyLimit       = 1 << 20
)

// Result is what a task gave, as a page shows it.
type Result struct {
	Text    string // in GVariant's notation, on several lines where it is long
	Note    string // says that Text is not all; empty if it is
	CanCopy bool   // it is not too large for [ResultText]
	Forms   bool   // it is made of values, which can be shown in every [Form]
	More    bool   // more of it can be shown on demand
	Save    bool   // it is worth a file: not all of it is shown
}

// resultOf gives the first text that is shown of a result.
func resultOf(result any) Result { return ResultAs(result, AsText, false) }

// ResultAs gives a result in a form, but for [AsTree], whose rows are those of a
// [ValueTree]. With all, more of it is shown, but not without bounds. It takes
// some milliseconds at most.
func ResultAs(result any, form Form, all bool) Result {
	limit := resultLimit
	if all {
		limit = allLimit
	}
	v, ok := valuesOf(result)
	if !ok {
		text, ok := wordsOf(result)
		if !ok {
			return Result{}
		}
		return finish(text, len(text) <= copyLimit, limit, all)
	}
	r := v.as(form, limit, all)
	r.Forms = true
	return r
}

func (v values) as(form Form, limit int, all bool) Result {
	switch form {
	case AsJSON:
		return v.asJSON(limit, all)
	case AsRaw:
		return v.asRaw(limit, all)
	case AsTree:
		return Result{CanCopy: fits(v.list, copyLimit), Save: !fits(v.list, resultLimit)}
	}
	return v.asText(limit, all)
}

// asText is in GVariant's notation.
func (v values) asText(limit int, all bool) Result {
	if v.words != "" {
		return finish(v.words, len(v.words) <= copyLimit, limit, all)
	}
	kept, whole := cutAll(v.list, limit)
	text := v.text(kept)
	if len(text) > 2*limit { // escapes can take more than was reckoned with
		whole = false
	}
	shown, uncut := cutLines(layout(clean(text, 2*limit, true)))
	return noted(shown, whole && uncut, fits(v.list, copyLimit), whole, all)
}

func (v values) asJSON(limit int, all bool) Result {
	text, whole := v.json(limit)
	shown, uncut := cutLines(clean(text, 2*limit, true))
	return noted(shown, whole && uncut, fits(v.list, copyLimit), whole, all)
}

// finish shows a text that is there already.
func finish(text string, canCopy bool, limit int, all bool) Result {
	shown, uncut := cutLines(clean(text, limit, true))
	whole := len(text) <= limit
	return noted(shown, whole && uncut, canCopy, whole, all)
}

// noted says what is missing. Lines that were cut are not shown whole on demand
// either, so more is offered only where the end is missing.
func noted(shown string, complete, canCopy, hasEnd, all bool) Result {
	r := Result{Text: shown, CanCopy: canCopy}
	switch {
	case complete:
		return r
	case canCopy:
		r.Note = tr.T("Too large to show in full. Copying gives all of it.")
	default:
		r.Note = tr.T("Too large to show in full, or to copy.")
	}
	r.More, r.Save = !hasEnd && !all, true
	return r
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

// ResultText gives the whole result of a task to be copied, in GVariant's notation
// if it is made of values. It is empty if there is none, or if it is too large.
func ResultText(s *tasks.Snapshot) string { return ResultTextAs(s, AsText) }

// ArgumentsText gives the whole arguments of a task that calls a method, as they
// are written in New Call; it is empty if there are none.
func ArgumentsText(s *tasks.Snapshot) string {
	switch spec := s.Spec.Data.(type) {
	case bus.CallSpec:
		return argumentsText(spec.Call.Args)
	case bus.RepeatSpec:
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
