package bus

import (
	"iter"
	"math"
	"slices"
)

// IsValid reports whether v is a value at all; only the zero Value is not.
func (v Value) IsValid() bool { return v.sig != "" }

// Signature is the type of v: one complete type, or "" for the zero Value.
func (v Value) Signature() Signature { return v.sig }

// Type is the code of v's type. That of a dictionary is [TypeArray]; see
// [Value.IsDict].
func (v Value) Type() TypeCode { return v.sig.Type() }

// IsDict reports whether v is a dictionary.
func (v Value) IsDict() bool { return v.sig.IsDict() }

// Len is the number of items of an array, of fields of a struct or of entries
// of a dictionary, 1 for a variant, and 0 for any other value.
func (v Value) Len() int {
	switch data := v.data.(type) {
	case *list:
		return len(data.items)
	case *dict:
		return len(data.entries)
	case *boxed:
		return 1
	case []byte:
		return len(data)
	case *numbers:
		return data.len()
	}
	return 0
}

// Items gives the items of an array or the fields of a struct, in order. It
// gives nothing for any other value, nor for a dictionary: see [Value.Entries].
func (v Value) Items() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		switch data := v.data.(type) {
		case *list:
			for i, item := range data.items {
				if !yield(i, item) {
					return
				}
			}
		case []byte:
			for i, b := range data {
				if !yield(i, Byte(b)) {
					return
				}
			}
		case *numbers:
			for i := range data.len() {
				if !yield(i, data.at(i)) {
					return
				}
			}
		}
	}
}

// Entries gives the entries of a dictionary in their order on the wire, which
// may hold a key more than once. It gives nothing for any other value.
func (v Value) Entries() iter.Seq[Entry] {
	if data, ok := v.data.(*dict); ok {
		return slices.Values(data.entries)
	}
	return func(func(Entry) bool) {}
}

// Inner is the value that a variant holds; the zero Value if v is no variant.
func (v Value) Inner() Value {
	if data, ok := v.data.(*boxed); ok {
		return data.inner
	}
	return Value{}
}

// Basic is the Go value of a basic value: byte, bool, int16, uint16, int32,
// uint32, int64, uint64, float64, string (for "s"), [ObjectPath], [Signature],
// and uint32 for a handle. It is nil for every other value.
func (v Value) Basic() any {
	switch data := v.data.(type) {
	case string:
		switch v.Type() {
		case TypeObjectPath:
			return ObjectPath(data)
		case TypeSignature:
			return Signature(data)
		}
		return data
	case *list, *dict, *boxed, []byte, *numbers:
		return nil
	}
	return v.data
}

// AsBytes gives the bytes of a value of type "ay". They belong to v and must
// not be changed.
func (v Value) AsBytes() ([]byte, bool) {
	b, ok := v.data.([]byte)
	return b, ok
}

// AsString gives the text of a string, an object path or a signature.
func (v Value) AsString() (string, bool) {
	s, ok := v.data.(string)
	return s, ok
}

// AsBool gives the truth of a boolean.
func (v Value) AsBool() (x, ok bool) {
	x, ok = v.data.(bool)
	return x, ok
}

// AsFloat gives the number of a double.
func (v Value) AsFloat() (float64, bool) {
	x, ok := v.data.(float64)
	return x, ok
}

// AsInt gives the number of any integer type, or false if v is of another
// type or does not fit.
func (v Value) AsInt() (int64, bool) {
	switch x := v.data.(type) {
	case int16:
		return int64(x), true
	case int32:
		return int64(x), true
	case int64:
		return x, true
	}
	x, ok := v.AsUint()
	return int64(x), ok && x <= math.MaxInt64
}

// AsUint gives the number of any integer type, or false if v is of another
// type or is negative. A handle gives its index.
func (v Value) AsUint() (uint64, bool) {
	switch x := v.data.(type) {
	case byte:
		return uint64(x), true
	case uint16:
		return uint64(x), true
	case uint32:
		return uint64(x), true
	case uint64:
		return x, true
	case int16:
		return uint64(x), x >= 0
	case int32:
		return uint64(x), x >= 0
	case int64:
		return uint64(x), x >= 0
	}
	return 0, false
}

// Equal reports whether v and w are of one type and hold the same, entries in
// the same order. Every NaN equals every other; 0 and -0 differ, since they
// differ on the wire.
func (v Value) Equal(w Value) bool {
	if v.sig != w.sig {
		return false
	}
	switch a := v.data.(type) {
	case *list:
		b := w.data.(*list)
		return slices.EqualFunc(a.items, b.items, Value.Equal)
	case *dict:
		b := w.data.(*dict)
		return slices.EqualFunc(a.entries, b.entries, func(x, y Entry) bool {
			return x.Key.Equal(y.Key) && x.Value.Equal(y.Value)
		})
	case *boxed:
		return a.inner.Equal(w.data.(*boxed).inner)
	case []byte:
		return slices.Equal(a, w.data.([]byte))
	case *numbers:
		return a.equal(w.data.(*numbers))
	case float64:
		b := w.data.(float64)
		return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
	}
	return v.data == w.data
}
