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
