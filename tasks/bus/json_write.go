package bus

import (
	"encoding/base64"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonWriter writes values as JSON. Once the text is longer than its limit, it
// is left unfinished.
type jsonWriter struct {
	printer
	indent bool
}

func (w *jsonWriter) value(v Value, level int) {
	switch data := v.data.(type) {
	case *list:
		w.list(v, data.items, level)
	case *numbers:
		w.items(v.Items(), level)
	case *dict:
		w.dict(v, data.entries, level)
	case *boxed:
		w.variant(data.inner, level)
	case []byte:
		w.bytes(data)
	case string:
		w.string(data)
	case float64:
		w.WriteString(jsonDouble(data))
	case nil:
	default:
		fmt.Fprint(w, data)
	}
}

// list writes a struct of basic values on one line, for it is read at a glance.
func (w *jsonWriter) list(v Value, items []Value, level int) {
	if v.Type() != TypeStruct || !allBasic(items) {
		w.items(v.Items(), level)
		return
	}
	w.WriteByte('[')
	for i, item := range items {
		w.comma(i)
		w.value(item, level)
	}
	w.WriteByte(']')
}

func allBasic(items []Value) bool {
	for _, item := range items {
		if !item.sig.IsBasic() {
			return false
		}
	}
	return true
}

func (w *jsonWriter) items(items iter.Seq2[int, Value], level int) {
	w.WriteByte('[')
	count := 0
	for i, item := range items {
		if w.full() {
			return
		}
		w.line(i, level+1)
		w.value(item, level+1)
		count++
	}
	w.end(count, ']', level)
}

func (w *jsonWriter) dict(v Value, entries []Entry, level int) {
	if !isTextKey(v.sig.Elem()[1:]) || w.repeats(entries) {
		w.pairs(entries, level)
		return
	}
	w.WriteByte('{')
	for i, entry := range entries {
		if w.full() {
			return
		}
		w.line(i, level+1)
		w.value(entry.Key, level+1)
		w.colon()
		w.value(entry.Value, level+1)
	}
	w.end(len(entries), '}', level)
}

// repeats reports whether a key stands twice among the entries that there is
// room for, each of which takes five bytes at least: «"":0,».
func (w *jsonWriter) repeats(entries []Entry) bool {
	entries = entries[:min(len(entries), w.room()/5+1)]
	seen := make(map[any]bool, len(entries))
	for _, entry := range entries {
		if seen[entry.Key.data] {
			return true
		}
		seen[entry.Key.data] = true
	}
	return false
}

func (w *jsonWriter) pairs(entries []Entry, level int) {
	w.WriteByte('[')
	for i, entry := range entries {
		if w.full() {
			return
		}
		w.line(i, level+1)
		w.WriteByte('[')
		w.value(entry.Key, level+1)
		w.comma(1)
		w.value(entry.Value, level+1)
		w.WriteByte(']')
	}
	w.end(len(entries), ']', level)
}

func (w *jsonWriter) variant(inner Value, level int) {
	w.WriteString(`{"` + jsonType + `"`)
	w.colon()
	w.string(string(inner.sig))
	w.comma(1)
	w.WriteString(`"` + jsonData + `"`)
	w.colon()
	w.value(inner, level)
	w.WriteByte('}')
}

func (w *jsonWriter) bytes(b []byte) {
	if isByteText(b) {
		w.string(string(b[:min(len(b), w.room())]))
		return
	}
	const step = 3 << 10 // a multiple of three, which base64 writes without a gap
	w.WriteString(`{"` + jsonBase64 + `"`)
	w.colon()
	w.WriteByte('"')
	for start := 0; start < len(b) && !w.full(); start += step {
		w.WriteString(base64.StdEncoding.EncodeToString(b[start:min(len(b), start+step)]))
	}
	w.WriteString(`"}`)
}

// room is how many bytes make the text longer than its limit, and the
// character that is cut with it whole.
func (w *jsonWriter) room() int {
	if w.limit == math.MaxInt {
		return math.MaxInt
	}
	return max(0, w.limit-w.Len()) + utf8.UTFMax
}

func (w *jsonWriter) string(s string) {
	w.WriteByte('"')
	for _, r := range s {
		if w.full() {
			return
		}
		switch {
		case r == '"' || r == '\\':
			w.WriteByte('\\')
			w.WriteRune(r)
		case r == '\n':
			w.WriteString(`\n`)
		case r == '\r':
			w.WriteString(`\r`)
		case r == '\t':
			w.WriteString(`\t`)
		case isPrintable(r):
			w.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(w, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(w, `\u%04x\u%04x`, high, low)
		}
	}
	w.WriteByte('"')
}

// jsonDouble writes as few digits as read back the same, and makes sure that
// the number does not look like an integer.
func jsonDouble(x float64) string {
	switch {
	case math.IsNaN(x):
		return `"` + jsonNaN + `"`
	case math.IsInf(x, 1):
		return `"` + jsonInfinity + `"`
	case math.IsInf(x, -1):
		return `"` + jsonNegativeInfinity + `"`
	}
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// comma parts what stands on one line; the first, 0, needs none before it.
func (w *jsonWriter) comma(i int) {
	switch {
	case i == 0:
	case w.indent:
		w.WriteString(", ")
	default:
		w.WriteByte(',')
	}
}

func (w *jsonWriter) colon() {
	w.WriteByte(':')
	if w.indent {
		w.WriteByte(' ')
	}
}

// line starts the line of item i.
func (w *jsonWriter) line(i, level int) {
	if i > 0 {
		w.WriteByte(',')
	}
	if w.indent {
		w.WriteByte('\n')
		w.WriteString(strings.Repeat("  ", level))
	}
}

// end closes a container with a line to each item.
func (w *jsonWriter) end(items int, bracket byte, level int) {
	if items > 0 && w.indent {
		w.WriteByte('\n')
		w.WriteString(strings.Repeat("  ", level))
	}
	w.WriteByte(bracket)
}
