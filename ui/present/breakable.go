package present

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// breakHere is a blank of no width.
const breakHere = '\u200b'

// Breakable makes a name fit for lines that are shorter than it: one may end after
// each dot, and need not in the middle of a word. As with [RightToLeft], what it gives
// is only to be looked at.
func Breakable(name string) string {
	if !strings.Contains(name, ".") {
		return name
	}
	var b strings.Builder
	for i, r := range name {
		b.WriteRune(r)
		if next, _ := utf8.DecodeRuneInString(name[i+1:]); r == '.' && (unicode.IsLetter(next) || next == '_') {
			b.WriteRune(breakHere)
		}
	}
	return b.String()
}
