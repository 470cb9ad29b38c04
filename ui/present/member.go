package present

import (
	"errors"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// MethodLine tells a method's arguments and what it gives: "(s name, u) → b".
func MethodLine(m *bus.Method) string {
	line := "(" + argsLine(m.In) + ")"
	if len(m.Out) > 0 {
		line += " → " + argsLine(m.Out)
	}
	return Line(joined(line, memberNotes(m.Deprecated, m.NoReply)))
}

// SignalLine tells what a signal carries.
func SignalLine(s *bus.Signal) string {
	return Line(joined("("+argsLine(s.Args)+")", memberNotes(s.Deprecated, false)))
}

// PropertyLine tells a property's type and what may be done with it.
func PropertyLine(p *bus.Property) string {
	notes := []string{string(p.Type), accessWords(p.Access), emitsWords(p.Emits), memberNotes(p.Deprecated, false)}
	return Line(joined(notes...))
}

func argsLine(args []bus.Arg) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = string(arg.Type)
		if arg.Name != "" {
			words[i] += " " + arg.Name
		}
	}
	return strings.Join(words, ", ")
}

func memberNotes(deprecated, noReply bool) string {
	var notes []string
	if noReply {
		notes = append(notes, tr.T("never answers"))
	}
	if deprecated {
		notes = append(notes, tr.T("deprecated"))
	}
	return strings.Join(notes, ", ")
}

func accessWords(access bus.Access) string {
	switch {
	case access.Readable() && access.Writable():
		return tr.T("read and write")
	case access.Writable():
		return tr.T("write only")
	}
	return tr.T("read only")
}

func emitsWords(emits bus.EmitsChanged) string {
	switch emits {
	case bus.EmitsInvalidate:
		return tr.T("tells that it has changed")
	case bus.EmitsConst:
		return tr.T("never changes")
	case bus.EmitsNothing:
		return tr.T("does not tell of changes")
	}
	return ""
}

// PropertyText is the value of a property in one line, or why there is none.
func PropertyText(v bus.PropertyValue) (text string, failed bool) {
	switch {
	case errors.Is(v.Err, bus.ErrWriteOnly):
		return tr.T("Can only be set"), false
	case v.Err != nil:
		return ErrorLine(v.Err), true
	}
	short, whole := v.Value.TextUpTo(lineLimit)
	if !whole {
		short += cutMark
	}
	return Line(short), false
}

// editLimit is how long a value may be, in bytes of text, to be edited in a line.
const editLimit = 64 << 10

// EditText is a value as a person would write it; empty if there is none, or if
// it is too long to be edited.
func EditText(v bus.Value) string {
	if !v.IsValid() {
		return ""
	}
	if text, whole := v.TextUpTo(editLimit); whole {
		return text
	}
	return ""
}

// ObjectNote says what is missing of an object's description; empty for nothing.
func ObjectNote(node *bus.Node, err error) string {
	switch {
	case err != nil:
		return failure(err).Text()
	case node == nil:
		return tr.T("Looking…")
	case len(node.Interfaces) == 0:
		return tr.T("This object has no interfaces.")
	}
	if n := len(node.Rejects); n > 0 {
		return tr.N(n, "%d part of the description is wrong and left out.", "%d parts of the description are wrong and left out.", n)
	}
	return ""
}
