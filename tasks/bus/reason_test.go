package bus

import (
	"errors"
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

func TestReasonOf(t *testing.T) {
	odd := Because("it is %s", Because("odd"))
	for _, test := range []struct {
		what string
		err  error
		want string
	}{
		{"nothing", nil, ""},
		{"somebody else's", errors.New("odd"), ""},
		{"a reason's", odd.Err(), "it is odd"},
		{"a syntax error", &SyntaxError{What: "path", Text: "x", Reason: odd}, "it is odd"},
		{"what was answered", NewRemoteError("a.b", "odd"), ""},
		{"our own", fmt.Errorf("calling: %w", &Error{Reason: odd, Err: errors.New("EOF")}), "it is odd"},
		{"the end of a connection", NewDisconnectedError(ErrClosed), "the connection was closed"},
		{"a description", &DescriptionError{Reason: odd, Err: errors.New("EOF")}, "it is odd: EOF"},
	} {
		if got := ReasonOf(test.err).String(); got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
	if text := (&Error{Op: "call", Reason: odd, Err: errors.New("EOF")}).Error(); text != "call: it is odd: EOF" {
		t.Errorf("the log says %q", text)
	}
	if other := odd.Err(); errors.Is(other, odd.Err()) || !errors.Is(other, other) {
		t.Error("two errors with one reason are the same")
	}
}
