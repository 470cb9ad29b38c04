package headless_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

func TestCall(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		s.call(t, nil, "Add", "40", "-2").want(t, "(38,)\n")
		s.call(t, []string{"--signature", "ii"}, "Add", "40", "2").want(t, "(42,)\n")
		s.call(t, []string{"--json-in"}, "Add", "40", `"2"`).want(t, "(42,)\n")
		s.call(t, nil, "Echo", "<{'a': <uint64 5>}>").want(t, "(<{'a': <uint64 5>}>,)\n")
		s.call(t, []string{"--timeout", "none", "--no-auto-start", "--interactive"}, "Tick").want(t, "(uint32 1,)\n")
		s.call(t, []string{"--no-reply"}, "Tick").want(t, "")
		s.run(t, "call", "org.freedesktop.DBus", "/", "", "NameHasOwner", "org.freedesktop.DBus").want(t, "(true,)\n")
		// The method says that it never answers.
		s.call(t, []string{"--timeout", "none"}, "Note", "it's -x").want(t, "")
		r := s.call(t, []string{"--verbose"}, "Add", "1", "2")
		if r.out != "(3,)\n" || !strings.Contains(r.err, `signature "i", 4 bytes`) {
			t.Errorf("it wrote %q and %q", r.out, r.err)
		}
		r = s.call(t, []string{"--repeat", "20", "--at-once", "5", "--json"}, "Add", "1", "2")
		if got := decoded[struct{ Succeeded int }](t, r); got.Succeeded != 20 {
			t.Errorf("repeated, it wrote %q", r.out)
		}
	})
}

func TestCallTakesFilesAndTellsOfThem(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		path := filepath.Join(t.TempDir(), "five")
		if err := os.WriteFile(path, []byte("12345"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.call(t, []string{"--file", path}, "Describe", "0").want(t, "('"+path+"', int64 5)\n")
		got := decoded[struct {
			Type  string
			Files []struct{ Kind string }
		}](t, s.call(t, []string{"--json"}, "Pipe"))
		if got.Type != "h" || len(got.Files) != 1 || got.Files[0].Kind != "pipe" {
			t.Errorf("it wrote %+v", got)
		}
		s.call(t, nil, "Describe", "0").wantFailure(t, 2, "stands for no file")
	})
}

func TestCallsThatFail(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		s.call(t, nil, "Fail", "a.b.C", "Not today").wantFailure(t, 1, "The service reported an error.", "a.b.C: Not today")
		s.call(t, nil, "Nope").wantFailure(t, 1, "org.freedesktop.DBus.Error.UnknownMethod")
		s.call(t, []string{"--timeout", "20ms"}, "NeverAnswer").wantFailure(t, 124, "No answer came within 0.02 s.")
		s.call(t, []string{"--repeat", "3"}, "Fail", "a.b.C", "no").wantStatus(t, 1, "3 of 3 calls failed", "a.b.C")
		s.run(t, "call", "com.example.Nobody", "/", "a.b", "C").wantFailure(t, 1, "Nobody on the bus has this name.", "ServiceUnknown")
		s.run(t, "call", "--bus", "unix:path=/nonexistent/bus", "a.b", "/", "a.b", "C").wantFailure(t, 3, "The bus could not be reached.")

		s.call(t, nil, "Add", "1").wantFailure(t, 2, "1 arguments, and the method takes 2: Add (i a, i b)")
		s.call(t, nil, "Add", "1", "x").wantFailure(t, 2, "argument 2, of type i")
		s.call(t, []string{"--signature", "i"}, "Add", "1", "2").wantFailure(t, 2, "2 arguments")
		s.call(t, []string{"--signature", "i("}, "Add", "1").wantFailure(t, 2, "signature")
		s.call(t, []string{"--timeout", "-1s"}, "Add").wantFailure(t, 2, "--help")
		s.call(t, []string{"--json-in"}, "Add", "1", "{").wantFailure(t, 2, "argument 2")
		s.run(t, "call", "a.b", "c", "a.b", "C").wantFailure(t, 2, "object path")
		s.run(t, "call", "a", "/", "a.b", "C").wantFailure(t, 2, "bus name")
		s.run(t, "call", "a.b").wantFailure(t, 2, "DESTINATION PATH INTERFACE METHOD")
		s.run(t, "call", "--nope").wantFailure(t, 2, "-nope", "bellhop call --help")
		s.run(t, "call", "--backend", "libdbus", "a.b", "/", "", "C").wantFailure(t, 2, "godbus and GDBus")
		s.run(t, "call", "--bus", "nowhere", "a.b", "/", "", "C").wantFailure(t, 2, "address")
		s.run(t, "ring").wantFailure(t, 2, `what is "ring"?`)
	})
}

// wantStatus is wantFailure for what writes something nevertheless.
func (r ran) wantStatus(t rapid.TB, status int, words ...string) {
	t.Helper()
	r.out = ""
	r.wantFailure(t, status, words...)
}

func TestEveryKindOfBus(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		far := bustest.StandInSSH(t, s.daemon.Address())
		reached := func(getenv func(string) string, address string) {
			t.Helper()
			s.getenv = getenv
			s.run(t, "call", append([]string{"--bus", address}, onPractice("Add", "1", "2")...)...).want(t, "(3,)\n")
		}
		here := func(string) string { return s.daemon.Address() }
		reached(here, "session")
		reached(here, "system")
		reached(far.Getenv, "ssh:host="+bustest.SSHHost)
		reached(far.FarGetenv, "container:name="+bustest.ContainerName)
		s.run(t, "list", "--bus", "container:name=none").wantFailure(t, 3, "The bus could not be reached.", "Failed to get machine none")

		// A bus is a peer to who has not said Hello to it, which it answers once.
		const driver = "org.freedesktop.DBus"
		r := s.run(t, "call", "--bus", "peer:"+s.daemon.Address(), "--signature", "", driver, "/org/freedesktop/DBus", driver, "Hello")
		if r.status != 0 || !strings.HasPrefix(r.out, "(':1.") {
			t.Errorf("a peer answers %q (%q)", r.out, r.err)
		}
	})
}

// A value goes in and comes out the same, in either notation.
func TestValuesGoThrough(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		values := bustest.Values(3).Filter(func(v bus.Value) bool { return !bustest.HoldsHandle(v) })
		rapid.Check(t, func(rt *rapid.T) {
			v := bus.Variant(values.Draw(rt, "value"))
			if !v.IsValid() {
				rt.Skip("too deep for a variant")
			}
			same(rt, v, s.call(rt, []string{"--signature", "v", "--json"}, "Echo", v.Text()))
			same(rt, v, s.call(rt, []string{"--signature", "v", "--json", "--json-in"}, "Echo", v.JSON()))
			out := s.call(rt, []string{"--signature", "v"}, "Echo", v.Text()).out
			if got, err := bus.ParseArguments(out, "v"); err != nil || !got[0].Equal(v) {
				rt.Fatalf("%s comes back as %s (%v)", v.Text(), out, err)
			}
		})
	})
}

func same(t rapid.TB, v bus.Value, r ran) {
	t.Helper()
	reply := decoded[struct {
		Type bus.Signature
		Data json.RawMessage
	}](t, r)
	got, err := bus.ParseJSONArguments(string(reply.Data), reply.Type)
	if err != nil || len(got) != 1 || !got[0].Equal(v) {
		t.Fatalf("%s comes back as %s (%v)", v.Text(), r.out, err)
	}
}

func TestTextFromABusCannotControlATerminal(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		const evil = "\x1b[31m\u009b\u202e\x07"
		for _, r := range []ran{
			s.call(t, nil, "Fail", "a.b.C", evil),
			s.call(t, nil, "Echo", bus.Variant(bus.String(evil)).Text()),
			s.call(t, []string{"--json"}, "Echo", bus.Variant(bus.String(evil)).Text()),
			s.call(t, nil, "Add", "1", evil),
		} {
			if text := r.out + r.err; text == "" || strings.ContainsAny(text, evil[:1]+"\u009b\u202e\x07") {
				t.Errorf("it wrote %q", text)
			}
		}
	})
}
