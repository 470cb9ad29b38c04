package bus

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// SyntaxError says why a name, a path, a signature, an address or a call is
// not well formed.
type SyntaxError struct {
	What   string // what Text was meant to be, such as "object path"
	Text   string // the text as it was given
	Offset int    // where in Text the fault is, in bytes; at most len(Text)
	Reason Reason // the fault, in words to show under an entry
}

// Error gives the whole story for a log; people are shown Reason.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s %q: %s (at %d)", e.What, clip(e.Text), e.Reason, e.Offset)
}

// Why gives the reason.
func (e *SyntaxError) Why() Reason { return e.Reason }

// TextError says why a text is not a value in GVariant's notation, or in JSON.
type TextError struct {
	Offset int    // where in the text the fault is, in bytes
	Reason Reason // the fault, in words to show under an entry
}

// Error gives the reason and the place.
func (e *TextError) Error() string { return fmt.Sprintf("%s (at %d)", e.Reason, e.Offset) }

// Why gives the reason.
func (e *TextError) Why() Reason { return e.Reason }

// quoteRune writes r for a reason: between quotes where it can be seen, by its
// number where it cannot.
func quoteRune(r rune) Reason {
	switch {
	case r == ' ':
		return Because("a space")
	case r == utf8.RuneError || !unicode.IsGraphic(r):
		return Because("U+%s", fmt.Sprintf("%04X", r))
	}
	return Because("“%s”", string(r))
}

// clip keeps an error's text short, however long what it speaks of is.
func clip(s string) string {
	const most = 300
	if len(s) <= most {
		return s
	}
	return s[:most] + "… (" + strconv.Itoa(len(s)) + " bytes)"
}

// runeAt decodes the character of s at i, which must be less than len(s).
func runeAt(s string, i int) rune {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}
