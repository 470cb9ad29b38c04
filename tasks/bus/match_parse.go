package bus

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// ParseMatchRule reads a rule as the D-Bus specification and dbus-daemon do:
// conditions with commas between them, such as type='signal',arg0='a'. White
// space may stand before a key and around it. A value is what stands up to the
// next comma; between apostrophes everything stands for itself, outside of them
// \' is an apostrophe, and every other backslash a backslash.
//
// The error is a [*SyntaxError]. It refuses whatever dbus-daemon refuses, and
// what it reads otherwise than it is written: a condition without a key, which
// it ignores together with all that follow; more than 16 conditions; arguments
// whose number is not plain, such as arg010, its arg8; and unique names
// without a dot. The text may be shorter than what [MatchRule.String] writes, so a
// rule can be read that [MatchRule.Validate] finds too long.
func ParseMatchRule(text string) (MatchRule, error) {
	fail := func(offset int, reason Reason) (MatchRule, error) {
		return MatchRule{}, &SyntaxError{What: "match rule", Text: text, Offset: offset, Reason: reason}
	}
	switch {
	case len(text) > maxMatchRule:
		return fail(maxMatchRule, longMatchRule)
	case !utf8.ValidString(text):
		return fail(invalidUTF8(text), Because("the text is not valid UTF-8"))
	}
	var rule MatchRule
	var seen matchSlots
	scan := matchScanner{text: text}
	for scan.next() {
		c := condition{scan.key, string(scan.value)}
		if reason := checkMatchKey(c.key); !reason.IsZero() {
			return fail(scan.keyStart, reason)
		}
		if err := c.check(); err != nil {
			fault := err.(*SyntaxError)
			return fail(scan.offsetOf(fault.Offset), fault.Reason)
		}
		if reason := seen.take(c.key); !reason.IsZero() {
			return fail(scan.keyStart, reason)
		}
		rule.set(c)
	}
	if !scan.reason.IsZero() {
		return fail(scan.at, scan.reason)
	}
	rule.Args = sortedArgs(rule.Args)
	return rule, nil
}

// checkMatchKey says what is wrong with a key, whatever its value.
func checkMatchKey(key string) (reason Reason) {
	if slices.Contains(matchKeys, key) {
		return Reason{}
	}
	if strings.HasPrefix(key, "arg") {
		_, reason = parseArgKey(key)
		return reason
	}
	return Because("there is no condition “%s”", clip(key))
}

// matchKeys are the keys that have no number.
var matchKeys = []string{
	"type", "sender", "destination", "interface", "member", "path", "path_namespace", "arg0namespace", "eavesdrop",
}

// set sets the field that belongs to a condition, which has been checked.
func (r *MatchRule) set(c condition) {
	switch c.key {
	case "type":
		r.Type = matchType(c.value)
	case "sender":
		r.Sender = Name(c.value)
	case "destination":
		r.Destination = Name(c.value)
	case "interface":
		r.Interface = Interface(c.value)
	case "member":
		r.Member = Member(c.value)
	case "path":
		r.Path = ObjectPath(c.value)
	case "path_namespace":
		r.PathNamespace = ObjectPath(c.value)
	case "arg0namespace":
		r.Arg0Namespace = c.value
	case "eavesdrop":
		r.Eavesdrop = c.value == "true"
	default:
		arg, _ := parseArgKey(c.key)
		arg.Value = c.value
		r.Args = append(r.Args, arg)
	}
}

// matchScanner takes a rule apart.
type matchScanner struct {
	text   string
	at     int
	reason Reason // what is wrong at at

	key      string
	keyStart int
	value    []byte
	offsets  []int // where in text each byte of value stands
}

// next reads one condition. It reports false at the end, and where the text is
// wrong.
func (s *matchScanner) next() bool {
	s.skipSpace()
	if s.at == len(s.text) {
		return false
	}
	s.keyStart = s.at
	if length := strings.IndexAny(s.text[s.at:], "= \t\n\r"); length >= 0 {
		s.at += length
	} else {
		s.at = len(s.text)
	}
	s.key = s.text[s.keyStart:s.at]
	s.skipSpace()
	switch {
	case s.at == len(s.text) || s.text[s.at] != '=':
		s.reason = Because("“=” expected after the name of a condition")
	case s.key == "":
		s.reason = Because("the name of a condition is missing")
	default:
		s.at++
		s.readValue()
	}
	return s.reason.IsZero()
}

func (s *matchScanner) skipSpace() {
	for s.at < len(s.text) && strings.IndexByte(" \t\n\r", s.text[s.at]) >= 0 {
		s.at++
	}
}

// readValue reads up to the comma that ends the value, and past it.
func (s *matchScanner) readValue() {
	s.value, s.offsets = s.value[:0], s.offsets[:0]
	quote := -1 // where the quotes that are open were opened
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '\'' && quote >= 0:
			quote = -1
		case c == '\'':
			quote = s.at
		case c == ',' && quote < 0:
			s.at++
			s.offsets = append(s.offsets, s.at-1)
			return
		case c == '\\' && quote < 0 && s.at+1 < len(s.text):
			s.at++
			if s.text[s.at] != '\'' {
				s.add('\\', s.at-1)
			}
			// Whatever follows a backslash ends nothing, not even as a comma.
			s.add(s.text[s.at], s.at)
		default:
			s.add(c, s.at)
		}
	}
	s.offsets = append(s.offsets, s.at)
	if quote >= 0 {
		s.at, s.reason = quote, Because("the quotes are not closed")
	}
}

func (s *matchScanner) add(c byte, at int) {
	s.value = append(s.value, c)
	s.offsets = append(s.offsets, at)
}

// offsetOf tells where in the text the byte at i of the value stands, or where
// the value ends if it has no such byte.
func (s *matchScanner) offsetOf(i int) int { return s.offsets[min(i, len(s.offsets)-1)] }
