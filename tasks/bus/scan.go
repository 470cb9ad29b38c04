package bus

import "strings"

// scanner cuts a text in GVariant's notation into tokens. A token is a
// bracket or other single character, a word, a number, a quoted string with
// its quotes, or a type after "@".
type scanner struct {
	text    string
	at, end int  // the token's place in text
	ready   bool // the token at that place was not taken yet
}

// peek returns the next token without taking it; "" at the end of the text.
func (s *scanner) peek() string {
	if !s.ready {
		s.at = s.end
		for s.at < len(s.text) && isBlank(s.text[s.at]) {
			s.at++
		}
		s.end = s.at + tokenLength(s.text[s.at:])
		s.ready = true
	}
	return s.text[s.at:s.end]
}

// take returns the next token and moves on.
func (s *scanner) take() string {
	token := s.peek()
	s.ready = false
	return token
}

// accept takes the next token if it is this one.
func (s *scanner) accept(token string) bool {
	if s.peek() != token {
		return false
	}
	s.ready = false
	return true
}

// fail is an error at the token that was peeked or taken last.
func (s *scanner) fail(reason Reason) *TextError { return &TextError{s.at, reason} }

func tokenLength(s string) int {
	if s == "" {
		return 0
	}
	switch c := s[0]; {
	case startsNumber(c):
		return prefixLength(s, func(c byte) bool {
			return isLetter(c) || isDigit(c) || c == '-' || c == '+' || c == '.'
		})
	case c == '\'' || c == '"':
		return 1 + quotedLength(s[1:], c)
	case c == 'b' && len(s) > 1 && (s[1] == '\'' || s[1] == '"'):
		return 2 + quotedLength(s[2:], s[1])
	case 'a' <= c && c <= 'z':
		return prefixLength(s, func(c byte) bool { return isLetter(c) || isDigit(c) })
	case c == '@':
		return 1 + declarationLength(s[1:])
	}
	return 1
}

// quotedLength is the length of what follows an opening quote, up to and with
// the closing one, or the end of the text.
func quotedLength(s string, quote byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case quote:
			return i + 1
		case '\\':
			i++
		}
	}
	return len(s)
}

// declarationLength is the length of a type after "@". It ends where a value
// or the rest of a container must begin, so that "[@u 1]" and "{@s 'a': 1}"
// are cut rightly.
func declarationLength(s string) int {
	open := 0
	return prefixLength(s, func(c byte) bool {
		switch c {
		case '(', '{':
			open++
		case ')', '}':
			open--
		}
		return open >= 0 && !isBlank(c) && strings.IndexByte(",:>]", c) < 0
	})
}

func prefixLength(s string, belongs func(byte) bool) int {
	for i := range len(s) {
		if !belongs(s[i]) {
			return i
		}
	}
	return len(s)
}

func startsNumber(c byte) bool { return isDigit(c) || c == '-' || c == '+' || c == '.' }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isBlank(c byte) bool { return strings.IndexByte(" \t\n\f\r", c) >= 0 }
