package bustest

import (
	"math"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"pgregory.net/rapid"
)

// Types generates complete types with at most depth containers in each other.
func Types(depth int) *rapid.Generator[bus.Signature] {
	return rapid.Custom(func(t *rapid.T) bus.Signature {
		basic := rapid.SampledFrom([]bus.Signature{"y", "b", "n", "q", "i", "u", "x", "t", "d", "s", "o", "g", "h"})
		kind := 0
		if depth > 0 {
			kind = rapid.IntRange(0, 5).Draw(t, "kind of type")
		}
		switch kind {
		case 2:
			return "a" + Types(depth-1).Draw(t, "element")
		case 3:
			fields := rapid.SliceOfN(Types(depth-1), 1, 4).Draw(t, "fields")
			var sig strings.Builder
			for _, field := range fields {
				sig.WriteString(string(field))
			}
			if sig.Len() > 200 {
				return "(s)"
			}
			return bus.Signature("(" + sig.String() + ")")
		case 4:
			return "a{" + basic.Draw(t, "key") + Types(depth-1).Draw(t, "value") + "}"
		case 5:
			return "v"
		}
		return basic.Draw(t, "basic type")
	})
}

// Values generates values of any type, with few items in each container and at
// most depth containers in each other. Numbers and texts are often those at
// the edges.
func Values(depth int) *rapid.Generator[bus.Value] {
	return rapid.Custom(func(t *rapid.T) bus.Value {
		return ValuesOf(Types(depth).Draw(t, "type"), depth).Draw(t, "value")
	})
}

// ValuesOf generates values of one type. Variants hold values with at most
// depth containers in each other.
func ValuesOf(typ bus.Signature, depth int) *rapid.Generator[bus.Value] {
	switch typ.Type() {
	case bus.TypeByte:
		return rapid.Map(rapid.Byte(), bus.Byte)
	case bus.TypeBool:
		return rapid.Map(rapid.Bool(), bus.Bool)
	case bus.TypeInt16:
		return rapid.Map(rapid.Int16(), bus.Int16)
	case bus.TypeUint16:
		return rapid.Map(rapid.Uint16(), bus.Uint16)
	case bus.TypeInt32:
		return rapid.Map(rapid.Int32(), bus.Int32)
	case bus.TypeUint32:
		return rapid.Map(rapid.Uint32(), bus.Uint32)
	case bus.TypeInt64:
		return rapid.Map(rapid.Int64(), bus.Int64)
	case bus.TypeUint64:
		return rapid.Map(rapid.Uint64(), bus.Uint64)
	case bus.TypeDouble:
		return rapid.Map(doubles(), bus.Double)
	case bus.TypeString:
		return rapid.Map(texts(), bus.String)
	case bus.TypeObjectPath:
		return rapid.Map(rapid.StringMatching(`/|(/[A-Za-z0-9_]{1,5}){1,4}`), func(s string) bus.Value {
			return bus.PathValue(bus.ObjectPath(s))
		})
	case bus.TypeSignature:
		return rapid.Map(rapid.SliceOfN(Types(2), 0, 3), func(types []bus.Signature) bus.Value {
			var sig bus.Signature
			for _, typ := range types {
				sig += typ
			}
			return bus.SignatureValue(sig)
		})
	case bus.TypeHandle:
		return rapid.Map(rapid.Uint32Range(0, 15), bus.Handle)
	}
	return containers(typ, depth)
}

func containers(typ bus.Signature, depth int) *rapid.Generator[bus.Value] {
	return rapid.Custom(func(t *rapid.T) bus.Value {
		switch {
		case typ == "v":
			return bus.Variant(Values(depth-1).Draw(t, "inner"))
		case typ == "ay":
			return bus.Bytes(byteArrays().Draw(t, "bytes"))
		case typ.IsDict():
			key, value := typ.KeyValue()
			entry := rapid.Custom(func(t *rapid.T) bus.Entry {
				return bus.Entry{
					Key:   ValuesOf(key, depth).Draw(t, "key"),
					Value: ValuesOf(value, depth).Draw(t, "value"),
				}
			})
			return sure(t)(bus.Dict(key, value, rapid.SliceOfN(entry, 0, 3).Draw(t, "entries")...))
		case typ.Type() == bus.TypeArray:
			items := rapid.SliceOfN(ValuesOf(typ.Elem(), depth), 0, 4)
			return sure(t)(bus.Array(typ.Elem(), items.Draw(t, "items")...))
		}
		var fields []bus.Value
		for _, field := range typ.Fields() {
			fields = append(fields, ValuesOf(field, depth).Draw(t, "field"))
		}
		return sure(t)(bus.NewStruct(fields...))
	})
}

func sure(t *rapid.T) func(bus.Value, error) bus.Value {
	return func(v bus.Value, err error) bus.Value {
		if err != nil {
			t.Fatalf("a generated value is refused: %v", err)
		}
		return v
	}
}

// doubles are numbers of any kind; none so near zero that it lacks digits,
// since GLib writes those and does not read them.
func doubles() *rapid.Generator[float64] {
	const smallest = 0x1p-1022
	return rapid.OneOf(
		rapid.Float64().Filter(func(x float64) bool { return x == 0 || math.Abs(x) >= smallest }),
		rapid.Map(rapid.IntRange(-1000, 1000), func(n int) float64 { return float64(n) / 10 }),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 1e15, 1e16, 1e17, 1e-4, 1e-5, math.MaxFloat64, smallest}),
	)
}

// texts are strings full of what has to be escaped.
func texts() *rapid.Generator[string] {
	awkward := rapid.RuneFrom([]rune("'\"\\\a\b\t\n\v\f\r\x01\x1f\x7f\u00a0\u00ad\u200b\u2028\ue000\ufeff\uffff\U0001f600\U000e0001abn0u{}<>"))
	return rapid.OneOf(rapid.StringOfN(awkward, 0, 6, -1), rapid.String()).Filter(func(s string) bool {
		return !strings.Contains(s, "\x00")
	})
}

// byteArrays are bytes, often with the NUL at the end that makes a byte string.
func byteArrays() *rapid.Generator[[]byte] {
	return rapid.Custom(func(t *rapid.T) []byte {
		b := rapid.SliceOfN(rapid.Byte(), 0, 6).Draw(t, "bytes")
		if rapid.Bool().Draw(t, "ends in NUL") {
			b = append(b, 0)
		}
		return b
	})
}
