package present

import (
	"strings"
	"testing"
)

// marked shows where a text has been isolated.
var marked = strings.NewReplacer(string(isolate), "<", string(isolateLeft), "{", string(isolateEnd), ">")

func TestRightToLeft(t *testing.T) {
	for _, test := range []struct{ what, text, want string }{
		{"nothing", "", ""},
		{"a unique name", ":1.42", "<:1.42>"},
		{"a root path", "/", "</>"},
		{"values without letters", "([1, 2], -5)", "<([1, 2], -5)>"},
		{"no arguments", "() → ()", "<() → ()>"},
		{"words", "Session · :1.42 · (u 60000)", "Session · :1.42 · (u 60000)"},
		{"several lines", "Connected\n:1.42\n", "Connected\n<:1.42>\n"},
		{"words of the other direction", "הפעלה", "הפעלה"},
		{"a line of parts", "הפעלה · :1.42 · (u 60000)", "הפעלה · <:1.42> · <(u 60000)>"},
		{"a name in a sentence", "חיבור אל :1.42 נותק", "חיבור אל <:1.42> נותק"},
		{"words side by side", "קריאה של org.x.Foo /org/x/ עכשיו", "קריאה של <org.x.Foo /org/x/> עכשיו"},
		{"the end of a sentence", "חיבור אל org.x.", "חיבור אל <org.x>."},
		{"a count", "3 מתוך 10", "<3> מתוך <10>"},
		{"a value with such words", "Echo('שלום', 5)", "Echo('שלום', <5)>"},
		{"a mark from the bus", Line("\u2067:1.42"), `\u2067:1.42`},
	} {
		if got := marked.Replace(RightToLeft(test.text)); got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}

func TestCode(t *testing.T) {
	for text, want := range map[string]string{
		"":                "",
		"(u 60000)":       "(u 60000)",
		"[1, 2]":          "<[1, 2]>",
		"('שלום', 5)":     "<('{שלום>', 5)>",
		"('שלום לכם', 5)": "<('{שלום לכם>', 5)>",
		"{'a': <'שלום'>}": "<{'a': <'{שלום>'>}>",
	} {
		if got := marked.Replace(Code(text)); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
