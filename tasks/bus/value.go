package bus

import (
	"fmt"
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
	// data is the Go value of a basic type, []byte for "ay", and *list, *dict
	// or *boxed for the other containers.
	data any
}

// Entry is one entry of a dictionary.
type Entry struct{ Key, Value Value }

// The containers carry their depth, so that nothing walks them to know it.
type (
	list struct {
		items []Value
		depth int
	}
	dict struct {
		entries []Entry
		depth   int
	}
	boxed struct {
		inner Value
		depth int
	}
)

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
		return Value{}, &SyntaxError{What: "string", Text: s, Offset: invalidUTF8(s), Reason: "the text is not valid UTF-8"}
	}
	if i := strings.IndexByte(s, 0); i >= 0 {
		return Value{}, &SyntaxError{What: "string", Text: s, Offset: i, Reason: "a string must not hold a NUL character"}
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

// Variant makes a value of type "v" that holds inner. It is no value if inner
// is none, or if the limit of 64 containers in each other is passed; use
// [NewVariant] for values from outside.
func Variant(inner Value) Value {
	v, _ := NewVariant(inner)
	return v
}

// NewVariant is [Variant] with the reason if it fails.
func NewVariant(inner Value) (Value, error) {
	if !inner.IsValid() {
		return Value{}, badValue("a variant needs a value")
	}
	depth := inner.depth() + 1
	if depth > maxDepth {
		return Value{}, errTooDeep()
	}
	return Value{"v", &boxed{inner, depth}}, nil
}

// Struct makes a struct of fields, in order. It is no value if there are no
// fields, if one is no value, or if a limit of the protocol is passed; use
// [NewStruct] for values from outside. It takes the slice over.
func Struct(fields ...Value) Value {
	v, _ := NewStruct(fields...)
	return v
}

// NewStruct is [Struct] with the reason if it fails.
func NewStruct(fields ...Value) (Value, error) {
	var sig strings.Builder
	sig.WriteByte('(')
	depth := 0
	for i, field := range fields {
		if !field.IsValid() {
			return Value{}, badValue(fmt.Sprintf("field %d has no value", i+1))
		}
		if sig.Len()+len(field.sig) > maxSignature {
			return Value{}, badValue("the signature is longer than 255 characters")
		}
		sig.WriteString(string(field.sig))
		depth = max(depth, field.depth())
	}
	sig.WriteByte(')')
	typ, err := ParseSignature(sig.String())
	if err != nil {
		return Value{}, err
	}
	if depth++; depth > maxDepth {
		return Value{}, errTooDeep()
	}
	return Value{typ, &list{fields, depth}}, nil
}

// Array makes an array whose items are all of the type elem; there may be none.
// Elem must not be a dict entry: see [Dict]. It takes the slice over. The error
// is a [*SyntaxError].
func Array(elem Signature, items ...Value) (Value, error) {
	typ, err := ParseType("a" + string(elem))
	if err != nil {
		return Value{}, err
	}
	if typ.IsDict() {
		return Value{}, badValue("a dictionary is not made of items")
	}
	depth := 0
	for i, item := range items {
		if item.sig != elem {
			return Value{}, badValue(fmt.Sprintf("item %d is of type %q, not %q", i+1, item.sig, elem))
		}
		depth = max(depth, item.depth())
	}
	if elem == "y" {
		return bytesOf(items), nil
	}
	if depth++; depth > maxDepth {
		return Value{}, errTooDeep()
	}
	return Value{typ, &list{items, depth}}, nil
}

// Dict makes a dictionary whose keys and values are of these types; there may
// be no entries. Order and duplicates are kept. It takes the slice over. The
// error is a [*SyntaxError].
func Dict(key, value Signature, entries ...Entry) (Value, error) {
	typ, err := ParseType("a{" + string(key) + string(value) + "}")
	if err != nil {
		return Value{}, err
	}
	if k, v := typ.KeyValue(); k != key || v != value {
		return Value{}, badValue("a dictionary needs one type of key and one of value")
	}
	depth := 0
	for i, entry := range entries {
		if entry.Key.sig != key || entry.Value.sig != value {
			return Value{}, badValue(fmt.Sprintf("entry %d is of type %q to %q, not %q to %q",
				i+1, entry.Key.sig, entry.Value.sig, key, value))
		}
		depth = max(depth, entry.Value.depth())
	}
	if depth += 2; depth > maxDepth { // the array and its entries count, each
		return Value{}, errTooDeep()
	}
	return Value{typ, &dict{entries, depth}}, nil
}

func bytesOf(items []Value) Value {
	b := make([]byte, len(items))
	for i, item := range items {
		b[i], _ = item.data.(byte)
	}
	return Bytes(b)
}

// depth is how many containers stand in each other, counted as the protocol
// counts them.
func (v Value) depth() int {
	switch data := v.data.(type) {
	case *list:
		return data.depth
	case *dict:
		return data.depth
	case *boxed:
		return data.depth
	case []byte:
		return 1
	}
	return 0
}

func badValue(reason string) error { return &SyntaxError{What: "value", Reason: reason} }

func errTooDeep() error { return badValue("more than 64 containers in each other") }

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
