package bus

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// looksDouble reports whether a number can only be a double. The rules are
// GLib's, to the letter: "1e5" is a double, "0x1e5" is not, "1E5" does not
// tell.
func looksDouble(token string) bool {
	return strings.Contains(token, ".") ||
		!strings.HasPrefix(token, "0x") && strings.Contains(token, "e") ||
		strings.Contains(token, "inf") || strings.Contains(token, "nan")
}

func buildNumber(n node, typ Signature) (Value, *TextError) {
	fail := func(reason Reason) (Value, *TextError) { return Value{}, &TextError{n.at, reason} }
	if typ == "d" {
		x, reason := parseDouble(n.text)
		if !reason.IsZero() {
			return fail(reason)
		}
		return Double(x), nil
	}
	size, ok := integers[typ.Type()]
	if !ok || len(typ) != 1 {
		return fail(expected(typ))
	}
	negative, magnitude, reason := parseInteger(n.text)
	if !reason.IsZero() {
		return fail(reason)
	}
	if negative && magnitude > size.below || !negative && magnitude > size.above {
		low := strconv.FormatUint(size.below, 10)
		if size.below > 0 {
			low = "−" + low
		}
		return fail(Because("the number must be from %s to %s", low, strconv.FormatUint(size.above, 10)))
	}
	bits := magnitude
	if negative {
		bits = -magnitude
	}
	return Value{typ, size.convert(bits)}, nil
}

// integers says how far from zero each type of integer reaches, on both sides,
// and how one is made of its two's complement.
var integers = map[TypeCode]struct {
	below, above uint64
	convert      func(uint64) any
}{
	TypeByte:   {0, math.MaxUint8, func(x uint64) any { return byte(x) }},
	TypeInt16:  {1 << 15, math.MaxInt16, func(x uint64) any { return int16(x) }},
	TypeUint16: {0, math.MaxUint16, func(x uint64) any { return uint16(x) }},
	TypeInt32:  {1 << 31, math.MaxInt32, func(x uint64) any { return int32(x) }},
	TypeUint32: {0, math.MaxUint32, func(x uint64) any { return uint32(x) }},
	TypeInt64:  {1 << 63, math.MaxInt64, func(x uint64) any { return int64(x) }},
	TypeUint64: {0, math.MaxUint64, func(x uint64) any { return x }},
	TypeHandle: {0, math.MaxUint32, func(x uint64) any { return uint32(x) }},
}

// parseInteger reads a whole number: decimal, "0x…" hexadecimal, "0b…" binary,
// or octal if it starts with a zero. Binary is as new to GLib as it is to C.
func parseInteger(token string) (negative bool, magnitude uint64, reason Reason) {
	digits := token
	if digits[0] == '-' || digits[0] == '+' {
		negative = digits[0] == '-'
		digits = digits[1:]
	}
	base := 10
	switch {
	case strings.HasPrefix(digits, "0x") || strings.HasPrefix(digits, "0X"):
		base, digits = 16, digits[2:]
	case strings.HasPrefix(digits, "0b") || strings.HasPrefix(digits, "0B"):
		base, digits = 2, digits[2:]
	case len(digits) > 1 && digits[0] == '0':
		base, digits = 8, digits[1:]
	}
	// ParseUint takes no sign, and with a base given no underscore either.
	magnitude, err := strconv.ParseUint(digits, base, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return false, 0, Because("the number is too big for any type")
	case err != nil && looksDouble(token):
		return false, 0, Because("expected a whole number")
	case err != nil && base == 8 && strings.Trim(digits, "0123456789") == "":
		return false, 0, Because("a number that starts with 0 is octal; leave the 0 out")
	case err != nil:
		return false, 0, Because("expected a number")
	}
	return negative, magnitude, Reason{}
}

// parseDouble reads what C's strtod does: decimal or hexadecimal, "inf",
// "infinity" and "nan" with a sign or without.
func parseDouble(token string) (x float64, reason Reason) {
	unsigned := strings.ToLower(strings.TrimLeft(token[:1], "+-") + token[1:])
	sign := 1.0
	if token[0] == '-' {
		sign = -1
	}
	switch {
	case unsigned == "nan":
		return math.Copysign(math.NaN(), sign), Reason{}
	case strings.HasPrefix(unsigned, "-") || strings.HasPrefix(unsigned, "+"):
		return 0, Because("expected a number")
	case strings.HasPrefix(unsigned, "0x") && !strings.Contains(unsigned, "p"):
		unsigned += "p0" // which C leaves out and Go does not
	}
	x, err := strconv.ParseFloat(unsigned, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, Because("the number is too big for any type")
	case err != nil:
		return 0, Because("expected a number")
	}
	return math.Copysign(x, sign), Reason{}
}
