package present

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Break is a place where a line may begin: the part of a name that follows a dot,
// from its first byte to the one after its last, or after the next dot.
type Break struct{ Start, End int }

// BreaksOf gives the places where a line of text may begin, besides those where it may
// in any text: after the dots of names. It is for text that is copied, and must hold
// nothing but what it says.
func BreaksOf(text string) []Break {
	var breaks []Break
	for at := 0; ; {
		dot := strings.IndexByte(text[at:], '.')
		if dot < 0 {
			return breaks
		}
		at += dot + 1
		if next, _ := utf8.DecodeRuneInString(text[at:]); unicode.IsLetter(next) || next == '_' {
			breaks = append(breaks, Break{at, at + partLength(text[at:])})
		}
	}
}

func partLength(text string) int {
	n := strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-'
	})
	switch {
	case n < 0:
		return len(text)
	case text[n] == '.':
		return n + 1
	}
	return n
}
