package bus

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// quoteShell writes s as one word of a POSIX shell. What a terminal would not
// show but obey, as it does an escape, is left to printf, so that neither
// looking at a command nor pasting it does anything.
func quoteShell(s string) string {
	if s == "" {
		return "''"
	}
	if strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-") == "" {
		return s
	}
	var out strings.Builder
	for s != "" {
		switch n, hidden := hiddenLength(s), s; {
		case n > 0:
			s = s[n:]
			out.WriteString(`"$(printf '`)
			for i := range n {
				fmt.Fprintf(&out, `\%03o`, hidden[i])
			}
			out.WriteString(`')"`)
		case s[0] == '\'':
			s = s[1:]
			out.WriteString(`\'`)
		default:
			n := plainLength(s)
			out.WriteString("'" + s[:n] + "'")
			s = s[n:]
		}
	}
	return out.String()
}

// hiddenLength is how many bytes at the start of s are of characters that are
// not shown. A line end is shown, and would be lost in what printf is for.
func hiddenLength(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !isHidden(r, size) {
			break
		}
		n += size
	}
	return n
}

// plainLength is how many bytes at the start of s may stand between single
// quotes.
func plainLength(s string) int {
	n := 0
	for n < len(s) && s[n] != '\'' {
		r, size := utf8.DecodeRuneInString(s[n:])
		if isHidden(r, size) {
			break
		}
		n += size
	}
	return n
}

func isHidden(r rune, size int) bool {
	return r == utf8.RuneError && size == 1 || r != '\n' && !isPrintable(r)
}
