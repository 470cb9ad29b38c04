package present

import (
	"strings"
	"testing"
)

func TestBreakable(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"", ""},
		{"Add up", "Add up"},
		{"org.example.Lift", "org.|example.|Lift"},
		{"org._example", "org.|_example"},
		{":1.42", ":1.42"},
		{"Practice.Sleep (0.5 s)", "Practice.|Sleep (0.5 s)"},
		{"End.", "End."},
		{"Größe.Ändern…", "Größe.|Ändern…"},
	} {
		if got := strings.ReplaceAll(Breakable(tt.name), string(breakHere), "|"); got != tt.want {
			t.Errorf("Breakable(%q) is %q; want %q", tt.name, got, tt.want)
		}
	}
}

func TestBreaksOf(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"Add up", ""},
		{":1.42", ""},
		{"org.example.Lift", "example.|Lift"},
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
