package bus

import "strings"

// Matches reports whether the rule wants msg, which is as the bus decides but
// for two things that a message does not tell.
//
// A message comes from a unique name. A rule whose Sender is a well-known name
// wants the messages of whoever owns that name at the time, so Matches, which
// compares the names as they are, finds none of them; only the bus itself sends
// under a well-known name, "org.freedesktop.DBus". The same holds for
// Destination. The type [Matches] knows the owners.
//
// Nor does it look at Eavesdrop, which is about messages that are for others: a
// bus does not send them unless asked.
func (r MatchRule) Matches(msg Message) bool {
	return r.matches(&msg, func(wanted, has Name) bool { return wanted == has })
}

// matches is Matches with a function that tells whether a message from or to a
// name is one from or to the name in the rule.
func (r *MatchRule) matches(msg *Message, same func(wanted, has Name) bool) bool {
	switch {
	case r.Type != 0 && r.Type != msg.Type,
		r.Interface != "" && r.Interface != msg.Interface,
		r.Member != "" && r.Member != msg.Member,
		r.Path != "" && r.Path != msg.Path,
		r.PathNamespace != "" && !msg.Path.isWithin(r.PathNamespace),
		r.Arg0Namespace != "" && !isInNamespace(msg.Body, r.Arg0Namespace),
		r.Sender != "" && !same(r.Sender, msg.Sender),
		r.Destination != "" && !same(r.Destination, msg.Destination):
		return false
	}
	for _, arg := range r.Args {
		if !arg.matches(msg.Body) {
			return false
		}
	}
	return true
}

// isWithin reports whether p is the object at top, or one below it.
func (p ObjectPath) isWithin(top ObjectPath) bool {
	rest, ok := strings.CutPrefix(string(p), string(top))
	return ok && (rest == "" || rest[0] == '/' || top == "/")
}

func isInNamespace(body []Value, namespace string) bool {
	if len(body) == 0 || body[0].Signature() != "s" {
		return false
	}
	name, _ := body[0].AsString()
	rest, ok := strings.CutPrefix(name, namespace)
	return ok && (rest == "" || rest[0] == '.')
}

func (a ArgMatch) matches(body []Value) bool {
	if a.Index >= len(body) {
		return false
	}
	value := body[a.Index]
	switch sig := value.Signature(); {
	case sig == "s", sig == "o" && a.Path:
	default:
		return false
	}
	text, _ := value.AsString()
	return text == a.Value || a.Path && (isAbove(text, a.Value) || isAbove(a.Value, text))
}

// isAbove reports whether path, which ends with "/", is the start of other.
func isAbove(path, other string) bool {
	return strings.HasSuffix(path, "/") && strings.HasPrefix(other, path)
}
