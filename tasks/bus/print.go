package bus

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Text writes v in GVariant's notation with the annotations that keep its
// type, as g_variant_print does: [ParseValue] reads it back as an equal value.
// It is empty for the zero Value.
func (v Value) Text() string { return v.print(true) }

// PlainText writes v in GVariant's notation without annotations: shorter, and
// read back as an equal value by who knows the type.
func (v Value) PlainText() string { return v.print(false) }

// Text writes the body as one tuple in GVariant's notation, annotated; "()" if
// it is empty.
func (r Reply) Text() string {
	var p printer
	p.tuple(r.Body, true)
	return p.String()
}

func (v Value) print(annotate bool) string {
	var p printer
	p.value(v, annotate)
	return p.String()
}

// printer writes values. Within an array only the first item is annotated: the
// others are of its type.
type printer struct{ strings.Builder }

func (p *printer) value(v Value, annotate bool) {
	switch data := v.data.(type) {
	case *list:
		if v.Type() == TypeStruct {
			p.tuple(data.items, annotate)
		} else {
			p.array(v, data.items, annotate)
		}
	case *dict:
		p.dict(v, data.entries, annotate)
	case *boxed:
		p.WriteByte('<')
		p.value(data.inner, true)
		p.WriteByte('>')
	case []byte:
		p.bytes(data, annotate)
	case nil:
	default:
		p.basic(v, annotate)
	}
}

func (p *printer) tuple(fields []Value, annotate bool) {
	p.WriteByte('(')
	for i, field := range fields {
		if i > 0 {
			p.WriteString(", ")
		}
		p.value(field, annotate)
	}
	if len(fields) == 1 {
		p.WriteByte(',')
	}
	p.WriteByte(')')
}

func (p *printer) array(v Value, items []Value, annotate bool) {
	if len(items) == 0 && annotate {
		p.WriteString("@" + string(v.sig) + " ")
	}
	p.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			p.WriteString(", ")
		}
		p.value(item, annotate && i == 0)
	}
	p.WriteByte(']')
}

func (p *printer) dict(v Value, entries []Entry, annotate bool) {
	if len(entries) == 0 && annotate {
		p.WriteString("@" + string(v.sig) + " ")
	}
	p.WriteByte('{')
	for i, entry := range entries {
		if i > 0 {
			p.WriteString(", ")
		}
		p.value(entry.Key, annotate && i == 0)
		p.WriteString(": ")
		p.value(entry.Value, annotate && i == 0)
	}
	p.WriteByte('}')
}

// bytes writes bytes that end in their only NUL as a byte string, and all
// others as an array of numbers.
func (p *printer) bytes(b []byte, annotate bool) {
	if len(b) > 0 && strings.IndexByte(string(b), 0) == len(b)-1 {
		p.byteString(b[:len(b)-1])
		return
	}
	if len(b) == 0 && annotate {
		p.WriteString("@ay ")
	}
	p.WriteByte('[')
	for i, c := range b {
		if i > 0 {
			p.WriteString(", ")
		}
		if i == 0 && annotate {
			p.WriteString("byte ")
		}
		fmt.Fprintf(p, "0x%02x", c)
	}
	p.WriteByte(']')
}

func (p *printer) byteString(b []byte) {
	quote := byte('\'')
	if strings.IndexByte(string(b), '\'') >= 0 {
		quote = '"'
	}
	p.WriteByte('b')
	p.WriteByte(quote)
	for _, c := range b {
		switch {
		case c == '\\' || c == '"':
			p.WriteByte('\\')
			p.WriteByte(c)
		case c >= '\b' && c <= '\r':
			p.WriteByte('\\')
			p.WriteByte("btnvfr"[c-'\b'])
		case c < ' ' || c > '~':
			fmt.Fprintf(p, `\%03o`, c)
		default:
			p.WriteByte(c)
		}
	}
	p.WriteByte(quote)
}

// keywords are the words that stand before a value to give its type. A type
// that has none is what its notation means by itself.
var keywords = map[TypeCode]string{
	TypeByte: "byte", TypeInt16: "int16", TypeUint16: "uint16", TypeUint32: "uint32",
	TypeInt64: "int64", TypeUint64: "uint64", TypeHandle: "handle",
	TypeObjectPath: "objectpath", TypeSignature: "signature",
}

func (p *printer) basic(v Value, annotate bool) {
	if word := keywords[v.Type()]; annotate && word != "" {
		p.WriteString(word + " ")
	}
	switch data := v.data.(type) {
	case byte:
		fmt.Fprintf(p, "0x%02x", data)
	case float64:
		p.WriteString(formatDouble(data))
	case string:
		p.string(data)
	default:
		fmt.Fprint(p, data)
	}
}

// formatDouble writes 17 significant digits, enough for any double, and makes
// sure that the number does not look like an integer.
func formatDouble(x float64) string {
	switch {
	case math.IsNaN(x) && math.Signbit(x):
		return "-nan"
	case math.IsNaN(x):
		return "nan"
	case math.IsInf(x, 1):
		return "inf"
	case math.IsInf(x, -1):
		return "-inf"
	}
	s := strconv.FormatFloat(x, 'g', 17, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

func (p *printer) string(s string) {
	quote := '\''
	if strings.ContainsRune(s, '\'') {
		quote = '"'
	}
	p.WriteRune(quote)
	for _, r := range s {
		switch {
		case r == quote || r == '\\':
			p.WriteByte('\\')
			p.WriteRune(r)
		case r >= '\a' && r <= '\r':
			p.WriteByte('\\')
			p.WriteByte("abtnvfr"[r-'\a'])
		case isPrintable(r):
			p.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(p, `\u%04x`, r)
		default:
			fmt.Fprintf(p, `\U%08x`, r)
		}
	}
	p.WriteRune(quote)
}

// isPrintable is GLib's notion, wider than Go's: everything but controls,
// formats, surrogates and what no character is assigned to.
func isPrintable(r rune) bool {
	if r < 0x7f {
		return r >= ' '
	}
	return !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cn, unicode.Cs)
}
