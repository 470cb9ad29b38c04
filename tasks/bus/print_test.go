package bus_test

import (
	"math"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// The texts here are what g_variant_print gives.
func TestText(t *testing.T) {
	str := bus.String
	for _, c := range []struct {
		value       bus.Value
		text, plain string
	}{
		{bus.Byte(5), "byte 0x05", "0x05"},
		{bus.Bool(false), "false", "false"},
		{bus.Int16(-1), "int16 -1", "-1"},
		{bus.Uint16(1), "uint16 1", "1"},
		{bus.Int32(-1), "-1", "-1"},
		{bus.Uint32(1), "uint32 1", "1"},
		{bus.Int64(math.MinInt64), "int64 -9223372036854775808", "-9223372036854775808"},
		{bus.Uint64(math.MaxUint64), "uint64 18446744073709551615", "18446744073709551615"},
		{bus.Handle(2), "handle 2", "2"},
		{bus.PathValue("/a"), "objectpath '/a'", "'/a'"},
		{bus.SignatureValue("as"), "signature 'as'", "'as'"},

		{bus.Double(1), "1.0", "1.0"},
		{bus.Double(0.1), "0.10000000000000001", "0.10000000000000001"},
		{bus.Double(-2.5e-10), "-2.5000000000000002e-10", "-2.5000000000000002e-10"},
		{bus.Double(1e16), "10000000000000000.0", "10000000000000000.0"},
		{bus.Double(1e17), "1e+17", "1e+17"},
		{bus.Double(math.Copysign(0, -1)), "-0.0", "-0.0"},
		{bus.Double(math.Inf(1)), "inf", "inf"},
		{bus.Double(math.Inf(-1)), "-inf", "-inf"},
		{bus.Double(math.NaN()), "nan", "nan"},
		{bus.Double(math.Copysign(math.NaN(), -1)), "-nan", "-nan"},

		{str(""), "''", "''"},
		{str("it's"), `"it's"`, `"it's"`},
		{str(`a"b`), `'a"b'`, `'a"b'`},
		{str(`'"`), `"'\""`, `"'\""`},
		{str(`a\b`), `'a\\b'`, `'a\\b'`},
		{str("\a\b\t\n\v\f\r"), `'\a\b\t\n\v\f\r'`, `'\a\b\t\n\v\f\r'`},
		{str("\x01\x7f\u00ad\u2028\U000e0001é😀"), "'\\u0001\\u007f\\u00ad\u2028\\U000e0001é😀'", "'\\u0001\\u007f\\u00ad\u2028\\U000e0001é😀'"},

		{bus.Bytes(nil), "@ay []", "[]"},
		{bus.Bytes([]byte{0}), "b''", "b''"},
		{bus.Bytes([]byte("a'\"\\\n\xff\x01\x00")), `b"a'\"\\\n\377\001"`, `b"a'\"\\\n\377\001"`},
		{bus.Bytes([]byte("ab")), "[byte 0x61, 0x62]", "[0x61, 0x62]"},
		{bus.Bytes([]byte{0, 1, 0}), "[byte 0x00, 0x01, 0x00]", "[0x00, 0x01, 0x00]"},

		{must(bus.Array("s")), "@as []", "[]"},
		{must(bus.Array("u", bus.Uint32(1), bus.Uint32(2))), "[uint32 1, 2]", "[1, 2]"},
		{must(bus.Array("as", must(bus.Array("s")), must(bus.Array("s")))), "[@as [], []]", "[[], []]"},
		{must(bus.Dict("s", "v")), "@a{sv} {}", "{}"},
		{
			must(bus.Dict("q", "x", bus.Entry{bus.Uint16(1), bus.Int64(2)}, bus.Entry{bus.Uint16(1), bus.Int64(3)})),
			"{uint16 1: int64 2, 1: 3}", "{1: 2, 1: 3}",
		},
		{bus.Struct(bus.Byte(1)), "(byte 0x01,)", "(0x01,)"},
		{bus.Struct(bus.Uint32(1), bus.Uint32(2)), "(uint32 1, uint32 2)", "(1, 2)"},
		{bus.Variant(bus.Uint32(1)), "<uint32 1>", "<uint32 1>"},
		{
			must(bus.Array("v", bus.Variant(bus.Byte(1)), bus.Variant(bus.Byte(2)))),
			"[<byte 0x01>, <byte 0x02>]", "[<byte 0x01>, <byte 0x02>]",
		},
	} {
		if got := c.value.Text(); got != c.text {
			t.Errorf("Text is %s, want %s", got, c.text)
		}
		if got := c.value.PlainText(); got != c.plain {
			t.Errorf("PlainText is %s, want %s", got, c.plain)
		}
	}
}

func TestReplyText(t *testing.T) {
	for want, body := range map[string][]bus.Value{
		"()":                 nil,
		"('a',)":             {bus.String("a")},
		"(uint32 1, <true>)": {bus.Uint32(1), bus.Variant(bus.Bool(true))},
		"((1,),)":            {bus.Struct(bus.Int32(1))},
	} {
		if got := (bus.Reply{Body: body}).Text(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestTextUpTo(t *testing.T) {
	items := make([]bus.Value, 4)
	for i := range items {
		items[i] = bus.Variant(bus.Struct(bus.String("é😀"), bus.Bytes([]byte("xy")), bus.Bytes([]byte("é\x00")),
			must(bus.Dict("s", "y", bus.Entry{bus.String("k"), bus.Byte(1)}))))
	}
	value := must(bus.Array("v", items...))
	full := value.Text()
	for limit := -1; limit <= len(full)+1; limit++ {
		text, whole := value.TextUpTo(limit)
		if whole != (limit >= len(full)) {
			t.Fatalf("up to %d of %d: whole is %t", limit, len(full), whole)
		}
		if !strings.HasPrefix(full, text) || !utf8.ValidString(text) || len(text) > max(0, limit) {
			t.Fatalf("up to %d: got %q", limit, text)
		}
		if len(text) < min(limit, len(full))-3 {
			t.Fatalf("up to %d: only %d bytes", limit, len(text))
		}
		if body, _ := (bus.Reply{Body: []bus.Value{value}}).TextUpTo(limit + 1); limit >= 0 && body != "("+text && limit < len(full) {
			t.Fatalf("up to %d: the reply gave %q for %q", limit, body, text)
		}
	}
}

func TestTextUpToIsCheap(t *testing.T) {
	body := make([]byte, 32<<20)
	value := bus.Struct(bus.Bytes(body), bus.String(strings.Repeat("x", 32<<20)), bus.Bytes(body))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	text, whole := value.TextUpTo(1000)
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; len(text) != 1000 || whole || allocated > 1<<20 {
		t.Errorf("%d bytes of text took %d bytes of memory", len(text), allocated)
	}
}
