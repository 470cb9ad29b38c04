package present

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// How much of a text is shown, in bytes.
const (
	lineLimit  = 512     // one line of a row
	blockLimit = 4 << 10 // an error message, the arguments of a call
)

// cutMark ends a text that was cut.
const cutMark = "…"

// separator stands between the parts of a line.
const separator = " · "

// Line makes text from anywhere fit for one line of a widget: valid UTF-8,
// control characters and those that turn the direction of text made visible, at
// most a few hundred bytes.
func Line(s string) string { return clean(s, lineLimit, false) }

// Block is Line for a text of several lines, of at most a few thousand bytes:
// newlines and tabs stay.
func Block(s string) string { return clean(s, blockLimit, true) }

// Whole is [Block] without a limit, for a terminal or a file.
func Whole(s string) string { return clean(s, len(s), true) }

// clean gives s itself where nothing is to be done, which is nearly always.
func clean(s string, limit int, lines bool) string {
	cut := len(s) > limit
	if cut {
		s = s[:boundary(s, limit)]
	}
	if !isClean(s, lines) {
		s = cleaned(s, lines)
	}
	if cut {
		s += cutMark
	}
	return s
}

func isClean(s string, lines bool) bool {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || hidden(r, lines) {
			return false
		}
		i += size
	}
	return true
}

func cleaned(s string, lines bool) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	for _, r := range s {
		switch {
		case !hidden(r, lines):
			b.WriteRune(r)
		case r < 0x20:
			b.WriteRune('␀' + r)
		case r == 0x7f:
			b.WriteRune('␡')
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// hidden reports whether r does not show by itself, or changes how others do.
func hidden(r rune, lines bool) bool {
	switch {
	case r == '\n' || r == '\t':
		return !lines
	case r < 0x20, 0x7f <= r && r < 0xa0:
		return true
	case r == 0x061c, r == 0x200e, r == 0x200f, 0x2028 <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069, r == 0xfeff:
		return true
	}
	return false
}

// boundary is the last place at or before n where s may be cut without
// cutting a character.
func boundary(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	for i := n; i > n-utf8.UTFMax && i >= 0; i-- {
		if utf8.RuneStart(s[i]) {
			return i
		}
	}
	return n
}

// joined puts the parts that are not empty beside each other.
func joined(parts ...string) string {
	kept := make([]string, 0, len(parts))
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}
