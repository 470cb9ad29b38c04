package bus

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxJSONNesting is how many containers may stand in each other: as many as in
// a value, and the array that the arguments stand in.
const maxJSONNesting = maxDepth + 1

// jsonScanner reads JSON, to the letter, as nodes: an object is a nodeDict, its
// names strings.
type jsonScanner struct {
	text  string
	at    int
	nodes int
}

// parseJSON reads a text that is one JSON value.
func parseJSON(text string) (node, *TextError) {
	if len(text) > maxText {
		return node{}, &TextError{maxText, Because("the text is longer than 16 MiB")}
	}
	s := &jsonScanner{text: text}
	n, err := s.value(0)
	if err != nil {
		return node{}, err
	}
	if s.peek() != 0 || s.at < len(text) {
		return node{}, s.fail(Because("nothing more is expected after the value"))
	}
	return n, nil
}

func (s *jsonScanner) fail(reason Reason) *TextError { return &TextError{s.at, reason} }

// peek skips blanks and gives the byte that follows; 0 at the end.
func (s *jsonScanner) peek() byte {
	for s.at < len(s.text) && strings.IndexByte(" \t\n\r", s.text[s.at]) >= 0 {
		s.at++
	}
	if s.at == len(s.text) {
		return 0
	}
	return s.text[s.at]
}

func (s *jsonScanner) accept(c byte) bool {
	if s.peek() != c || s.at == len(s.text) {
		return false
	}
	s.at++
	return true
}

// value reads one value, within depth containers.
func (s *jsonScanner) value(depth int) (node, *TextError) {
	c := s.peek()
	if s.nodes++; s.nodes > maxNodes {
		return node{}, s.fail(Because("more than 524,288 values"))
	}
	switch {
	case s.at == len(s.text):
		return node{}, s.fail(Because("a value is missing at the end"))
	case (c == '[' || c == '{') && depth == maxJSONNesting:
		return node{}, s.fail(Because("too many values in each other"))
	case c == '[':
		return s.array(depth)
	case c == '{':
		return s.object(depth)
	case c == '"':
		return s.string()
	case c == '-' || isDigit(c):
		return s.number()
	case isLetter(c):
		return s.word()
	case c == ']' || c == '}' || c == ',' || c == ':':
		return node{}, s.fail(Because("a value is missing before “%s”", string(rune(c))))
	}
	return node{}, s.fail(Because("a value cannot start with %s; text goes between double quotes", quoteRune(runeAt(s.text, s.at))))
}

func (s *jsonScanner) array(depth int) (node, *TextError) {
	n := node{kind: nodeArray, at: s.at}
	s.at++
	for !s.accept(']') {
		if len(n.children) > 0 && !s.accept(',') {
			return n, s.fail(Because("“,” or “]” expected"))
		}
		child, err := s.value(depth + 1)
		if err != nil {
			return n, err
		}
		n.children = append(n.children, child)
	}
	return n, nil
}

func (s *jsonScanner) object(depth int) (node, *TextError) {
	n := node{kind: nodeDict, at: s.at}
	s.at++
	for !s.accept('}') {
		if len(n.children) > 0 && !s.accept(',') {
			return n, s.fail(Because("“,” or “}” expected"))
		}
		if s.peek() != '"' {
			return n, s.fail(Because("a name between double quotes expected"))
		}
		name, err := s.string()
		if err != nil {
			return n, err
		}
		if !s.accept(':') {
			return n, s.fail(Because("“:” expected after the name"))
		}
		child, err := s.value(depth + 1)
		if err != nil {
			return n, err
		}
		n.children = append(n.children, name, child)
	}
	return n, nil
}

func (s *jsonScanner) word() (node, *TextError) {
	start := s.at
	word := s.text[start : start+prefixLength(s.text[start:], isLetter)]
	switch word {
	case "true", "false":
		s.at += len(word)
		return node{kind: nodeBool, at: start, text: word}, nil
	case "null":
		return node{}, s.fail(Because("D-Bus has no null"))
	}
	return node{}, s.fail(Because("“%s” is not JSON; text goes between double quotes", clip(word)))
}

// number checks that a number is written as JSON wants it.
func (s *jsonScanner) number() (node, *TextError) {
	start := s.at
	digits := func() bool {
		n := prefixLength(s.text[s.at:], isDigit)
		s.at += n
		return n > 0
	}
	next := func(chars string) bool {
		if s.at == len(s.text) || strings.IndexByte(chars, s.text[s.at]) < 0 {
			return false
		}
		s.at++
		return true
	}
	next("-")
	zero := s.at
	switch {
	case !digits():
		return node{}, s.fail(Because("a digit expected"))
	case s.text[zero] == '0' && s.at > zero+1:
		return node{}, &TextError{zero, Because("a number must not start with 0")}
	case next(".") && !digits():
		return node{}, s.fail(Because("a digit expected after the point"))
	case next("eE"):
		next("+-")
		if !digits() {
			return node{}, s.fail(Because("a digit expected in the exponent"))
		}
	}
	return node{kind: nodeNumber, at: start, text: s.text[start:s.at]}, nil
}

func (s *jsonScanner) string() (node, *TextError) {
	n := node{kind: nodeString, at: s.at}
	s.at++
	start := s.at
	var out strings.Builder
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case c == '"':
			out.WriteString(s.text[start:s.at])
			s.at++
			n.text = out.String()
			return n, nil
		case c < ' ':
			return n, s.fail(Because("%s must be written as %s", quoteRune(rune(c)), escapeJSON(c)))
		case c == '\\':
			out.WriteString(s.text[start:s.at])
			r, err := s.escape()
			if err != nil {
				return n, err
			}
			out.WriteRune(r)
			start = s.at
		default:
			r, size := utf8.DecodeRuneInString(s.text[s.at:])
			if r == utf8.RuneError && size == 1 {
				return n, s.fail(Because("the text is not valid UTF-8"))
			}
			s.at += size
		}
	}
	return n, s.fail(Because("the quote is not closed"))
}

func escapeJSON(c byte) string {
	if i := strings.IndexByte("\b\f\n\r\t", c); i >= 0 {
		return "“\\" + "bfnrt"[i:i+1] + "”"
	}
	return "“\\u00" + strconv.FormatUint(uint64(c>>4), 16) + strconv.FormatUint(uint64(c&15), 16) + "”"
}

// escape reads what follows a backslash.
func (s *jsonScanner) escape() (rune, *TextError) {
	start := s.at
	if s.at++; s.at == len(s.text) {
		return 0, s.fail(Because("the quote is not closed"))
	}
	c := s.text[s.at]
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		s.at++
		return rune("\"\\/\b\f\n\r\t"[i]), nil
	}
	if c != 'u' {
		return 0, &TextError{start, Because("“\\%s” means nothing in JSON", string(runeAt(s.text, s.at)))}
	}
	r, ok := s.code(start)
	if ok && utf16.IsSurrogate(r) {
		low, _ := s.code(s.at)
		r = utf16.DecodeRune(r, low)
		ok = r != utf8.RuneError
	}
	if !ok {
		return 0, &TextError{start, Because("“\\u” needs the code of a character, of four hexadecimal digits, or of two halves")}
	}
	return r, nil
}

// code reads "\u" and four digits at a place, if they are there.
func (s *jsonScanner) code(at int) (rune, bool) {
	end := at + len(`\u0000`)
	if end > len(s.text) || s.text[at:at+2] != `\u` {
		return 0, false
	}
	code, err := strconv.ParseUint(s.text[at+2:end], 16, 16)
	if err != nil {
		return 0, false
	}
	s.at = end
	return rune(code), true
}
