package fuzz_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// FuzzParseValue reads anything, and checks that what was read is written and
// read back as the same, and that a refusal points into the text.
func FuzzParseValue(f *testing.F) {
	for _, seed := range [][2]string{
		{"[1, 2.0, -0x1p3, inf, nan]", ""},
		{"@a{sv} {'a': <uint32 5>, \"b\": <@as []>}", ""},
		{"(b'\\377\\n', '\\u00e9\\U0001f600', objectpath '/a', signature 'as', handle 0)", ""},
		{"[{1, 'a'}, {2, 'b'}]", "a{ys}"},
		{"1 'a', [true]", "isab"},
		{"((1,), 2)", "(i)i"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, sig string) {
		v, err := bus.ParseValue(text, bus.Signature(sig))
		checkTextError(t, text, err)
		if err == nil {
			again, err := bus.ParseValue(v.Text(), "")
			checkSame(t, v.Text(), v, again, err)
			if _, err := bus.ParseType(string(v.Signature())); err != nil {
				t.Fatalf("%q is of type %q: %v", text, v.Signature(), err)
			}
		}
		args, err := bus.ParseArguments(text, bus.Signature(sig))
		checkTextError(t, text, err)
		if err == nil && sig != "" && string(bus.Call{Args: args}.Signature()) != sig {
			t.Fatalf("%q as %q: arguments of type %q", text, sig, bus.Call{Args: args}.Signature())
		}
	})
}

func checkTextError(t *testing.T, text string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	e, ok := errors.AsType[*bus.TextError](err)
	if !ok || e.Offset < 0 || e.Offset > len(text) || e.Reason.IsZero() {
		t.Fatalf("%q: bad error %#v", text, err)
	}
}

// checkSame checks what was read from a text.
func checkSame(t *testing.T, text string, want, got bus.Value, err error) {
	t.Helper()
	if err != nil || got.Signature() != want.Signature() || !got.Equal(want) {
		t.Fatalf("%s became %s of type %s (%v)", text, got.Text(), got.Signature(), err)
	}
}

// FuzzParseSignature checks that a good signature is taken apart and joined
// again without loss, and that a refusal points into the text.
func FuzzParseSignature(f *testing.F) {
	for _, seed := range []string{"", "a{sv}(ii)aay", "a{s(iv)}", "((((y))))", "a{", "()", "a{vs}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sig, err := bus.ParseSignature(text)
		if err != nil {
			checkSyntaxError(t, text, err)
			// What was not checked must at least not crash.
			for _, typ := range bus.Signature(text).Split() {
				key, value := typ.KeyValue()
				if len(typ.Elem())+len(key)+len(value) >= 2*len(typ) || len(typ.Fields()) >= len(typ) {
					t.Fatalf("the parts of %q are more than the whole", typ)
				}
			}
			return
		}
		var joined bus.Signature
		for _, typ := range sig.Split() {
			joined += typ
			if _, err := bus.ParseType(string(typ)); err != nil {
				t.Fatalf("%q: part %q: %v", text, typ, err)
			}
			checkParts(t, typ)
		}
		if joined != sig {
			t.Fatalf("%q was split into %q", sig, sig.Split())
		}
		if v := bus.SignatureValue(sig); !v.IsValid() {
			t.Fatalf("%q is no value", sig)
		}
	})
}

// checkParts checks that a container's type is made again of its parts.
func checkParts(t *testing.T, typ bus.Signature) {
	t.Helper()
	made := typ
	switch {
	case typ.IsDict():
		key, value := typ.KeyValue()
		made = "a{" + key + value + "}"
	case typ.Type() == bus.TypeArray:
		made = "a" + typ.Elem()
	case typ.Type() == bus.TypeStruct:
		made = "("
		for _, field := range typ.Fields() {
			made += field
		}
		made += ")"
	}
	if made != typ {
		t.Fatalf("the parts of %q make %q", typ, made)
	}
}

// FuzzParseAddress checks that a good address stays good, and that a refusal
// points into the text.
func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{
		"session", "system", "unix:path=/run/user/1000/bus,guid=0123456789abcdef0123456789abcdef",
		"unix:abstract=/tmp/a%20b;tcp:host=localhost,port=1,family=ipv4;", "nonce-tcp:port=1,noncefile=/n", "launchd:env=X", "unix:path=%",
		"accessibility", "peer:unix:path=/a", "ssh:host=tv.local,user=me,port=22,bus=unix%3apath%3d%2frun%2fbus", "ssh:host=%2dx", "ssh:bus=session,host=h",
		"container:name=web,user=me,bus=session", "container:bus=system,name=%2dM",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		addr, err := bus.ParseAddress(text)
		if err != nil {
			checkSyntaxError(t, text, err)
			return
		}
		again, err := bus.ParseAddress(addr.String())
		if err != nil || again != addr || addr.Kind() == bus.AddressNone {
			t.Fatalf("%q became %q: %v", text, addr, err)
		}
		if target, ok := addr.SSH(); ok {
			same, err := bus.SSHAddress(target)
			if err != nil || same != addr || strings.HasPrefix(target.Host, "-") {
				t.Fatalf("%q leads to %+v and back to %q: %v", text, target, same, err)
			}
		}
		if target, ok := addr.Container(); ok {
			same, err := bus.ContainerAddress(target)
			if err != nil || same != addr || strings.HasPrefix(target.Name+target.User, "-") {
				t.Fatalf("%q leads to %+v and back to %q: %v", text, target, same, err)
			}
		}
		for _, value := range []string{text, ""} {
			dial, err := addr.Resolve(func(string) string { return value })
			if err != nil {
				continue
			}
			if _, err := bus.ParseAddress(dial); err != nil {
				t.Fatalf("%q resolves to %q: %v", text, dial, err)
			}
		}
	})
}

func checkSyntaxError(t *testing.T, text string, err error) {
	t.Helper()
	e, ok := errors.AsType[*bus.SyntaxError](err)
	if !ok || e.Offset < 0 || e.Offset > len(text) || e.Reason.IsZero() {
		t.Fatalf("%q: bad error %#v", text, err)
	}
}
