package bustest

import (
	"math"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Samples are values of every type, with the limits of the numbers, containers
// nested and empty, and orders and doubles that must not be lost.
func Samples() []bus.Value {
	var values []bus.Value
	add := func(v ...bus.Value) { values = append(values, v...) }
	made := func(v bus.Value, err error) bus.Value {
		if err != nil {
			panic(err)
		}
		return v
	}
	add(bus.Byte(0), bus.Byte(255), bus.Bool(false), bus.Bool(true),
		bus.Int16(math.MinInt16), bus.Int16(math.MaxInt16), bus.Uint16(math.MaxUint16),
		bus.Int32(math.MinInt32), bus.Int32(math.MaxInt32), bus.Uint32(math.MaxUint32),
		bus.Int64(math.MinInt64), bus.Int64(math.MaxInt64), bus.Uint64(math.MaxUint64),
		bus.Double(0), bus.Double(math.Copysign(0, -1)), bus.Double(math.MaxFloat64), bus.Double(math.SmallestNonzeroFloat64),
		bus.Double(math.Inf(1)), bus.Double(math.Inf(-1)), bus.Double(math.NaN()))
	add(bus.String(""), bus.String("plain"), bus.String("“quotes” 'and' \"more\" \\ \n\t☃ 𝄞 \uFFFF \u202E"),
		bus.String(strings.Repeat("long ", 20_000)),
		bus.PathValue("/"), bus.PathValue("/com/example/_0"),
		bus.SignatureValue(""), bus.SignatureValue("a{s(iv)}u"))
	add(bus.Bytes(nil), bus.Bytes([]byte("\x00\xFFnot text")))
	for _, elem := range []bus.Signature{"b", "n", "q", "i", "u", "x", "t", "d", "s", "o", "g", "v", "as", "a{sv}", "(si)", "a(yv)", "ay", "aay"} {
		add(made(bus.Array(elem)))
	}
	add(made(bus.Array("s", bus.String("one"), bus.String(""), bus.String("three"))),
		made(bus.Array("x", bus.Int64(1), bus.Int64(-2))),
		made(bus.Array("b", bus.Bool(true), bus.Bool(false))),
		made(bus.Array("ay", bus.Bytes([]byte{1}), bus.Bytes(nil), bus.Bytes([]byte{2, 3}))),
		made(bus.Array("v", bus.Variant(bus.Byte(1)), bus.Variant(bus.Variant(bus.String("in two"))))))
	add(bus.Struct(bus.Byte(1), bus.Uint64(2), bus.Byte(3), bus.String("z"), bus.String("a")),
		bus.Struct(bus.Struct(bus.Struct(bus.Double(1.5)))),
		made(bus.Array("(yx)", bus.Struct(bus.Byte(1), bus.Int64(2)), bus.Struct(bus.Byte(3), bus.Int64(4)))))
	add(made(bus.Dict("s", "v")), made(bus.Dict("y", "a{ss}")),
		made(bus.Dict("s", "v",
			bus.Entry{Key: bus.String("z"), Value: bus.Variant(bus.Int32(1))},
			bus.Entry{Key: bus.String("a"), Value: bus.Variant(made(bus.Array("s")))},
			bus.Entry{Key: bus.String("z"), Value: bus.Variant(bus.String("again"))})),
		made(bus.Dict("t", "(ys)",
			bus.Entry{Key: bus.Uint64(9), Value: bus.Struct(bus.Byte(1), bus.String("nine"))},
			bus.Entry{Key: bus.Uint64(1), Value: bus.Struct(bus.Byte(2), bus.String("one"))})))
	return append(values, deep())
}

// deep is nested almost as deep as the protocol lets it: what carries it adds
// two variants.
func deep() bus.Value {
	v := bus.String("at the bottom")
	for range 62 {
		v = bus.Variant(v)
	}
	return v
}

func (s suite) testEcho(t *testing.T) {
	conn, _ := s.start(t)
	for _, want := range Samples() {
		reply := call(t, conn, method("Echo", bus.Variant(want)))
		if reply.Signature != "v" || len(reply.Body) != 1 {
			t.Fatalf("Echo of %s: the reply is “%s”", want.Signature(), reply.Signature)
		}
		if got := reply.Body[0].Inner(); !got.Equal(want) {
			t.Errorf("Echo changed\n%.500s of type %s into\n%.500s of type %s", want.Text(), want.Signature(), got.Text(), got.Signature())
		}
	}
}

func (s suite) testBig(t *testing.T) {
	conn, _ := s.start(t)
	big := func(size int) (bus.Value, []byte) {
		reply := call(t, conn, method("Big", bus.Uint32(uint32(size))))
		data, ok := reply.Body[0].AsBytes()
		if !ok || len(data) != size || data[size-1] != byte((size-1)%256) {
			t.Fatalf("Big: %d bytes of type %s; want %d", len(data), reply.Signature, size)
		}
		return reply.Body[0], data
	}
	big(64 << 20) // no array may be longer
	value, data := big(5<<20 + 3)
	// And back, which the bus has to take from this connection.
	reply := call(t, conn, method("Echo", bus.Variant(value)))
	if back, _ := reply.Body[0].Inner().AsBytes(); string(back) != string(data) {
		t.Errorf("Echo gave %d other bytes back", len(back))
	}
}
