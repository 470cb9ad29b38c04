package bus

import (
	"bytes"
	"unicode/utf8"
)

// AsByteText gives the text that a value of type "ay" holds, as the paths of
// files and many names do: UTF-8 that can be shown, with tabs and ends of lines
// at most. A NUL at its end, as C writes one, is left out. It gives false for
// other bytes and for no bytes at all, and for any other value.
func (v Value) AsByteText() (string, bool) {
	b, ok := v.data.([]byte)
	if !ok {
		return "", false
	}
	text := bytes.TrimSuffix(b, []byte{0})
	if len(text) == 0 || !isByteText(b) {
		return "", false
	}
	return string(text), true
}

// isByteText reports whether bytes are a text, with a NUL at its end or
// without. No bytes are an empty text.
func isByteText(b []byte) bool {
	b = bytes.TrimSuffix(b, []byte{0})
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 || !isPrintable(r) && r != '\t' && r != '\n' && r != '\r' {
			return false
		}
		b = b[size:]
	}
	return true
}
