package bus

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Both of these get what follows an opening quote, and give what it stands for
// up to the closing quote, or where the fault is and what it is.

var (
	notClosed = Because("the closing quote is missing")
	needsCode = Because("a code of a character is needed, in hexadecimal digits")
)

func unquoteString(s string, quote byte) (decoded string, fault int, reason Reason) {
	var out strings.Builder
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == quote:
			return out.String(), 0, Reason{}
		case c == 0:
			return "", i, Because("a string must not hold a NUL character")
		case c != '\\':
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				return "", i, Because("the text is not valid UTF-8")
			}
			out.WriteString(s[i : i+size])
			i += size
		case i+1 == len(s):
			return "", len(s), notClosed
		case s[i+1] == 'u' || s[i+1] == 'U':
			digits := 4
			if s[i+1] == 'U' {
				digits = 8
			}
			r, ok := hexRune(s[i+2:], digits)
			if !ok {
				return "", i, needsCode
			}
			out.WriteRune(r)
			i += 2 + digits
		default:
			// What is escaped without need stands for itself, whatever its
			// length: its first byte is all there is to skip over here.
			if escaped, ok := unescape(s[i+1]); ok {
				out.WriteString(escaped)
				i += 2
			} else {
				i++
				if s[i] == quote || s[i] == '\\' {
					out.WriteByte(s[i])
					i++
				}
			}
		}
	}
	return "", len(s), notClosed
}

// hexRune reads a code of exactly so many digits. Zero is no character that a
// string may hold.
func hexRune(s string, digits int) (rune, bool) {
	if len(s) < digits || strings.Trim(s[:digits], "0123456789abcdefABCDEF") != "" {
		return 0, false
	}
	code, err := strconv.ParseUint(s[:digits], 16, 31)
	r := rune(code)
	return r, err == nil && r != 0 && utf8.ValidRune(r)
}

// unquoteBytes decodes a byte string, to which it adds the NUL that ends one.
func unquoteBytes(s string, quote byte) (decoded string, fault int, reason Reason) {
	var out strings.Builder
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == quote:
			out.WriteByte(0)
			return out.String(), 0, Reason{}
		case c == 0:
			return "", i, Because("a byte string must not hold a NUL; write an array of bytes")
		case c != '\\':
			out.WriteByte(c)
			i++
		case i+1 == len(s):
			return "", len(s), notClosed
		case '0' <= s[i+1] && s[i+1] <= '7':
			code, n := octal(s[i+1:])
			switch {
			case code == 0:
				return "", i, Because("a byte string must not hold a NUL; write an array of bytes")
			case code > 0xff:
				return "", i, Because("a byte is at most \\377")
			}
			out.WriteByte(byte(code))
			i += 1 + n
		default:
			if escaped, ok := unescape(s[i+1]); ok {
				out.WriteString(escaped)
			} else {
				out.WriteByte(s[i+1])
			}
			i += 2
		}
	}
	return "", len(s), notClosed
}

// octal reads up to three digits.
func octal(s string) (code, n int) {
	for n < 3 && n < len(s) && '0' <= s[n] && s[n] <= '7' {
		code = code<<3 | int(s[n]-'0')
		n++
	}
	return code, n
}

// unescape gives what c stands for after a backslash. A line end is left out.
func unescape(c byte) (string, bool) {
	switch c {
	case 'a':
		return "\a", true
	case 'b':
		return "\b", true
	case 'f':
		return "\f", true
	case 'n':
		return "\n", true
	case 'r':
		return "\r", true
	case 't':
		return "\t", true
	case 'v':
		return "\v", true
	case '\n':
		return "", true
	}
	return "", false
}
