package present

import (
	"strings"
	"testing"
)

func TestBreaksOf(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"Add up", ""},
		{":1.42", ""},
		{"org.example.Lift", "example.|Lift"},
		{"org._example", "_example"},
		{"Practice.Sleep (0.5 s)", "Sleep"},
		{"End.", ""},
		{"sender='org.example',member='M-1'", "example"},
		{"a.b_2.c to d.e", "b_2.|c|e"},
		{"Ende. Größe.Ändern…", "Ändern"},
	} {
		var parts []string
		for _, b := range BreaksOf(tt.text) {
			parts = append(parts, tt.text[b.Start:b.End])
		}
		if got := strings.Join(parts, "|"); got != tt.want {
			t.Errorf("a line of %q may begin at %q; want %q", tt.text, got, tt.want)
		}
	}
}
