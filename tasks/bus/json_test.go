package bus_test

import (
	"encoding/json"
	"math"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

func TestCompactJSON(t *testing.T) {
	str := bus.String
	entry := func(key string, x int32) bus.Entry { return bus.Entry{Key: str(key), Value: bus.Int32(x)} }
	for _, c := range []struct {
		value bus.Value
		want  string
	}{
		{bus.Byte(5), "5"},
		{bus.Bool(true), "true"},
		{bus.Int16(-1), "-1"},
		{bus.Handle(2), "2"},
		{bus.Int64(math.MinInt64), "-9223372036854775808"},
		{bus.Uint64(math.MaxUint64), "18446744073709551615"},

		{bus.Double(1), "1.0"},
		{bus.Double(0.1), "0.1"},
		{bus.Double(math.Copysign(0, -1)), "-0.0"},
		{bus.Double(1e300), "1e+300"},
		{bus.Double(5e-324), "5e-324"},
		{bus.Double(math.NaN()), `"NaN"`},
		{bus.Double(math.Inf(1)), `"Infinity"`},
		{bus.Double(math.Inf(-1)), `"-Infinity"`},

		{str("é \"\\/\n\r\t\b"), `"é \"\\/\n\r\t\u0008"`},
		{str("\u202e\u2028\U000e0001😀"), "\"\\u202e\u2028\\udb40\\udc01😀\""},
		{bus.PathValue("/a"), `"/a"`},
		{bus.SignatureValue("as"), `"as"`},

		{bus.Bytes(nil), `""`},
		{bus.Bytes([]byte("/tmp/é\n")), `"/tmp/é\n"`},
		{bus.Bytes([]byte("/tmp\x00")), `"/tmp\u0000"`},
		{bus.Bytes([]byte{0}), `"\u0000"`},
		{bus.Bytes([]byte{0, 0}), `{"base64":"AAA="}`},
		{bus.Bytes([]byte("a\x00b")), `{"base64":"YQBi"}`},
		{bus.Bytes([]byte("\xff")), `{"base64":"/w=="}`},
		{bus.Bytes([]byte("\x1b[m")), `{"base64":"G1tt"}`},

		{must(bus.Array("s")), "[]"},
		{must(bus.Array("u", bus.Uint32(1), bus.Uint32(2))), "[1,2]"},
		{bus.Struct(bus.Byte(1), str("a")), `[1,"a"]`},
		{bus.Variant(bus.Variant(bus.Uint32(1))), `{"type":"v","data":{"type":"u","data":1}}`},

		{must(bus.Dict("s", "v")), "{}"},
		{must(bus.Dict("u", "v")), "[]"},
		{must(bus.Dict("s", "i", entry("z", 1), entry("", 2), entry("a", 3))), `{"z":1,"":2,"a":3}`},
		{must(bus.Dict("s", "i", entry("z", 1), entry("a", 2), entry("z", 3))), `[["z",1],["a",2],["z",3]]`},
		{must(bus.Dict("o", "b", bus.Entry{Key: bus.PathValue("/a"), Value: bus.Bool(false)})), `{"/a":false}`},
		{must(bus.Dict("y", "s", bus.Entry{Key: bus.Byte(7), Value: str("x")})), `[[7,"x"]]`},
	} {
		if got := c.value.CompactJSON(); got != c.want {
			t.Errorf("%s is written as %s, want %s", c.value.Text(), got, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	value := must(bus.Dict("s", "v",
		bus.Entry{Key: bus.String("size"), Value: bus.Variant(bus.Struct(bus.Int32(1), bus.Int32(2)))},
		bus.Entry{Key: bus.String("names"), Value: bus.Variant(must(bus.Array("s", bus.String("a"), bus.String("b"))))},
		bus.Entry{Key: bus.String("none"), Value: bus.Variant(must(bus.Array("a{ss}")))},
		bus.Entry{Key: bus.String("by number"), Value: bus.Variant(must(bus.Dict("q", "ay",
			bus.Entry{Key: bus.Uint16(4), Value: bus.Bytes([]byte{1})})))},
		bus.Entry{Key: bus.String("deep"), Value: bus.Variant(bus.Struct(bus.Int32(1), bus.Variant(bus.Bool(true))))},
	))
	const want = `[
  {
    "size": {"type": "(ii)", "data": [1, 2]},
    "names": {"type": "as", "data": [
      "a",
      "b"
    ]},
    "none": {"type": "aa{ss}", "data": []},
    "by number": {"type": "a{qay}", "data": [
      [4, {"base64": "AQ=="}]
    ]},
    "deep": {"type": "(iv)", "data": [
      1,
      {"type": "b", "data": true}
    ]}
  },
  "end"
]`
	reply := bus.Reply{Body: []bus.Value{value, bus.String("end")}}
	if got := reply.JSON(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := (bus.Reply{}).JSON(); got != "[]" {
		t.Errorf("an empty reply is %s, want []", got)
	}
	if got := (bus.Value{}).JSON(); got != "" {
		t.Errorf("no value is %s, want nothing", got)
	}
}

func TestJSONIsReadBackAsTheSameValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := bustest.Values(depth).Draw(t, "value")
		for _, text := range []string{v.JSON(), v.CompactJSON()} {
			if !json.Valid([]byte(text)) {
				t.Fatalf("%s is not JSON", text)
			}
			got, err := bus.ParseJSON(text, v.Signature())
			checkSame(t, text, v, got, err)
		}
		if strings.ContainsAny(v.CompactJSON(), "\n") {
			t.Fatalf("%s is not one line", v.CompactJSON())
		}
		variant := bus.Variant(v)
		got, err := bus.ParseJSON(variant.JSON(), "")
		checkSame(t, variant.JSON(), variant, got, err)
	})
}

func TestSamplesInJSON(t *testing.T) {
	for _, v := range bustest.Samples() {
		got, err := bus.ParseJSON(v.JSON(), v.Signature())
		if err != nil || !got.Equal(v) {
			t.Errorf("%.300s became %.300s (%v)", v.Text(), got.Text(), err)
		}
	}
}

func TestReplyJSONIsReadBackAsTheSameArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(bustest.Values(depth), 0, 3).Draw(t, "body")
		reply := bus.Reply{Body: body}
		for _, text := range []string{reply.JSON(), reply.CompactJSON()} {
			args, err := bus.ParseJSONArguments(text, bus.Call{Args: body}.Signature())
			if err != nil || len(args) != len(body) {
				t.Fatalf("%s: %d arguments, %v", text, len(args), err)
			}
			for i, arg := range args {
				checkSame(t, text, body[i], arg, nil)
			}
		}
	})
}

func TestJSONUpTo(t *testing.T) {
	items := make([]bus.Value, 3)
	for i := range items {
		items[i] = bus.Variant(bus.Struct(bus.String("é😀\u202e"), bus.Bytes([]byte("é\x00")), bus.Bytes([]byte{0, 1, 2, 3}),
			must(bus.Dict("s", "y", bus.Entry{Key: bus.String("k"), Value: bus.Byte(1)})),
			must(bus.Dict("y", "y", bus.Entry{Key: bus.Byte(2), Value: bus.Byte(1)}))))
	}
	value := must(bus.Array("v", items...))
	for _, c := range []struct {
		full string
		upTo func(int) (string, bool)
	}{
		{value.JSON(), value.JSONUpTo},
		{bus.Reply{Body: items}.JSON(), bus.Reply{Body: items}.JSONUpTo},
	} {
		for limit := -1; limit <= len(c.full)+1; limit++ {
			text, whole := c.upTo(limit)
			if whole != (limit >= len(c.full)) {
				t.Fatalf("up to %d of %d: whole is %t", limit, len(c.full), whole)
			}
			if !strings.HasPrefix(c.full, text) || !utf8.ValidString(text) || len(text) > max(0, limit) {
				t.Fatalf("up to %d: got %q", limit, text)
			}
			if len(text) < min(limit, len(c.full))-3 {
				t.Fatalf("up to %d: only %d bytes", limit, len(text))
			}
		}
	}
}

// A key that comes again is seen wherever the text is whole.
func TestJSONUpToSeesRepeatedKeys(t *testing.T) {
	var entries []bus.Entry
	for _, key := range []string{"", "a", "b", "c", "d", ""} {
		entries = append(entries, bus.Entry{Key: bus.String(key), Value: bus.Byte(0)})
	}
	value := must(bus.Dict("s", "y", entries...))
	full := value.JSON()
	if !strings.HasPrefix(full, "[") {
		t.Fatalf("the repeated key is lost in %s", full)
	}
	for limit := range len(full) + 10 {
		if text, whole := value.JSONUpTo(limit); whole && text != full {
			t.Errorf("up to %d: %s, want %s", limit, text, full)
		}
	}
}

func TestJSONUpToIsCheap(t *testing.T) {
	const size = 16 << 20
	entries := make([]bus.Entry, 100_000)
	for i := range entries {
		entries[i] = bus.Entry{Key: bus.String(strings.Repeat("k", i%9)), Value: bus.Byte(1)}
	}
	text, binary := []byte(strings.Repeat("é", size/2)), make([]byte, size)
	dict := must(bus.Dict("s", "y", entries...))
	for _, value := range []bus.Value{bus.Bytes(text), bus.Bytes(binary), bus.String(string(text)), dict} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		text, whole := value.JSONUpTo(1000)
		runtime.ReadMemStats(&after)
		if allocated := after.TotalAlloc - before.TotalAlloc; len(text) < 997 || len(text) > 1000 || whole || allocated > 256<<10 {
			t.Errorf("%s: %d bytes of text took %d bytes of memory", value.Signature(), len(text), allocated)
		}
	}
}

func TestAsByteText(t *testing.T) {
	for _, c := range []struct {
		value bus.Value
		want  string
		ok    bool
	}{
		{bus.Bytes([]byte("/tmp/é")), "/tmp/é", true},
		{bus.Bytes([]byte("/tmp\x00")), "/tmp", true},
		{bus.Bytes([]byte("a\tb\r\n")), "a\tb\r\n", true},
		{bus.Bytes([]byte("\ufffd")), "\ufffd", true},
		{bus.Bytes(nil), "", false},
		{bus.Bytes([]byte{0}), "", false},
		{bus.Bytes([]byte("a\x00\x00")), "", false},
		{bus.Bytes([]byte("\xe9")), "", false},
		{bus.Bytes([]byte("\x07")), "", false},
		{bus.Bytes([]byte("\u202e")), "", false},
		{bus.String("text"), "", false},
		{bus.Value{}, "", false},
	} {
		if got, ok := c.value.AsByteText(); got != c.want || ok != c.ok {
			t.Errorf("%s: got %q, %t; want %q, %t", c.value.Text(), got, ok, c.want, c.ok)
		}
	}
}
