package bus

import (
	"encoding/binary"
	"math"
)

// numbers are the items of an array of numbers, as they are on the wire: each takes
// its two, four or eight bytes, where a Value takes 32 and more.
type numbers struct {
	elem TypeCode
	raw  []byte // little-endian
}

// Numbers makes an array of numbers, of type "n", "q", "i", "u", "x", "t" or "d",
// out of their bytes in little-endian order. It takes the bytes over. The error is
// a [*SyntaxError].
func Numbers(elem Signature, raw []byte) (Value, error) {
	size := numberSize(elem)
	if size == 0 || len(raw)%size != 0 {
		return Value{}, badValue(Because("these bytes are no numbers of the type “%s”", elem))
	}
	return Value{"a" + elem, &numbers{elem.Type(), raw}}, nil
}

// AsNumbers gives the bytes of an array of numbers, which [Numbers] made or
// [Array]. They belong to v and must not be changed.
func (v Value) AsNumbers() (raw []byte, ok bool) {
	if data, ok := v.data.(*numbers); ok {
		return data.raw, true
	}
	return nil, false
}

// numberSize is the size of a number of the type, 0 if [Numbers] takes none such.
func numberSize(elem Signature) int {
	if len(elem) != 1 {
		return 0
	}
	switch elem.Type() {
	case TypeInt16, TypeUint16:
		return 2
	case TypeInt32, TypeUint32:
		return 4
	case TypeInt64, TypeUint64, TypeDouble:
		return 8
	}
	return 0
}

// numbersOf packs items, which are all of the type elem.
func numbersOf(elem Signature, items []Value) Value {
	raw := make([]byte, 0, len(items)*numberSize(elem))
	for _, item := range items {
		switch x := item.data.(type) {
		case int16:
			raw = binary.LittleEndian.AppendUint16(raw, uint16(x))
		case uint16:
			raw = binary.LittleEndian.AppendUint16(raw, x)
		case int32:
			raw = binary.LittleEndian.AppendUint32(raw, uint32(x))
		case uint32:
			raw = binary.LittleEndian.AppendUint32(raw, x)
		case int64:
			raw = binary.LittleEndian.AppendUint64(raw, uint64(x))
		case uint64:
			raw = binary.LittleEndian.AppendUint64(raw, x)
		case float64:
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(x))
		}
	}
	return Value{"a" + elem, &numbers{elem.Type(), raw}}
}

func (n *numbers) len() int { return len(n.raw) / alignment(n.elem) }

// at is the item at an index.
func (n *numbers) at(i int) Value {
	raw := n.raw[i*alignment(n.elem):]
	switch n.elem {
	case TypeInt16:
		return Int16(int16(binary.LittleEndian.Uint16(raw)))
	case TypeUint16:
		return Uint16(binary.LittleEndian.Uint16(raw))
	case TypeInt32:
		return Int32(int32(binary.LittleEndian.Uint32(raw)))
	case TypeUint32:
		return Uint32(binary.LittleEndian.Uint32(raw))
	case TypeInt64:
		return Int64(int64(binary.LittleEndian.Uint64(raw)))
	case TypeUint64:
		return Uint64(binary.LittleEndian.Uint64(raw))
	}
	return Double(math.Float64frombits(binary.LittleEndian.Uint64(raw)))
}

// equal compares as [Value.Equal] does, for which every NaN equals every other.
func (n *numbers) equal(m *numbers) bool {
	if len(n.raw) != len(m.raw) {
		return false
	}
	if n.elem != TypeDouble {
		return string(n.raw) == string(m.raw)
	}
	for i := range n.len() {
		if !n.at(i).Equal(m.at(i)) {
			return false
		}
	}
	return true
}
