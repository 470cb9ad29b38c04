package bus

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

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
		p.double(data, annotate)
	case string:
		p.string(data)
	default:
		fmt.Fprint(p, data)
	}
}

func (p *printer) double(x float64, annotate bool) {
	if !p.hexTiny || !isTiny(x) {
		p.WriteString(formatDouble(x))
		return
	}
	if annotate { // which nothing else about it tells
		p.WriteString("double ")
	}
	p.WriteString(formatTiny(x))
}

// isTiny reports whether x is too near zero to have all the digits of a double.
// C's strtod complains of such a number, unless it is written in hexadecimal.
func isTiny(x float64) bool { return x != 0 && math.Abs(x) < 0x1p-1022 }

func formatTiny(x float64) string { return strconv.FormatFloat(x, 'x', -1, 64) }

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
		if p.full() {
			return
		}
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
