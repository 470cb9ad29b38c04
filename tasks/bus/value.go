package bus

import (
	"strings"
	"unicode/utf8"
)

// Value is one value of one complete D-Bus type. It keeps its signature, the
// order of its entries, and duplicates, as they came from the wire. It never
// changes once made, so any number of goroutines may read it.
//
// The zero Value is no value: [Value.IsValid] reports false, and a container
// made with it is no value either.
type Value struct {
	sig Signature
	// data is the Go value of a basic type, []byte for "ay", *numbers for an array
	// of numbers that have a size of their own, and *list, *dict or *boxed for the
	// other containers.
	data any
}

// Byte makes a value of type "y".
func Byte(x byte) Value { return Value{"y", x} }

// Bool makes a value of type "b".
func Bool(x bool) Value { return Value{"b", x} }

// Int16 makes a value of type "n".
func Int16(x int16) Value { return Value{"n", x} }

// Uint16 makes a value of type "q".
func Uint16(x uint16) Value { return Value{"q", x} }

// Int32 makes a value of type "i".
func Int32(x int32) Value { return Value{"i", x} }

// Uint32 makes a value of type "u".
func Uint32(x uint32) Value { return Value{"u", x} }

// Int64 makes a value of type "x".
func Int64(x int64) Value { return Value{"x", x} }

// Uint64 makes a value of type "t".
func Uint64(x uint64) Value { return Value{"t", x} }

// Double makes a value of type "d".
func Double(x float64) Value { return Value{"d", x} }

// Handle makes a value of type "h": the index of a file descriptor among those
// that travel with the message.
func Handle(index uint32) Value { return Value{"h", index} }

// String makes a value of type "s" of text that is known to be good. It is no
// value if s is not valid UTF-8 or holds a NUL: use [NewString] for text from
// outside.
func String(s string) Value {
	v, _ := NewString(s)
	return v
}

// NewString makes a value of type "s". It fails if s is not valid UTF-8 or
// holds a NUL, neither of which the protocol can carry. The error is a
// [*SyntaxError].
func NewString(s string) (Value, error) {
	if !utf8.ValidString(s) {
		return Value{}, &SyntaxError{What: "string", Text: s, Offset: invalidUTF8(s), Reason: Because("the text is not valid UTF-8")}
	}
	if i := strings.IndexByte(s, 0); i >= 0 {
		return Value{}, &SyntaxError{What: "string", Text: s, Offset: i, Reason: Because("a string must not hold a NUL character")}
	}
	return Value{"s", s}, nil
}

// PathValue makes a value of type "o". It is no value if p is not valid.
func PathValue(p ObjectPath) Value {
	if _, err := ParseObjectPath(string(p)); err != nil {
		return Value{}
	}
	return Value{"o", string(p)}
}

// SignatureValue makes a value of type "g". It is no value if s is not valid.
func SignatureValue(s Signature) Value {
	if _, err := ParseSignature(string(s)); err != nil {
		return Value{}
	}
	return Value{"g", string(s)}
}

// Bytes makes a value of type "ay". It takes b over: the caller must not change
// it afterwards.
func Bytes(b []byte) Value {
	if b == nil {
		b = []byte{}
	}
	return Value{"ay", b}
}

func invalidUTF8(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return i
			}
		}
	}
	return len(s)
}
