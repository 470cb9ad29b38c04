package fuzz_test

import (
	"encoding/json"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// FuzzParseJSON reads anything, and checks that what was read is JSON by the
// standard library's lights too, that it is written and read back as the same,
// and that a refusal points into the text.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range [][2]string{
		{`[1, 2.0, -1e3, "NaN", true]`, ""},
		{`{"a": {"type": "a{us}", "data": {"1": "x"}}, "b": [["c", 1]]}`, "a{sv}"},
		{`[["a", "b\u00e9\ud83d\ude00"], {"base64": "AAE="}, "text\u0000"]`, "(asayay)"},
		{`{"1": [[1, "/a"]], "1": []}`, "a{qa(do)}"},
		{`["18446744073709551615", 1.50e1, -0]`, "txd"},
		{`{"type": "v", "data": {"data": [], "type": "as"}}`, "v"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, sig string) {
		v, err := bus.ParseJSON(text, bus.Signature(sig))
		checkTextError(t, text, err)
		if err == nil {
			checkJSON(t, text, v)
		}
		args, err := bus.ParseJSONArguments(text, bus.Signature(sig))
		checkTextError(t, text, err)
		if err == nil && sig != "" && string(bus.Call{Args: args}.Signature()) != sig {
			t.Fatalf("%q as %q: arguments of type %q", text, sig, bus.Call{Args: args}.Signature())
		}
	})
}

// checkJSON checks a value that was read from a text.
func checkJSON(t *testing.T, text string, v bus.Value) {
	t.Helper()
	if !json.Valid([]byte(text)) {
		t.Fatalf("%q is not JSON", text)
	}
	if _, err := bus.ParseType(string(v.Signature())); err != nil {
		t.Fatalf("%q is of type %q: %v", text, v.Signature(), err)
	}
	for _, written := range []string{v.JSON(), v.CompactJSON()} {
		if !json.Valid([]byte(written)) {
			t.Fatalf("%s is written as %q, which is not JSON", v.Text(), written)
		}
		again, err := bus.ParseJSON(written, v.Signature())
		checkSame(t, written, v, again, err)
	}
}
