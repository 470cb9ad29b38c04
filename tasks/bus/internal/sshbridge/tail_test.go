package sshbridge_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/sshbridge"
	"pgregory.net/rapid"
)

func TestTail(t *testing.T) {
	var lines strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&lines, "line %d\n", i)
	}
	for _, c := range []struct{ said, want string }{
		{"", ""},
		{"Permission denied (publickey).\r\n", "Permission denied (publickey)."},
		{"\x1b[31mred\x1b[0m\ta\x00\u202eb\xff\n", "[31mred[0m ab\uFFFD"},
		{strings.Repeat("x", 9000), strings.Repeat("x", 8<<10)},
		{"no newline at the end\nof it", "no newline at the end\nof it"},
	} {
		var tail sshbridge.Tail
		if n, err := tail.Write([]byte(c.said)); n != len(c.said) || err != nil {
			t.Errorf("Write: %d, %v", n, err)
		}
		if got := tail.Text(); got != c.want {
			t.Errorf("%.100q became %.100q, want %.100q", c.said, got, c.want)
		}
	}
	var tail sshbridge.Tail
	for line := range strings.Lines(lines.String()) {
		tail.Write([]byte(line))
	}
	got := strings.Split(tail.Text(), "\n")
	if len(got) != 20 || got[0] != "line 2980" || got[19] != "line 2999" {
		t.Errorf("of 3000 lines there are %d, from %q to %q", len(got), got[0], got[len(got)-1])
	}
}

func TestTailCanBeShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tail sshbridge.Tail
		for _, p := range rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 5000), 0, 4).Draw(t, "writes") {
			tail.Write(p)
		}
		text := tail.Text()
		if !utf8.ValidString(text) || strings.Count(text, "\n") >= 20 {
			t.Fatalf("%q", text)
		}
		for _, r := range text {
			if r != '\n' && !unicode.IsGraphic(r) {
				t.Fatalf("%q has %U", text, r)
			}
		}
	})
}
