package bus

import (
	"fmt"
	"testing"
)

// TestReasonsAreSaidInOtherWords holds that a reason, and one that it holds, can
// be said in other words with the same things in them.
func TestReasonsAreSaidInOtherWords(t *testing.T) {
	words := map[string]string{
		"not an object path: %s": "kein Objektpfad: %s",
		"%s is not allowed here": "%s ist hier nicht erlaubt",
		"a space":                "ein Leerzeichen",
	}
	say := func(format string, args ...any) string { return fmt.Sprintf(words[format], args...) }
	_, err := ParseObjectPath("/a b")
	reason := Because("not an object path: %s", reasonOf(err))
	if got := reason.String(); got != "not an object path: a space is not allowed here" {
		t.Errorf("in English it is %q", got)
	}
	if got := reason.Say(say); got != "kein Objektpfad: ein Leerzeichen ist hier nicht erlaubt" {
		t.Errorf("in other words it is %q", got)
	}
	if none := (Reason{}); none.String() != "" || !none.IsZero() || reason.IsZero() {
		t.Error("the zero Reason is not none")
	}
}
