package present

import "github.com/bellhop-gtk/bellhop/tasks/bus"

// What the text of a value takes, in bytes, about.
const (
	byteCost  = 6  // "0x2a, "
	basicCost = 10 // a number, or the quotes and the comma round a string
)

// cutAll gives the beginning of values, of at most about limit bytes of text,
// and whether that is all. It looks at no more of the values than it gives, so
// their size does not matter.
func cutAll(values []bus.Value, limit int) (kept []bus.Value, whole bool) {
	c := cutter{left: limit}
	for _, v := range values {
		if c.left <= 0 {
			return kept, false
		}
		kept = append(kept, c.value(v))
	}
	return kept, !c.cut
}

// fits reports whether the text of values is at most about limit bytes.
func fits(values []bus.Value, limit int) bool {
	for _, v := range values {
		if _, isBytes := v.AsBytes(); !isBytes && v.Len() > limit/basicCost {
			return false // which need not be found out one by one
		}
	}
	_, whole := cutAll(values, limit)
	return whole
}

// cutter takes values as long as there is something left to take them with. What
// it gives has the types of what it was given: a struct keeps all its fields,
// the last of them empty.
type cutter struct {
	left int
	cut  bool
}

func (c *cutter) value(v bus.Value) bus.Value {
	if b, ok := v.AsBytes(); ok {
		return bus.Bytes(b[:c.take(len(b), byteCost)])
	}
	switch v.Type() {
	case bus.TypeString:
		s, _ := v.AsString()
		return bus.String(s[:boundary(s, c.take(len(s), 1))])
	case bus.TypeVariant:
		return bus.Variant(c.value(v.Inner()))
	case bus.TypeStruct:
		return c.structure(v)
	case bus.TypeArray:
		if v.IsDict() {
			return c.dict(v)
		}
		return c.array(v)
	}
	c.left -= basicCost
	return v
}

// take takes as many of n things, at a cost each, as it can.
func (c *cutter) take(n, cost int) int {
	taken := min(n, max(0, c.left)/cost)
	c.cut = c.cut || taken < n
	c.left -= taken*cost + basicCost
	return taken
}

func (c *cutter) structure(v bus.Value) bus.Value {
	fields := make([]bus.Value, 0, v.Len())
	for _, field := range v.Items() {
		fields = append(fields, c.value(field))
	}
	return bus.Struct(fields...)
}

func (c *cutter) array(v bus.Value) bus.Value {
	var items []bus.Value
	for _, item := range v.Items() {
		if c.left <= 0 {
			c.cut = true
			break
		}
		items = append(items, c.value(item))
	}
	array, _ := bus.Array(v.Signature().Elem(), items...) // the items have its type
	return array
}

func (c *cutter) dict(v bus.Value) bus.Value {
	var entries []bus.Entry
	for entry := range v.Entries() {
		if c.left <= 0 {
			c.cut = true
			break
		}
		entries = append(entries, bus.Entry{Key: c.value(entry.Key), Value: c.value(entry.Value)})
	}
	key, value := v.Signature().KeyValue()
	dict, _ := bus.Dict(key, value, entries...) // the entries have its types
	return dict
}
