package tr

import (
	"testing"

	"golang.org/x/text/language"
)

// BenchmarkStart is what a start in another language takes longer.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		New("de", language.German).T("Cancel")
	}
}

// BenchmarkFormat is what a figure in a row costs.
func BenchmarkFormat(b *testing.B) {
	l := New("de", language.German)
	b.ReportAllocs()
	for b.Loop() {
		l.F("%.1f s", 12.4)
	}
}
