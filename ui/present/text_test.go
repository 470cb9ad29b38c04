package present

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, tt := range []struct {
		name, in, line, block string
	}{
		{"plain", "héllo, 世界 🙂", "héllo, 世界 🙂", "héllo, 世界 🙂"},
		{"markup stays as it is", "<b>&amp;", "<b>&amp;", "<b>&amp;"},
		{"newline and tab", "a\tb\nc", "a␉b␊c", "a\tb\nc"},
		{"NUL", "a\x00b", "a␀b", "a␀b"},
		{"escape and delete", "\x1b[31m\x7f", "␛[31m␡", "␛[31m␡"},
		{"upper controls", "a\u0085b", `a\u0085b`, `a\u0085b`},
		{"not UTF-8", "a\xffb\xc3", "a\ufffdb\ufffd", "a\ufffdb\ufffd"},
		{"right-to-left override", "exe.\u202etxt", `exe.\u202etxt`, `exe.\u202etxt`},
		{"isolates", "\u2066a\u2069", `\u2066a\u2069`, `\u2066a\u2069`},
		{"line separator", "a\u2028b", `a\u2028b`, `a\u2028b`},
		{"right-to-left letters", "שלום", "שלום", "שלום"},
		{"replacement character itself", "\ufffd", "\ufffd", "\ufffd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Line(tt.in); got != tt.line {
				t.Errorf("Line(%q) = %q, want %q", tt.in, got, tt.line)
			}
			if got := Block(tt.in); got != tt.block {
				t.Errorf("Block(%q) = %q, want %q", tt.in, got, tt.block)
			}
		})
	}
}

func TestTextIsCutBetweenCharacters(t *testing.T) {
	for _, letter := range []string{"a", "é", "世", "🙂"} {
		for shift := range 4 {
			in := strings.Repeat("x", shift) + strings.Repeat(letter, lineLimit+1)
			got := Line(in)
			if len(got) > lineLimit+len(cutMark) || len(got) < lineLimit-utf8.UTFMax {
				t.Errorf("a line of %q is cut to %d bytes", letter, len(got))
			}
			if strings.ContainsRune(got, utf8.RuneError) {
				t.Errorf("a line of %q is cut within a character: %q", letter, got[len(got)-8:])
			}
			if !strings.HasSuffix(got, cutMark) {
				t.Errorf("a line of %q does not show that it was cut", letter)
			}
		}
	}
}

func TestTextOfTheLimitIsWhole(t *testing.T) {
	in := strings.Repeat("a", lineLimit)
	if got := Line(in); got != in {
		t.Errorf("a line of the very limit was changed to %d bytes", len(got))
	}
}

func TestCleanTextCostsNothing(t *testing.T) {
	in := "io.github.bellhop_gtk.Bellhop.Practice"
	if n := testing.AllocsPerRun(100, func() { Line(in) }); n != 0 {
		t.Errorf("a clean line takes %v allocations", n)
	}
}

func FuzzText(f *testing.F) {
	f.Add("a\x00\xff\u202e")
	f.Fuzz(func(t *testing.T, in string) {
		for _, got := range []string{Line(in), Block(in)} {
			if !utf8.ValidString(got) || strings.ContainsRune(got, 0) {
				t.Errorf("%q became %q", in, got)
			}
		}
		if strings.ContainsAny(Line(in), "\n\r\t\v\f\u2028\u2029") {
			t.Errorf("%q became more than one line", in)
		}
	})
}

// A character that is longer than the room for it is left out whole, the very
// first too.
func TestBoundary(t *testing.T) {
	for n, want := range []int{0, 0, 2, 2, 2, 5} {
		if got := boundary("À€", n); got != want {
			t.Errorf("cut at %d of 5 it has %d bytes, want %d", n, got, want)
		}
	}
}
