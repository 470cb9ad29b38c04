package bus_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// The types and texts here are what g_variant_parse gives.
func TestParseValueInfersTheType(t *testing.T) {
	for text, want := range map[string]string{
		"5": "i 5", "-5": "i -5", "+5": "i 5", "0x1F": "i 31", "-0x10": "i -16", "010": "i 8", "0b101": "i 5", "-0B1": "i -1", "00": "i 0",
		"1.5": "d 1.5", "1e3": "d 1000.0", "0x1e5": "i 485", "0X1e5": "d 485.0", ".5": "d 0.5", "5.": "d 5.0",
		"0x1.8": "d 1.5", "0x1.8p3": "d 12.0", "inf": "d inf", "-inf": "d -inf", "+inf": "d inf",
		"-infinity": "d -inf", "nan": "d nan", "-nan": "d -nan", "1e-400": "d 0.0", "-0.0": "d -0.0",
		"4.9406564584124654e-324": "d 4.9406564584124654e-324",
		"true":                    "b true", "false": "b false",

		`'a"b'`: `s 'a"b'`, `"a'b"`: `s "a'b"`, `'\'\"\\'`: `s "'\"\\"`, `'\x41\0'`: "s 'x410'",
		`'\a\b\f\n\r\t\v'`: `s '\a\b\f\n\r\t\v'`, `'\u00e9\U0001f600'`: "s 'é😀'",
		"'a\\\nb'": "s 'ab'", "'a\nb'": `s 'a\nb'`, `'\é'`: "s 'é'",
		`b'a\n\377\1\12z'`: `ay b'a\n\377\001\nz'`, `b"'"`: `ay b"'"`, `b'\x'`: `ay b'x'`, "b'é'": `ay b'\303\251'`,

		"[1, 2.0]": "ad [1.0, 2.0]", "[[1], [2.0], []]": "aad [[1.0], [2.0], []]",
		"[1, @x 2]": "ax [int64 1, 2]", "['/a', objectpath '/b']": "ao [objectpath '/a', '/b']",
		"[[], b'a']": "aay [@ay [], b'a']", "[('a', []), ('b', [1])]": "a(sai) [('a', @ai []), ('b', [1])]",
		"[{}, {'a': 1}]": "aa{si} [@a{si} {}, {'a': 1}]", "[nan, 1]": "ad [nan, 1.0]",
		"[<1>, <'a'>]": "av [<1>, <'a'>]", "[(1,), (2.5,)]": "a(d) [(1.0,), (2.5,)]",

		"{'a': 1, 'b': 2}": "a{si} {'a': 1, 'b': 2}", "{'a': 1, 'a': 2}": "a{si} {'a': 1, 'a': 2}",
		"[{1, 'a'}, {2, 'b'}]": "a{is} {1: 'a', 2: 'b'}", "[@{sv} {'a', <1>}]": "a{sv} {'a': <1>}",
		"{@u 1: 2, 3: 4}": "a{ui} {uint32 1: 2, 3: 4}", "{1: @y 2, 3: 4}": "a{iy} {1: byte 0x02, 3: 0x04}",
		"{'a': 1, 'b': @x 2}": "a{si} {'a': 1, 'b': 2}",

		"(1,)": "(i) (1,)", "(1,'a',<2>)": "(isv) (1, 'a', <2>)", "((1,),)": "((i)) ((1,),)",
		"<[1]>": "v <[1]>", "<@as []>": "v <@as []>", "<<1>>": "v <<1>>",

		"uint32 5": "u uint32 5", "byte 0xff": "y byte 0xff", "int16 -1": "n int16 -1", "uint16 1": "q uint16 1",
		"int32 1": "i 1", "int64 1": "x int64 1", "uint64 1": "t uint64 1", "double 1": "d 1.0", "handle 0": "h handle 0",
		"string 'a'": "s 'a'", "objectpath '/a'": "o objectpath '/a'", "signature 'as'": "g signature 'as'",
		"boolean true": "b true", "@as []": "as @as []", "@a{sv} {}": "a{sv} @a{sv} {}", "@a{sv} []": "a{sv} @a{sv} {}",
		"@(sx) ('a', 1)": "(sx) ('a', int64 1)", "@u @x 5": "u uint32 5", "@aay [[], [1]]": "aay [@ay [], [0x01]]",
		"@d 010": "d 10.0", "@d 1E5": "d 100000.0",
		" \t\r\n\f5 ": "i 5",
	} {
		v, err := bus.ParseValue(text, "")
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := string(v.Signature()) + " " + v.Text(); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestParseValueOfAType(t *testing.T) {
	for _, c := range []struct{ text, sig, want string }{
		{"5", "y", "byte 0x05"},
		{"255", "y", "byte 0xff"},
		{"-128", "n", "int16 -128"},
		{"uint32 5", "x", "int64 5"},
		{"18446744073709551615", "t", "uint64 18446744073709551615"},
		{"-9223372036854775808", "x", "int64 -9223372036854775808"},
		{"4294967295", "h", "handle 4294967295"},
		{"5", "d", "5.0"},
		{"[1, 2.5]", "ad", "[1.0, 2.5]"},
		{"{}", "a{sv}", "@a{sv} {}"},
		{"[]", "a{sv}", "@a{sv} {}"},
		{"[]", "a(ii)", "@a(ii) []"},
		{"[{'a', <1>}]", "a{sv}", "{'a': <1>}"},
		{"{'a': 1, 'b': 2.5}", "a{sd}", "{'a': 1.0, 'b': 2.5}"},
		{"('/', 'as', 3)", "(ogu)", "(objectpath '/', signature 'as', uint32 3)"},
		{"b'a'", "ay", "b'a'"},
		{"[0x61, 0]", "ay", "b'a'"},
		{"<5>", "v", "<5>"},
	} {
		v, err := bus.ParseValue(c.text, bus.Signature(c.sig))
		if err != nil || v.Text() != c.want || string(v.Signature()) != c.sig {
			t.Errorf("%s as %s is %s %s (%v), want %s", c.text, c.sig, v.Signature(), v.Text(), err, c.want)
		}
	}
}

func TestParseValueSaysWhatIsWrong(t *testing.T) {
	const (
		quotes  = "; text goes between quotes"
		unclear = "the type is not clear; write it first, as in “@as []”"
		other   = "this is not of the same type as what comes before it"
		hexcode = "a code of a character is needed, in hexadecimal digits"
		closing = "the closing quote is missing"
		toobig  = "the number is too big for any type"
	)
	for _, c := range []struct {
		text, sig string
		offset    int
		reason    string
	}{
		{"", "", 0, "a value is missing at the end"},
		{"[1,", "", 3, "a value is missing at the end"},
		{"uint32", "", 6, "a value is missing at the end"},
		{"[1,]", "", 3, "a value is missing before “]”"},
		{"(1,2,)", "", 5, "a value is missing before “)”"},
		{"{1:2,}", "", 5, "a value is missing before “}”"},
		{"hello", "s", 0, "“hello” is not a type" + quotes},
		{"Hello", "s", 0, "a value cannot start with “H”" + quotes},
		{"%s", "s", 0, "a value cannot start with “%”" + quotes},
		{"\x00", "s", 0, "a value cannot start with U+0000" + quotes},
		{"é", "s", 0, "a value cannot start with “é”" + quotes},
		{"[1 2]", "", 3, "“,” or “]” expected"},
		{"(1, 2 3)", "", 6, "“,” or “)” expected"},
		{"(1 2)", "", 3, "“,” expected after the first field"},
		{"(1)", "", 2, "“,” is needed after the only field of a struct, as in “(1,)”"},
		{"<1", "", 2, "“>” expected"},
		{"{1}", "", 2, "“:” or “,” expected after the key"},
		{"{1: }", "", 4, "a value is missing before “}”"},
		{"<>", "", 1, "a value is missing before “>”"},
		{"{1:2 3:4}", "", 5, "“,” or “}” expected"},
		{"{1:2, 3}", "", 7, "“:” expected after the key"},
		{"[{1, 2, 3}]", "", 6, "“}” expected at the end of the entry"},
		{"1 2", "", 2, "nothing more is expected after the value"},
		{"'a' b", "s", 4, "nothing more is expected after the value"},

		{"'a", "", 2, closing},
		{`'a\`, "", 3, closing},
		{`b"a`, "", 3, closing},
		{`'a\u12'`, "", 2, hexcode},
		{`'\u0000'`, "", 1, hexcode},
		{`'\ud800'`, "", 1, hexcode},
		{`'\U00110000'`, "", 1, hexcode},
		{"'a\x00'", "", 2, "a string must not hold a NUL character"},
		{"'a\xff'", "", 2, "the text is not valid UTF-8"},
		{`b'a\0b'`, "", 3, "a byte string must not hold a NUL; write an array of bytes"},
		{`b'\777'`, "", 2, `a byte is at most \377`},

		{"nothing", "", 0, "D-Bus has no maybe types"},
		{"[just 1]", "", 1, "D-Bus has no maybe types"},
		{"@mi 1", "", 1, "D-Bus has no maybe types"},
		{"()", "", 0, "a struct needs at least one field"},
		{"[()]", "", 0, "a struct needs at least one field"},
		{"{1, 2}", "", 0, "an entry of a dictionary must stand in an array"},
		{"<{1, 2}>", "", 1, "an entry of a dictionary must stand in an array"},
		{"@az []", "", 2, "“z” is not a type"},
		{"@{vs} 1", "", 2, "the keys of a dictionary need a basic type"},
		{"@ 5", "", 1, "a type is needed"},
		{"@ii 5", "", 2, "only one type is expected"},

		{"[]", "", 0, unclear},
		{"[{}]", "", 0, unclear},
		{"<[]>", "", 1, unclear},
		{"{'a': []}", "", 0, unclear},
		{"[1, true]", "", 4, other},
		{"[@y 1, @u 2]", "", 7, other},
		{"[(1,), (1, 2)]", "", 7, other},
		{"{1: 2, 'a': 3}", "", 7, other},
		{"{[1]: 2}", "", 1, "the keys of a dictionary need a basic type"},
		{"{<1>: 2}", "", 1, "the keys of a dictionary need a basic type"},
		{"[[], [1, true]]", "", 9, other},
		{"([1, true], 1)", "", 5, other},
		{"{[1, true]: 2}", "", 5, other},
		{"{'a': [1, true]}", "", 10, other},
		{"{'a': 1, 'b': 2.5}", "", 14, "expected a whole number"},

		{"08", "", 0, "a number that starts with 0 is octal; leave the 0 out"},
		{"1x", "", 0, "expected a number"},
		{"0b2", "", 0, "expected a number"},
		{"0b1", "d", 0, "expected a number"},
		{"-", "", 0, "expected a number"},
		{"--5", "", 0, "expected a number"},
		{"0x", "", 0, "expected a number"},
		{"1E5", "", 0, "expected a number"},
		{"1.5", "i", 0, "expected a whole number"},
		{"1.2.3", "", 0, "expected a number"},
		{"99999999999999999999", "", 0, toobig},
		{"1e400", "", 0, toobig},
		{"256", "y", 0, "the number must be from 0 to 255"},
		{"-1", "u", 0, "the number must be from 0 to 4294967295"},
		{"-32769", "n", 0, "the number must be from −32768 to 32767"},
		{"[1, 2147483648]", "", 4, "the number must be from −2147483648 to 2147483647"},
		{"-1", "h", 0, "the number must be from 0 to 4294967295"},

		{"5", "b", 0, "expected true or false"},
		{"5", "s", 0, "expected text between quotes"},
		{"true", "o", 0, "expected an object path between quotes"},
		{"true", "g", 0, "expected a signature between quotes"},
		{"'5'", "i", 0, "expected a number"},
		{"5", "v", 0, "expected a variant, as in “<5>”"},
		{"5", "as", 0, "expected an array of type as"},
		{"{}", "as", 0, "expected an array of type as"},
		{"5", "a{sv}", 0, "expected a dictionary of type a{sv}"},
		{"[5]", "a{sv}", 1, "expected an entry, as in “{key, value}”"},
		{"(1, 2)", "(i)", 0, "expected a struct of type (i)"},
		{"'a/'", "o", 0, "not an object path: the path must start with “/”"},
		{"'{si}'", "g", 0, "not a signature: “{” is only allowed after “a”"},
		{"{'a': true}", "a{si}", 6, "expected a number"},
		{"[{1, 2}]", "a{si}", 2, "expected text between quotes"},
		{"[{'a', 'b'}]", "a{si}", 7, "expected a number"},
		{"++1", "d", 0, "expected a number"},
		{"1.5.", "d", 0, "expected a number"},
		{"5", "{si}", 0, "the type is not valid: “{” is only allowed after “a”"},
		{"5", "ii", 0, "the type is not valid: only one type is expected"},
	} {
		v, err := bus.ParseValue(c.text, bus.Signature(c.sig))
		e, ok := errors.AsType[*bus.TextError](err)
		if !ok {
			t.Errorf("%q as %q is %s (%v), want an error", c.text, c.sig, v.Text(), err)
		} else if e.Offset != c.offset || e.Reason.String() != c.reason {
			t.Errorf("%q as %q: %q at %d, want %q at %d", c.text, c.sig, e.Reason, e.Offset, c.reason, c.offset)
		}
	}
}

func TestTextErrorTellsThePlace(t *testing.T) {
	if _, err := bus.ParseValue("[1, x]", ""); err == nil || err.Error() != "“x” is not a type; text goes between quotes (at 4)" {
		t.Errorf("got %v", err)
	}
}

func TestParseValueIsBounded(t *testing.T) {
	rep := strings.Repeat
	for what, text := range map[string]string{
		"variants":        rep("<", 65) + "1" + rep(">", 65),
		"a million opens": rep("[", 1<<20),
		"annotations":     rep("uint32 ", 1000) + "1",
		"a long type":     "(" + rep("1,", 300) + "1)",
		"a long text":     "'" + rep("x", 16<<20) + "'",
		"many values":     "[" + rep("1,", 600_000) + "1]",
		"a wide pattern":  "[(" + rep("[],", 50_000) + "1)" + rep(",[]", 50_000) + "]",
	} {
		if v, err := bus.ParseValue(text, ""); err == nil {
			t.Errorf("%s: accepted as a value of type %.50q", what, v.Signature())
		}
	}
	if _, err := bus.ParseValue(rep("<", 64)+"1"+rep(">", 64), ""); err != nil {
		t.Errorf("64 variants in each other: %v", err)
	}
	if v, err := bus.ParseValue("["+rep("[],", 50_000)+"['a']]", ""); err != nil || v.Len() != 50_001 {
		t.Errorf("many values: %v", err)
	}
}
