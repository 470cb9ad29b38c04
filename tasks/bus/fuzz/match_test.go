package fuzz_test

import (
	"errors"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// FuzzParseMatchRule checks that what was read is written and read back as the
// same rule, that a refusal points into the text, and that a rule can be put to
// any message.
func FuzzParseMatchRule(f *testing.F) {
	for _, seed := range []string{
		"", " \t", "type='signal',sender='org.freedesktop.DBus',interface='a.b',member='C',path='/d',destination=':1.5'",
		`arg0=\',arg1='\',arg2=a\,b,arg3=\`, "arg0path='/a/',arg63='a'", "arg0namespace='com',path_namespace=/,eavesdrop=true,eavesdrop='false'",
		"type=error,", "type='signal',,", "arg010='a'", "='a'", "arg0='a", "path='/a/'", "member='é'", "arg0=''''",
	} {
		f.Add(seed)
	}
	messages := []bus.Message{
		{},
		{Type: bus.MessageSignal, Path: "/a", Body: []bus.Value{bus.String(""), bus.PathValue("/"), bus.Variant(bus.Int32(1))}},
		{Type: 9, Body: []bus.Value{bus.String("com.example"), bus.String("/a/")}},
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := bus.ParseMatchRule(text)
		if err != nil {
			checkSyntaxError(t, text, err)
			return
		}
		for _, msg := range messages {
			if rule.Matches(msg) && rule.Type != 0 && rule.Type != msg.Type {
				t.Fatalf("%s wants %+v", rule, msg)
			}
		}
		written := rule.String()
		if err := rule.Validate(); err != nil {
			// Quotes and escapes can make the text longer than it was.
			if fault, ok := errors.AsType[*bus.SyntaxError](err); !ok || fault.What != "match rule" || len(written) <= 1024 {
				t.Fatalf("%q was read as %q, which is not valid: %v", text, written, err)
			}
			return
		}
		again, err := bus.ParseMatchRule(written)
		if err != nil || again.String() != written {
			t.Fatalf("%q was read as %q, and that as %q, %v", text, written, again, err)
		}
	})
}
