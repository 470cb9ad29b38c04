package present

import (
	"fmt"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// count says a number of things.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

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
		notes = append(notes, "never answers")
	}
	if deprecated {
		notes = append(notes, "deprecated")
	}
	return strings.Join(notes, ", ")
}

func accessWords(access bus.Access) string {
	switch {
	case access.Readable() && access.Writable():
		return "read and write"
	case access.Writable():
		return "write only"
	}
	return "read only"
}

func emitsWords(emits bus.EmitsChanged) string {
	switch emits {
	case bus.EmitsInvalidate:
		return "tells that it has changed"
	case bus.EmitsConst:
		return "never changes"
	case bus.EmitsNothing:
		return "does not tell of changes"
	}
	return ""
}

// PropertyText is the value of a property in one line, or why there is none.
func PropertyText(v bus.PropertyValue) (text string, failed bool) {
	if v.Err != nil {
		return shortReason(v.Err), true
	}
	short, whole := v.Value.TextUpTo(lineLimit)
	if !whole {
		short += cutMark
	}
	return Line(short), false
}
