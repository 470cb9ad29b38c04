package bus

import "strings"

// maxName is the protocol's limit, in bytes, for every kind of name.
const maxName = 255

// Name is a bus name: well-known ("org.freedesktop.DBus") or unique (":1.42").
type Name string

// ObjectPath is the path of an object, "/" or "/org/freedesktop/DBus".
type ObjectPath string

// Interface is the name of an interface: two or more elements with dots
// between them. The names of D-Bus errors obey the same rules.
type Interface string

// Member is the name of a method, a signal or a property's method.
type Member string

// IsUnique reports whether n is a unique name, one that the bus gave to a
// connection and that no other connection ever gets.
func (n Name) IsUnique() bool { return strings.HasPrefix(string(n), ":") }

// ParseName checks s as a bus name. The error is a [*SyntaxError].
func ParseName(s string) (Name, error) {
	start, digitFirst := 0, false
	if strings.HasPrefix(s, ":") {
		start, digitFirst = 1, true
	}
	if err := checkElements("bus name", s, start, elementRules{hyphen: true, digitFirst: digitFirst}); err != nil {
		return "", err
	}
	return Name(s), nil
}

// ParseInterface checks s as the name of an interface, or of a D-Bus error.
// The error is a [*SyntaxError].
func ParseInterface(s string) (Interface, error) {
	if err := checkElements("interface", s, 0, elementRules{}); err != nil {
		return "", err
	}
	return Interface(s), nil
}

// ParseMember checks s as the name of a method or signal. The error is a
// [*SyntaxError].
func ParseMember(s string) (Member, error) {
	fail := func(offset int, reason Reason) (Member, error) {
		return "", &SyntaxError{What: "member", Text: s, Offset: offset, Reason: reason}
	}
	switch {
	case s == "":
		return fail(0, Because("a name is needed"))
	case len(s) > maxName:
		return fail(maxName, Because("the name is longer than 255 characters"))
	case isDigit(s[0]):
		return fail(0, Because("the name must not start with a digit"))
	}
	for i, r := range s {
		if r == '.' {
			return fail(i, Because("the name of a member has no dots"))
		}
		if !isWordRune(r) {
			return fail(i, Because("%s is not allowed here", quoteRune(r)))
		}
	}
	return Member(s), nil
}

// ParseObjectPath checks s as an object path. The error is a [*SyntaxError].
func ParseObjectPath(s string) (ObjectPath, error) {
	fail := func(offset int, reason Reason) (ObjectPath, error) {
		return "", &SyntaxError{What: "object path", Text: s, Offset: offset, Reason: reason}
	}
	switch {
	case s == "":
		return fail(0, Because("a path is needed"))
	case s[0] != '/':
		return fail(0, Because("the path must start with “/”"))
	case s == "/":
		return "/", nil
	}
	for i, r := range s {
		switch {
		case r == '/' && i > 0 && s[i-1] == '/':
			return fail(i, Because("two slashes must not follow each other"))
		case r != '/' && !isWordRune(r):
			return fail(i, Because("%s is not allowed here", quoteRune(r)))
		}
	}
	if strings.HasSuffix(s, "/") {
		return fail(len(s)-1, Because("the path must not end with “/”"))
	}
	return ObjectPath(s), nil
}

// elementRules says in what the two kinds of dotted name differ.
type elementRules struct {
	hyphen     bool // "-" is a letter like any other
	digitFirst bool // an element may start with a digit
	single     bool // one element will do
}

// checkElements checks the dotted name s from start on.
func checkElements(what, s string, start int, rules elementRules) error {
	fail := func(offset int, reason Reason) error {
		return &SyntaxError{What: what, Text: s, Offset: offset, Reason: reason}
	}
	if len(s) == start {
		return fail(start, Because("a name is needed"))
	}
	if len(s) > maxName {
		return fail(maxName, Because("the name is longer than 255 characters"))
	}
	elementStart, dots := start, 0
	for i, r := range s[start:] {
		i += start
		switch {
		case r == '.' && i == elementStart:
			return fail(i, Because("a part of the name is empty"))
		case r == '.':
			dots++
			elementStart = i + 1
		case i == elementStart && isDigitRune(r) && !rules.digitFirst:
			return fail(i, Because("a part of the name must not start with a digit"))
		case !isWordRune(r) && (r != '-' || !rules.hyphen):
			return fail(i, Because("%s is not allowed here", quoteRune(r)))
		}
	}
	if elementStart == len(s) {
		return fail(len(s)-1, Because("the name must not end with a dot"))
	}
	if dots == 0 && !rules.single {
		return fail(len(s), Because("the name needs at least one dot"))
	}
	return nil
}

func isDigit(c byte) bool     { return '0' <= c && c <= '9' }
func isDigitRune(r rune) bool { return '0' <= r && r <= '9' }

// isWordRune reports whether r may stand in any kind of name.
func isWordRune(r rune) bool {
	return isDigitRune(r) || r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}
