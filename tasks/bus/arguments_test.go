package bus_test

import (
	"errors"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestParseArguments(t *testing.T) {
	for _, c := range []struct{ text, sig, want string }{
		{"", "", "()"},
		{"  ", "", "()"},
		{"()", "", "()"},
		{"1, 2", "", "(1, 2)"},
		{"1 2,3 ,4", "", "(1, 2, 3, 4)"},
		{"uint32 5 'a' @as []", "", "(uint32 5, 'a', @as [])"},
		{"(1, 'a')", "", "(1, 'a')"},
		{"((1, 'a'),)", "", "((1, 'a'),)"},
		{"(1,) (2,)", "", "((1,), (2,))"},
		{"@(uu) (1, 2)", "", "(uint32 1, uint32 2)"},
		{"[(1,)]", "", "([(1,)],)"},
		{"<(1,)>", "", "(<(1,)>,)"},

		{"5", "u", "(uint32 5,)"},
		{"(5,)", "u", "(uint32 5,)"},
		{"5 '/a'", "yo", "(byte 0x05, objectpath '/a')"},
		{"(5, '/a')", "yo", "(byte 0x05, objectpath '/a')"},
		{"@(us) (1, 'a')", "us", "(uint32 1, 'a')"},
		{"[] {}", "asa{sv}", "(@as [], @a{sv} {})"},
		{"(1, 'a')", "(is)", "((1, 'a'),)"},
		{"((1, 'a'),)", "(is)", "((1, 'a'),)"},
		{"((1,),)", "((i))", "(((1,),),)"},
		{"(((1,),),)", "((i))", "(((1,),),)"},
		{"(<1>,)", "(v)", "((<1>,),)"},
		{"(1,) 2", "(i)i", "((1,), 2)"},
		{"((1,), 2)", "(i)i", "((1,), 2)"},
	} {
		args, err := bus.ParseArguments(c.text, bus.Signature(c.sig))
		if err != nil {
			t.Errorf("%q as %q: %v", c.text, c.sig, err)
			continue
		}
		if got := (bus.Reply{Body: args}).Text(); got != c.want {
			t.Errorf("%q as %q is %s, want %s", c.text, c.sig, got, c.want)
		}
		if got := (bus.Call{Args: args}).Signature(); c.sig != "" && string(got) != c.sig {
			t.Errorf("%q as %q has the signature %q", c.text, c.sig, got)
		}
	}
}

func TestParseArgumentsSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		text, sig string
		offset    int
		reason    string
	}{
		{"", "u", 0, "1 argument is expected, not 0"},
		{"1 2", "iii", 3, "3 arguments are expected, not 2"},
		{"(1, 2)", "iii", 0, "3 arguments are expected, not 2"},
		{"1 2 3", "i", 2, "no more than 1 argument is expected"},
		{"(1, 2, 3)", "ii", 7, "no more than 2 arguments are expected"},
		{"(1,)", "(s)", 1, "expected text between quotes"},
		{"((1,),)", "(s)", 2, "expected text between quotes"},
		{"1 'a'", "ii", 2, "expected a number"},
		{"'a''b'", "", 3, "“,” or a space expected"},
		{"1,", "", 2, "a value is missing at the end"},
		{"1,,2", "", 2, "a value is missing before “,”"},
		{"1 []", "", 2, "the type is not clear; write it first, as in “@as []”"},
		{"({1, 2},)", "", 1, "an entry of a dictionary must stand in an array"},
		{"@u (1,)", "", 3, "expected a number"},
		{"1", "(", 0, "the signature is not valid: “)” is missing at the end"},
	} {
		args, err := bus.ParseArguments(c.text, bus.Signature(c.sig))
		e, ok := errors.AsType[*bus.TextError](err)
		if !ok {
			t.Errorf("%q as %q is %s (%v), want an error", c.text, c.sig, bus.Reply{Body: args}.Text(), err)
		} else if e.Offset != c.offset || e.Reason.String() != c.reason {
			t.Errorf("%q as %q: %q at %d, want %q at %d", c.text, c.sig, e.Reason, e.Offset, c.reason, c.offset)
		}
	}
}
