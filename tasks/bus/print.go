package bus

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// Text writes v in GVariant's notation with the annotations that keep its
// type, as g_variant_print does: [ParseValue] reads it back as an equal value.
// It is empty for the zero Value.
func (v Value) Text() string { return v.print(true) }

// PlainText writes v in GVariant's notation without annotations: shorter, and
// read back as an equal value by who knows the type.
func (v Value) PlainText() string { return v.print(false) }

// TextUpTo is Text cut after at most limit bytes, without the cost of writing
// the rest. Whole reports whether nothing was cut.
func (v Value) TextUpTo(limit int) (text string, whole bool) {
	p := printer{limit: limit}
	p.value(v, true)
	return p.cut()
}

// Text writes the body as one tuple in GVariant's notation, annotated; "()" if
// it is empty.
func (r Reply) Text() string {
	p := printer{limit: math.MaxInt}
	p.tuple(r.Body, true)
	return p.String()
}

// TextUpTo is Text cut after at most limit bytes, without the cost of writing
// the rest. Whole reports whether nothing was cut.
func (r Reply) TextUpTo(limit int) (text string, whole bool) {
	p := printer{limit: limit}
	p.tuple(r.Body, true)
	return p.cut()
}

func (v Value) print(annotate bool) string {
	p := printer{limit: math.MaxInt}
	p.value(v, annotate)
	return p.String()
}

// printer writes values. Within an array only the first item is annotated: the
// others are of its type. Once the text is longer than limit, it is left
// unfinished.
type printer struct {
	strings.Builder
	limit   int
	hexTiny bool // write the doubles that GLib does not read, but for their digits in hexadecimal
}

func (p *printer) full() bool { return p.Len() > p.limit }

// cut gives the text up to the limit, at the end of a whole character.
func (p *printer) cut() (text string, whole bool) {
	if !p.full() {
		return p.String(), true
	}
	end := max(0, p.limit)
	for end > 0 && !utf8.RuneStart(p.String()[end]) {
		end--
	}
	return p.String()[:end], false
}

func (p *printer) value(v Value, annotate bool) {
	switch data := v.data.(type) {
	case *list:
		if v.Type() == TypeStruct {
			p.tuple(data.items, annotate)
		} else {
			p.array(v, annotate)
		}
	case *numbers:
		p.array(v, annotate)
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
		if p.full() {
			return
		}
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

func (p *printer) array(v Value, annotate bool) {
	if v.Len() == 0 && annotate {
		p.WriteString("@" + string(v.sig) + " ")
	}
	p.WriteByte('[')
	for i, item := range v.Items() {
		if p.full() {
			return
		}
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
		if p.full() {
			return
		}
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
	if len(b) > 0 && bytes.IndexByte(b, 0) == len(b)-1 {
		p.byteString(b[:len(b)-1])
		return
	}
	if len(b) == 0 && annotate {
		p.WriteString("@ay ")
	}
	p.WriteByte('[')
	for i, c := range b {
		if p.full() {
			return
		}
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
	if bytes.IndexByte(b, '\'') >= 0 {
		quote = '"'
	}
	p.WriteByte('b')
	p.WriteByte(quote)
	for _, c := range b {
		if p.full() {
			return
		}
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
