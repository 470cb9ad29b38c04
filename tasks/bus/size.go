package bus

// The protocol's limits for what travels, in bytes.
const (
	maxMessage = 1 << 27
	maxArray   = 1 << 26
	maxHeader  = 4 << 10 // more than the names of any call take
)

// Size is the length of the body on the wire, in bytes.
func (r Reply) Size() int {
	return measureBody(r.Body).at
}

// measureBody measures values in a row on the wire.
func measureBody(values []Value) measure {
	m := measure{fits: true}
	m.items(values)
	return m
}

// measure walks over values as a message would be written.
type measure struct {
	at      int    // the length so far
	fits    bool   // every array is as short as the protocol wants it
	handles uint64 // one more than the highest handle
}

func (m *measure) value(v Value) {
	m.align(alignment(v.Type()))
	switch data := v.data.(type) {
	case string:
		if v.Type() == TypeSignature {
			m.at += 1 + len(data) + 1
		} else {
			m.at += 4 + len(data) + 1
		}
	case []byte:
		m.array(TypeByte, func() { m.at += len(data) })
	case *numbers:
		m.array(data.elem, func() { m.at += len(data.raw) })
	case *boxed:
		m.at += 1 + len(data.inner.sig) + 1
		m.value(data.inner)
	case *dict:
		m.array(TypeDictEntry, func() {
			for _, entry := range data.entries {
				m.align(8)
				m.value(entry.Key)
				m.value(entry.Value)
			}
		})
	case *list:
		if v.Type() == TypeArray {
			m.array(v.sig.Elem().Type(), func() { m.items(data.items) })
		} else {
			m.items(data.items)
		}
	default:
		m.at += alignment(v.Type()) // a number is as long as it is aligned
		if index, ok := v.data.(uint32); ok && v.Type() == TypeHandle {
			m.handles = max(m.handles, uint64(index)+1)
		}
	}
}

func (m *measure) items(items []Value) {
	for _, item := range items {
		m.value(item)
	}
}

// array measures the length that stands before an array, the gap that follows
// it even if there are no items, and the items, which alone count as its length.
func (m *measure) array(elem TypeCode, items func()) {
	m.at += 4
	m.align(alignment(elem))
	start := m.at
	items()
	if m.at-start > maxArray {
		m.fits = false
	}
}

func (m *measure) align(n int) { m.at = (m.at + n - 1) &^ (n - 1) }

func alignment(code TypeCode) int {
	switch code {
	case TypeByte, TypeSignature, TypeVariant:
		return 1
	case TypeInt16, TypeUint16:
		return 2
	case TypeInt64, TypeUint64, TypeDouble, TypeStruct, TypeDictEntry:
		return 8
	}
	return 4
}
