package uitest

import (
	"slices"
	"testing"
)

func TestPhrasebook(t *testing.T) {
	for _, test := range []struct{ language, said, want string }{
		{"", "Cancel", "Cancel"},
		{"de", "Cancel", "Cancel"},
		{"de", "Abbrechen", "Cancel"},
		{"de", "Den Übungsdienst ausprobieren", "Try the Practice Service"},
		{"de", "3 ausgewählt", "3 selected"},
		{"de", "org.example.Bell beobachten", "Watch org.example.Bell"},
		{"de", "Practice.Sleep (30 s, Zeitlimit 1 s), Abgelaufen", "Practice.Sleep (30 s, limit 1 s), Timed Out"},
		{"de", "Wert: 4 Einträge, ausgeklappt", "Value: 4 entries, expanded"},
		{"de", "Typ von Wert", "Value Type"},
		{"de", "Ein Leerzeichen ist hier nicht erlaubt.", "A space is not allowed here."},
		{"zh_CN", "新建调用", "New Call"},
		{"zh_CN", "Practice.Sleep (60 秒), 运行中", "Practice.Sleep (60 s), Running"},
	} {
		if read := newPhrasebook(test.language).readings(test.said); !slices.Contains(read, test.want) {
			t.Errorf("%q in %q is read as %q, not as %q", test.said, test.language, read, test.want)
		}
	}
}
