package bus_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestParseJSON(t *testing.T) {
	for _, c := range []struct{ text, typ, want string }{
		{` 255 `, "y", "byte 0xff"},
		{`-32768`, "n", "int16 -32768"},
		{`3.0`, "u", "uint32 3"},
		{`1.50e1`, "i", "15"},
		{`-12300e-2`, "x", "int64 -123"},
		{`0e99999999999999999999`, "q", "uint16 0"},
		{`-0`, "i", "0"},
		{`1.8446744073709551615e19`, "t", "uint64 18446744073709551615"},
		{`"18446744073709551615"`, "t", "uint64 18446744073709551615"},
		{`7`, "h", "handle 7"},
		{`1`, "d", "1.0"},
		{`-0`, "d", "-0.0"},
		{`"NaN"`, "d", "nan"},
		{`"-Infinity"`, "d", "-inf"},
		{`"1e3"`, "d", "1000.0"},
		{`false`, "b", "false"},
		{`"\u00e9\ud83d\ude00\/\b\f\n\r\t\\\""`, "s", `'é😀/\b\f\n\r\t\\"'`},
		{`"/a/b"`, "o", "objectpath '/a/b'"},
		{`"a{sv}"`, "g", "signature 'a{sv}'"},

		{`"text"`, "ay", "[byte 0x74, 0x65, 0x78, 0x74]"},
		{`"text\u0000"`, "ay", "b'text'"},
		{`"a\u0000b"`, "ay", "[byte 0x61, 0x00, 0x62]"},
		{`[0, 255]`, "ay", "[byte 0x00, 0xff]"},
		{`{"base64": "AAE="}`, "ay", "[byte 0x00, 0x01]"},
		{`[]`, "ay", "@ay []"},

		{`[[1, "a"], [2, "b"]]`, "a(is)", "[(1, 'a'), (2, 'b')]"},
		{`{"b": 1, "a": 2, "b": 3}`, "a{si}", "{'b': 1, 'a': 2, 'b': 3}"},
		{`[["b", 1], ["a", 2]]`, "a{si}", "{'b': 1, 'a': 2}"},
		{`{"1": "x", "2": "y"}`, "a{us}", "{uint32 1: 'x', 2: 'y'}"},
		{`{"true": 1}`, "a{bi}", "{true: 1}"},
		{`{"NaN": 1, "2.5": 2}`, "a{di}", "{nan: 1, 2.5: 2}"},
		{`{"/": 1}`, "a{oi}", "{objectpath '/': 1}"},
		{`[]`, "a{sv}", "@a{sv} {}"},

		{`{"type": "u", "data": 5}`, "v", "<uint32 5>"},
		{`{"data": [], "type": "as"}`, "v", "<@as []>"},
		{`{"type": "v", "data": "bare"}`, "v", "<<'bare'>>"},
		{`{"kind": "u", "data": 5}`, "v", "<{'kind': <'u'>, 'data': <5>}>"},
		{`{"type": "u", "data": 5, "more": 1}`, "v", "<{'type': <'u'>, 'data': <5>, 'more': <1>}>"},
		{`2147483647`, "v", "<2147483647>"},
		{`-2147483649`, "v", "<int64 -2147483649>"},
		{`-9223372036854775808`, "v", "<int64 -9223372036854775808>"},
		{`9223372036854775808`, "v", "<uint64 9223372036854775808>"},
		{`1.0`, "v", "<1.0>"},
		{`["a", "b"]`, "v", "<['a', 'b']>"},
		{`[1, 3000000000]`, "v", "<[int64 1, 3000000000]>"},
		{`[1, 2.5]`, "v", "<[1.0, 2.5]>"},
		{`[3000000000, 2.5]`, "v", "<[<int64 3000000000>, <2.5>]>"},
		{`[1, "a", {"type": "y", "data": 1}]`, "v", "<[<1>, <'a'>, <byte 0x01>]>"},
		{`[{"type": "y", "data": 1}]`, "v", "<[<byte 0x01>]>"},
		{`[[1], [2]]`, "v", "<[[1], [2]]>"},
		{`[[1], ["a"]]`, "v", "<[<[1]>, <['a']>]>"},
		{`{"a": {"b": [true]}}`, "v", "<{'a': <{'b': <[true]>}>}>"},

		{`{"type": "u", "data": 5}`, "", "<uint32 5>"},
		{`"a"`, "", "'a'"},
		{`{}`, "", "@a{sv} {}"},
	} {
		got, err := bus.ParseJSON(c.text, bus.Signature(c.typ))
		if err != nil {
			t.Errorf("%s as %q: %v", c.text, c.typ, err)
			continue
		}
		if got.Text() != c.want || c.typ != "" && string(got.Signature()) != c.typ {
			t.Errorf("%s as %q is %s of type %q, want %s", c.text, c.typ, got.Text(), got.Signature(), c.want)
		}
	}
}

func TestParseJSONSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		text, typ string
		offset    int
		reason    string
	}{
		{``, "s", 0, "a value is missing at the end"},
		{`1`, "a", 0, "the type is not valid: a type is missing at the end"},
		{`1 2`, "i", 2, "nothing more is expected after the value"},
		{"1\x00", "i", 1, "nothing more is expected after the value"},
		{`[1,]`, "ai", 3, "a value is missing before “]”"},
		{`[1 2]`, "ai", 3, "“,” or “]” expected"},
		{`[1`, "ai", 2, "“,” or “]” expected"},
		{`{"a" 1}`, "a{si}", 5, "“:” expected after the name"},
		{`{a: 1}`, "a{si}", 1, "a name between double quotes expected"},
		{`{"a": 1,}`, "a{si}", 8, "a name between double quotes expected"},
		{`{"a": 1; `, "a{si}", 7, "“,” or “}” expected"},
		{`'a'`, "s", 0, "a value cannot start with “'”; text goes between double quotes"},
		{`abc`, "s", 0, "“abc” is not JSON; text goes between double quotes"},
		{`NaN`, "d", 0, "“NaN” is not JSON; text goes between double quotes"},
		{`[null]`, "as", 1, "D-Bus has no null"},
		{`"a`, "s", 2, "the quote is not closed"},
		{`"a\`, "s", 3, "the quote is not closed"},
		{"\"a\n\"", "s", 2, "U+000A must be written as “\\n”"},
		{"\"\x1f\"", "s", 1, "U+001F must be written as “\\u001f”"},
		{"\"\xff\"", "s", 1, "the text is not valid UTF-8"},
		{`"\x"`, "s", 1, "“\\x” means nothing in JSON"},
		{`"\ud83d"`, "s", 1, "“\\u” needs the code of a character, of four hexadecimal digits, or of two halves"},
		{`"\u12"`, "s", 1, "“\\u” needs the code of a character, of four hexadecimal digits, or of two halves"},
		{`"a\u0000"`, "s", 0, "a string must not hold a NUL character"},
		{`01`, "i", 0, "a number must not start with 0"},
		{`-`, "i", 1, "a digit expected"},
		{`1.`, "d", 2, "a digit expected after the point"},
		{`1e`, "d", 2, "a digit expected in the exponent"},
		{`256`, "y", 0, "the number must be from 0 to 255"},
		{`-1`, "u", 0, "the number must be from 0 to 4294967295"},
		{`1.5`, "i", 0, "expected a whole number"},
		{`1e-1`, "i", 0, "expected a whole number"},
		{`1e99999999999999999999`, "t", 0, "the number is too big for any type"},
		{`1e400`, "d", 0, "the number is too big for any type"},
		{`"five"`, "i", 0, "expected a number"},
		{`true`, "i", 0, "expected a number"},
		{`1`, "b", 0, "expected true or false"},
		{`1`, "s", 0, "expected text between quotes"},
		{`"a"`, "o", 0, "not an object path: the path must start with “/”"},
		{`[1]`, "(ii)", 0, "expected an array of 2 for a struct of type (ii)"},
		{`1`, "as", 0, "expected an array of type as"},
		{`1`, "a{sv}", 0, "expected an object for a dictionary of type a{sv}"},
		{`[["a"]]`, "a{sv}", 1, "expected an entry, as in “[key, value]”"},
		{`{"a": 1}`, "a{ii}", 1, "expected a number"},
		{`{"base64": "?"}`, "ay", 11, "this is not base64"},
		{`{"base64": 5}`, "ay", 0, `expected bytes: text between quotes, an array of numbers, or {"base64": "…"}`},
		{`{"type": "a", "data": 1}`, "v", 9, "not a type: a type is missing at the end"},
		{`{"type": 5, "data": 1}`, "v", 9, "expected a type between quotes"},
		{`{"type": "u", "data": -1}`, "v", 22, "the number must be from 0 to 4294967295"},
		{`{"a": []}`, "v", 6, `the type of an empty array is not clear; write it as {"type": "as", "data": []}`},
		{`-9223372036854775809`, "v", 0, "the number must be at least −9223372036854775808"},
	} {
		_, err := bus.ParseJSON(c.text, bus.Signature(c.typ))
		e, ok := errors.AsType[*bus.TextError](err)
		if !ok || e.Offset != c.offset || e.Reason.String() != c.reason {
			t.Errorf("%s as %q: got %v; want %s (at %d)", c.text, c.typ, err, c.reason, c.offset)
		}
	}
}

func TestParseJSONArguments(t *testing.T) {
	for _, c := range []struct{ text, sig, want string }{
		{"", "", "()"},
		{" \n", "", "()"},
		{"[]", "", "()"},
		{`["a", 5]`, "", "('a', 5)"},
		{`["a", 5]`, "su", "('a', uint32 5)"},
		{`"a"`, "s", "('a',)"},
		{`{"a": 1}`, "a{si}", "({'a': 1},)"},
		{`[["a"]]`, "as", "(['a'],)"},
		{`[[1, "a"]]`, "(is)", "((1, 'a'),)"},
	} {
		args, err := bus.ParseJSONArguments(c.text, bus.Signature(c.sig))
		if got := (bus.Reply{Body: args}).Text(); err != nil || got != c.want {
			t.Errorf("%q as %q is %s (%v), want %s", c.text, c.sig, got, err, c.want)
		}
	}
	for _, c := range []struct {
		text, sig string
		offset    int
		reason    string
	}{
		{"", "s", 0, "1 argument is expected, not 0"},
		{`["a"]`, "ss", 5, "2 arguments are expected, not 1"},
		{`["a", "b"]`, "s", 6, "no more than 1 argument is expected"},
		{`["a"]`, "as", 1, "expected an array of type as"},
		{`[]`, "a", 0, "the signature is not valid: a type is missing at the end"},
	} {
		_, err := bus.ParseJSONArguments(c.text, bus.Signature(c.sig))
		e, ok := errors.AsType[*bus.TextError](err)
		if !ok || e.Offset != c.offset || e.Reason.String() != c.reason {
			t.Errorf("%s as %q: got %v; want %s (at %d)", c.text, c.sig, err, c.reason, c.offset)
		}
	}
}

func TestParseJSONIsBounded(t *testing.T) {
	nested := func(open, inner, shut string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
	}
	variants := func(n int) string { return nested(`{"type":"v","data":`, `{"type":"i","data":5}`, "}", n-1) }
	for _, c := range []struct {
		text, typ string
		ok        bool
	}{
		{variants(64), "v", true},
		{variants(65), "v", false},
		{"[" + variants(64) + "]", "", true},
		{nested(`{"a":`, "1", "}", 21), "v", true}, // three containers each: variant, dictionary, entry
		{nested(`{"a":`, "1", "}", 22), "v", false},
		{nested("[", "1", "]", 1_000_000), "v", false},
		{nested(`{"a":`, "1", "}", 1_000_000), "v", false},
		{"[1" + strings.Repeat(",1", 524_286) + "]", "ai", true},
		{"[1" + strings.Repeat(",1", 524_287) + "]", "ai", false},
		{`"` + strings.Repeat("a", 16<<20-2) + `"`, "s", true},
		{`"` + strings.Repeat("a", 16<<20-1) + `"`, "s", false},
	} {
		var err error
		if c.typ == "" {
			_, err = bus.ParseJSONArguments(c.text, "v")
		} else {
			_, err = bus.ParseJSON(c.text, bus.Signature(c.typ))
		}
		_, is := errors.AsType[*bus.TextError](err)
		if (err == nil) != c.ok || err != nil && !is {
			t.Errorf("%.40s… of %d bytes: %v", c.text, len(c.text), err)
		}
	}
}
