package bus

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// MatchRule says which messages are wanted: those that agree with every field
// that is set. The zero MatchRule is every message.
type MatchRule struct {
	Type          MessageType // 0 is any
	Sender        Name
	Destination   Name
	Interface     Interface
	Member        Member
	Path          ObjectPath
	PathNamespace ObjectPath // the object and all below it; not with Path
	Args          []ArgMatch // at most one for each argument, in any order
	Arg0Namespace string     // the first argument is this name, or begins with it and a dot
	Eavesdrop     bool       // messages to others too
}

// ArgMatch is a condition on one argument of a message.
type ArgMatch struct {
	Index int // 0 to 63
	// Path has the argument, a string or an object path, match as paths do:
	// equal, or one ends with "/" and is the start of the other.
	Path  bool
	Value string
}

// String writes the rule as a bus reads it: the conditions in a fixed order,
// those on arguments by their index, and every value quoted and escaped. Rules
// that say the same have the same text. [ParseMatchRule] reads it as the same
// rule if [MatchRule.Validate] finds no fault with it.
func (r MatchRule) String() string {
	var out strings.Builder
	for i, c := range r.conditions() {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(c.key)
		out.WriteString("='")
		// Nothing is special between quotes but the quote that ends them.
		out.WriteString(strings.ReplaceAll(c.value, "'", `'\''`))
		out.WriteByte('\'')
	}
	return out.String()
}

// condition is one condition of a rule, as it is written.
type condition struct{ key, value string }

// conditions gives the conditions in the order in which they are written.
func (r MatchRule) conditions() []condition {
	var all []condition
	add := func(key, value string) {
		if value != "" {
			all = append(all, condition{key, value})
		}
	}
	if r.Type != 0 {
		all = append(all, condition{"type", matchTypes[r.Type]})
	}
	add("sender", string(r.Sender))
	add("destination", string(r.Destination))
	add("interface", string(r.Interface))
	add("member", string(r.Member))
	add("path", string(r.Path))
	add("path_namespace", string(r.PathNamespace))
	for _, arg := range sortedArgs(r.Args) {
		all = append(all, condition{arg.key(), arg.Value}) // an empty argument is one to match
	}
	add("arg0namespace", r.Arg0Namespace)
	if r.Eavesdrop {
		add("eavesdrop", "true")
	}
	return all
}

func sortedArgs(args []ArgMatch) []ArgMatch {
	byIndex := func(a, b ArgMatch) int { return cmp.Compare(a.Index, b.Index) }
	if slices.IsSortedFunc(args, byIndex) {
		return args
	}
	args = slices.Clone(args)
	slices.SortStableFunc(args, byIndex)
	return args
}

func (a ArgMatch) key() string {
	key := "arg" + strconv.Itoa(a.Index)
	if a.Path {
		key += "path"
	}
	return key
}

// matchTypes are the types of messages as rules call them.
var matchTypes = map[MessageType]string{
	MessageCall:   "method_call",
	MessageReturn: "method_return",
	MessageError:  "error",
	MessageSignal: "signal",
}
