package bus

import (
	"strings"
)

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
		return Value{}, badValue(Because("a variant needs a value"))
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
			return Value{}, badValue(Because("field %d has no value", i+1))
		}
		if sig.Len()+len(field.sig) > maxSignature {
			return Value{}, badValue(Because("the signature is longer than 255 characters"))
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
		return Value{}, badValue(Because("a dictionary is not made of items"))
	}
	depth := 0
	for i, item := range items {
		if item.sig != elem {
			return Value{}, badValue(Because("item %d is of type %q, not %q", i+1, item.sig, elem))
		}
		depth = max(depth, item.depth())
	}
	switch {
	case elem == "y":
		return bytesOf(items), nil
	case numberSize(elem) > 0:
		return numbersOf(elem, items), nil
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
		return Value{}, badValue(Because("a dictionary needs one type of key and one of value"))
	}
	depth := 0
	for i, entry := range entries {
		if entry.Key.sig != key || entry.Value.sig != value {
			return Value{}, badValue(Because("entry %d is of type %q to %q, not %q to %q",
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
	case []byte, *numbers:
		return 1
	}
	return 0
}

func badValue(reason Reason) error { return &SyntaxError{What: "value", Reason: reason} }

func errTooDeep() error { return badValue(Because("more than 64 containers in each other")) }
