package bus

import (
	"strconv"
	"strings"
)

// The limits of a rule. The protocol has no limit for the number of conditions,
// but dbus-daemon, without a word, ignores those beyond.
const (
	maxMatchRule       = 1024 // bytes of text
	maxMatchConditions = 16
	maxMatchArg        = 63
)

// Validate checks everything about r that a bus would refuse, and that it would
// misunderstand. The error is a [*SyntaxError] whose What is the key of the
// condition at fault, such as "sender" or "arg0path", or "match rule", and whose
// Text is its value.
func (r MatchRule) Validate() error {
	var seen matchSlots
	for _, c := range r.conditions() {
		if err := c.check(); err != nil {
			return err
		}
		if reason := seen.take(c.key); !reason.IsZero() {
			return &SyntaxError{What: c.key, Text: c.value, Reason: reason}
		}
	}
	if text := r.String(); len(text) > maxMatchRule {
		return &SyntaxError{What: "match rule", Text: text, Offset: maxMatchRule, Reason: longMatchRule}
	}
	return nil
}

var longMatchRule = Because("a match rule has at most 1024 bytes")

// matchSlots are the keys of the conditions that a rule has, by what they are
// about: nothing may have two.
type matchSlots struct {
	keys  map[string]string
	count int
}

// take notes a condition. It says what is wrong with having one more like it.
func (s *matchSlots) take(key string) (reason Reason) {
	if s.count++; s.count > maxMatchConditions {
		return Because("a match rule has at most 16 conditions")
	}
	slot := key
	switch {
	case key == "eavesdrop":
		return Reason{} // the last one counts
	case key == "path_namespace":
		slot = "path"
	case strings.HasPrefix(key, "arg"):
		slot = strings.TrimSuffix(strings.TrimSuffix(key, "path"), "namespace")
	}
	switch other, taken := s.keys[slot]; {
	case !taken:
	case other == key:
		return Because("there are two conditions on “%s”", key)
	default:
		return Because("either “%s” or “%s” can be given", other, key)
	}
	if s.keys == nil {
		s.keys = make(map[string]string)
	}
	s.keys[slot] = key
	return Reason{}
}

// check checks one condition by itself.
func (c condition) check() error {
	var err error
	switch c.key {
	case "type":
		if matchType(c.value) == 0 {
			return c.fault(Because("the types are signal, method_call, method_return and error"))
		}
	case "sender", "destination":
		_, err = ParseName(c.value)
	case "interface":
		_, err = ParseInterface(c.value)
	case "member":
		_, err = ParseMember(c.value)
	case "path", "path_namespace":
		_, err = ParseObjectPath(c.value)
	case "arg0namespace":
		err = checkNamespace(c.value)
	case "eavesdrop":
		if c.value != "true" && c.value != "false" {
			return c.fault(Because("“eavesdrop” is true or false"))
		}
	default:
		if _, reason := parseArgKey(c.key); !reason.IsZero() {
			return c.fault(reason)
		}
		_, err = NewString(c.value)
	}
	if fault, ok := err.(*SyntaxError); ok {
		fault.What = c.key
		return fault
	}
	return err
}

func (c condition) fault(reason Reason) error {
	return &SyntaxError{What: c.key, Text: c.value, Reason: reason}
}

// checkNamespace checks the beginning of a bus name: some of its elements, or
// all.
func checkNamespace(s string) error {
	rules := elementRules{hyphen: true, single: true}
	if Name(s).IsUnique() {
		rules.digitFirst = true
		return checkElements("arg0namespace", s, 1, rules)
	}
	return checkElements("arg0namespace", s, 0, rules)
}

func matchType(name string) MessageType {
	for typ, text := range matchTypes {
		if text == name {
			return typ
		}
	}
	return 0
}

// parseArgKey reads "arg3" or "arg3path". The reason says why key is neither.
func parseArgKey(key string) (arg ArgMatch, reason Reason) {
	digits, isArg := strings.CutPrefix(key, "arg")
	if !isArg {
		return ArgMatch{}, Because("there is no such condition")
	}
	digits, arg.Path = strings.CutSuffix(digits, "path")
	index, err := strconv.ParseUint(digits, 10, 32)
	switch {
	// Buses do not agree on what "arg010" and "arg+1" are.
	case err != nil || strconv.FormatUint(index, 10) != digits:
		return ArgMatch{}, Because("a condition on an argument is written as “arg0”, “arg0path” or “arg0namespace”")
	case index > maxMatchArg:
		return ArgMatch{}, Because("arguments are counted from 0 to 63")
	}
	arg.Index = int(index)
	return arg, Reason{}
}
