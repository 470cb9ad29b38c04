package present

import (
	"slices"
	"testing"
)

func TestHighlightGo(t *testing.T) {
	const source = "// größe\nfunc f() { return \"é\", 12 }"
	runes := []rune(source)
	var got []string
	for _, h := range HighlightGo(source) {
		got = append(got, string(runes[h.Start:h.End]))
	}
	if want := []string{"// größe", "func", "return", "\"é\"", "12"}; !slices.Equal(got, want) {
		t.Errorf("highlighted %q, want %q", got, want)
	}
}

// What is not Go does no harm, and no stretch leaves the text.
func FuzzHighlightGo(f *testing.F) {
	for _, seed := range []string{"", "func", "\"open", "/* open", "`\xff`", "\x00 'x", "a\r\nb // c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		length := len([]rune(source))
		last := 0
		for _, h := range HighlightGo(source) {
			if h.Start < last || h.End < h.Start || h.End > length {
				t.Fatalf("%v in a text of %d characters, after %d", h, length, last)
			}
			last = h.End
		}
	})
}
