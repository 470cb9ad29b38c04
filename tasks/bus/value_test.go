package bus_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// must gives a value that a test is sure of.
func must(v bus.Value, err error) bus.Value {
	if err != nil {
		panic(err)
	}
	return v
}

func TestValuesKeepTypeAndContent(t *testing.T) {
	for _, c := range []struct {
		value bus.Value
		sig   bus.Signature
		basic any
	}{
		{bus.Byte(200), "y", byte(200)},
		{bus.Bool(true), "b", true},
		{bus.Int16(-5), "n", int16(-5)},
		{bus.Uint16(5), "q", uint16(5)},
		{bus.Int32(-5), "i", int32(-5)},
		{bus.Uint32(5), "u", uint32(5)},
		{bus.Int64(math.MinInt64), "x", int64(math.MinInt64)},
		{bus.Uint64(math.MaxUint64), "t", uint64(math.MaxUint64)},
		{bus.Double(0.5), "d", 0.5},
		{bus.String("é"), "s", "é"},
		{bus.PathValue("/a"), "o", bus.ObjectPath("/a")},
		{bus.SignatureValue("a{sv}"), "g", bus.Signature("a{sv}")},
		{bus.Handle(3), "h", uint32(3)},
		{bus.Variant(bus.Byte(1)), "v", nil},
		{bus.Bytes(nil), "ay", nil},
		{bus.Struct(bus.Byte(1), bus.String("")), "(ys)", nil},
		{must(bus.Array("s")), "as", nil},
		{must(bus.Dict("s", "v")), "a{sv}", nil},
	} {
		if c.value.Signature() != c.sig || c.value.Basic() != c.basic || !c.value.IsValid() {
			t.Errorf("got %q %#v, want %q %#v", c.value.Signature(), c.value.Basic(), c.sig, c.basic)
		}
	}
}

func TestBadValuesAreNone(t *testing.T) {
	for what, v := range map[string]bus.Value{
		"the zero value":        {},
		"a string with a NUL":   bus.String("a\x00b"),
		"a string not UTF-8":    bus.String("\xff"),
		"a bad path":            bus.PathValue("a"),
		"a bad signature":       bus.SignatureValue("("),
		"an empty struct":       bus.Struct(),
		"a struct of none":      bus.Struct(bus.Byte(1), bus.Value{}),
		"a variant of none":     bus.Variant(bus.Value{}),
		"a struct that is long": bus.Struct(slices.Repeat([]bus.Value{bus.Byte(1)}, 254)...),
	} {
		if v.IsValid() || v.Signature() != "" || v.Text() != "" || v.Basic() != nil || v.Type() != bus.TypeInvalid {
			t.Errorf("%s is the value %q", what, v.Text())
		}
	}
}

func TestContainersRefuseWhatDoesNotBelong(t *testing.T) {
	for want, make := range map[string]func() (bus.Value, error){
		`item 2 is of type "u", not "i"`: func() (bus.Value, error) { return bus.Array("i", bus.Int32(1), bus.Uint32(2)) },
		`item 1 is of type "", not "i"`:  func() (bus.Value, error) { return bus.Array("i", bus.Value{}) },
		`entry 1 is of type "i" to "s", not "s" to "s"`: func() (bus.Value, error) {
			return bus.Dict("s", "s", bus.Entry{Key: bus.Int32(1), Value: bus.String("")})
		},
		`a dictionary is not made of items`:                   func() (bus.Value, error) { return bus.Array("{sv}") },
		`only one type is expected`:                           func() (bus.Value, error) { return bus.Array("ii") },
		`a type is missing at the end`:                        func() (bus.Value, error) { return bus.Array("") },
		`the keys of a dictionary need a basic type`:          func() (bus.Value, error) { return bus.Dict("v", "s") },
		`a dictionary needs one type of key and one of value`: func() (bus.Value, error) { return bus.Dict("", "si") },
		`“}” expected`:                                        func() (bus.Value, error) { return bus.Dict("s", "ii") },
		`the text is not valid UTF-8`:                         func() (bus.Value, error) { return bus.NewString("a\xc3") },
		`field 1 has no value`:                                func() (bus.Value, error) { return bus.NewStruct(bus.Value{}) },
	} {
		v, err := make()
		e, ok := errors.AsType[*bus.SyntaxError](err)
		if !ok || e.Reason.String() != want || v.IsValid() {
			t.Errorf("got %q and %v, want %q", v.Text(), err, want)
		}
	}
}

func TestDepthIsLimited(t *testing.T) {
	v := bus.Byte(1)
	for range 64 {
		v = bus.Variant(v)
	}
	if !v.IsValid() {
		t.Fatal("64 variants in each other are refused")
	}
	if bus.Variant(v).IsValid() {
		t.Error("65 variants in each other are a value")
	}
	if bus.Struct(v).IsValid() {
		t.Error("a struct around 64 variants is a value")
	}
	if _, err := bus.Array("v", v); err == nil {
		t.Error("an array around 64 variants is a value")
	}

	// A dictionary counts twice: it is an array, and each entry a container.
	v = bus.Variant(bus.Byte(1))
	for range 21 {
		v = bus.Variant(must(bus.Dict("s", "v", bus.Entry{Key: bus.String(""), Value: v})))
	}
	if !v.IsValid() { // 1 + 21*3 = 64
		t.Fatal("64 containers in each other are refused")
	}
	if _, err := bus.Dict("s", "v", bus.Entry{Key: bus.String(""), Value: v}); err == nil {
		t.Error("66 containers in each other are a value")
	}

	// Arrays and structs are limited by the signature.
	v = bus.Byte(1)
	for range 32 {
		v = bus.Struct(v)
	}
	if !v.IsValid() || bus.Struct(v).IsValid() {
		t.Error("structs are not limited to 32 in each other")
	}
}

func TestNewStringSaysWhere(t *testing.T) {
	for text, want := range map[string]fault{
		"\ufffd":      {},
		"\ufffdé\xff": {5, "the text is not valid UTF-8"},
		"é\xc3":       {2, "the text is not valid UTF-8"},
		"é\x00":       {2, "a string must not hold a NUL character"},
	} {
		_, err := bus.NewString(text)
		checkFault(t, text, err, want)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		value bus.Value
		i     int64
		iOK   bool
		u     uint64
		uOK   bool
	}{
		{bus.Byte(255), 255, true, 255, true},
		{bus.Int16(-1), -1, true, 0, false},
		{bus.Int32(7), 7, true, 7, true},
		{bus.Int64(math.MinInt64), math.MinInt64, true, 0, false},
		{bus.Uint16(9), 9, true, 9, true},
		{bus.Uint64(math.MaxUint64), 0, false, math.MaxUint64, true},
		{bus.Handle(4), 4, true, 4, true},
		{bus.Double(1), 0, false, 0, false},
		{bus.String("1"), 0, false, 0, false},
	} {
		i, iOK := c.value.AsInt()
		u, uOK := c.value.AsUint()
		if iOK != c.iOK || uOK != c.uOK || iOK && i != c.i || uOK && u != c.u {
			t.Errorf("%s: AsInt %d %t, AsUint %d %t", c.value.Text(), i, iOK, u, uOK)
		}
	}
	if f, ok := bus.Double(2.5).AsFloat(); !ok || f != 2.5 {
		t.Error("AsFloat does not give a double")
	}
	if b, ok := bus.Bool(true).AsBool(); !ok || !b {
		t.Error("AsBool does not give a boolean")
	}
	if s, ok := bus.PathValue("/x").AsString(); !ok || s != "/x" {
		t.Error("AsString does not give a path")
	}
	if _, ok := bus.Byte(1).AsString(); ok {
		t.Error("AsString gives a number")
	}
}

func TestWalking(t *testing.T) {
	dict := must(bus.Dict("s", "i",
		bus.Entry{Key: bus.String("b"), Value: bus.Int32(1)},
		bus.Entry{Key: bus.String("a"), Value: bus.Int32(2)},
		bus.Entry{Key: bus.String("b"), Value: bus.Int32(3)}))
	var got []string
	for entry := range dict.Entries() {
		got = append(got, entry.Key.Text()+entry.Value.Text())
	}
	if strings.Join(got, " ") != "'b'1 'a'2 'b'3" || dict.Len() != 3 || !dict.IsDict() {
		t.Errorf("a dictionary gave %q", got)
	}
	for range dict.Items() {
		t.Error("a dictionary has items")
	}

	bytes := must(bus.Array("y", bus.Byte(7), bus.Byte(8)))
	if b, ok := bytes.AsBytes(); !ok || string(b) != "\x07\x08" || !bytes.Equal(bus.Bytes([]byte{7, 8})) {
		t.Errorf("an array of bytes is %q", b)
	}
	for _, c := range []struct {
		value bus.Value
		want  string
	}{
		{bytes, "byte 0x07 byte 0x08"},
		{bus.Struct(bus.Byte(1), bus.Bool(true)), "byte 0x01 true"},
		{must(bus.Array("s", bus.String("x"))), "'x'"},
		{bus.Int32(1), ""},
	} {
		var items []string
		for i, item := range c.value.Items() {
			if i != len(items) {
				t.Errorf("item %d came as number %d", len(items), i)
			}
			items = append(items, item.Text())
		}
		if strings.Join(items, " ") != c.want || c.value.Len() != len(items) {
			t.Errorf("items %q of %d, want %q", items, c.value.Len(), c.want)
		}
	}
	if inner := bus.Variant(bus.Byte(1)).Inner(); !inner.Equal(bus.Byte(1)) {
		t.Errorf("a variant held %q", inner.Text())
	}
	if bus.Byte(1).Inner().IsValid() {
		t.Error("a byte holds a value")
	}
	for range bytes.Items() {
		break // stopping early must not panic
	}
	for range bytes.Entries() {
		t.Error("bytes have entries")
	}
	if variant := bus.Variant(bytes); variant.Len() != 1 || bytes.Len() != 2 || bus.Int32(5).Len() != 0 {
		t.Error("a length is wrong")
	}
}

func TestEqual(t *testing.T) {
	a := func(v ...bus.Value) bus.Value { return must(bus.Array("v", v...)) }
	one, uint1 := bus.Variant(bus.Int32(1)), bus.Variant(bus.Uint32(1))
	for _, c := range []struct {
		v, w  bus.Value
		equal bool
	}{
		{bus.Double(math.NaN()), bus.Double(math.Copysign(math.NaN(), -1)), true},
		{bus.Double(0), bus.Double(math.Copysign(0, -1)), false},
		{bus.Int32(1), bus.Uint32(1), false},
		{a(one), a(uint1), false},
		{a(one), a(one, one), false},
		{a(one), a(one), true},
		{bus.Bytes(nil), must(bus.Array("y")), true},
		{bus.Value{}, bus.Value{}, true},
		{bus.Handle(1), bus.Uint32(1), false},
		{bus.Struct(one), bus.Struct(one), true},
	} {
		if c.v.Equal(c.w) != c.equal || c.w.Equal(c.v) != c.equal {
			t.Errorf("%s and %s: equal is not %t", c.v.Text(), c.w.Text(), c.equal)
		}
	}
}
