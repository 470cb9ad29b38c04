package present

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

func array(t testing.TB, elem bus.Signature, items ...bus.Value) bus.Value {
	t.Helper()
	v, err := bus.Array(elem, items...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func dict(t *testing.T, entries ...bus.Entry) bus.Value {
	t.Helper()
	v, err := bus.Dict("s", "v", entries...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func repeat(v bus.Value, n int) []bus.Value {
	values := make([]bus.Value, n)
	for i := range values {
		values[i] = v
	}
	return values
}

func withResult(result any) func(*tasks.Snapshot) {
	return func(s *tasks.Snapshot) { s.Result = result }
}

func TestResult(t *testing.T) {
	for _, tt := range []struct {
		name   string
		result any
		want   Result
	}{
		{"none", nil, Result{}},
		{"of other work", struct{}{}, Result{}},
		{"empty reply", bus.Reply{}, Result{Text: "()", CanCopy: true, Forms: true}},
		{"a number", bus.Reply{Body: []bus.Value{bus.Uint32(42)}}, Result{Text: "(uint32 42,)", CanCopy: true, Forms: true}},
		{"two values", bus.Reply{Body: []bus.Value{bus.String("<b>"), bus.Bool(true)}}, Result{Text: "('<b>', true)", CanCopy: true, Forms: true}},
		{"text that turns", bus.Reply{Body: []bus.Value{bus.String("a\u202eb\u2028c")}}, Result{Text: `('a\u202eb\u2028c',)`, CanCopy: true, Forms: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := resultOf(tt.result); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestLargeResults(t *testing.T) {
	const inPart = "Too large to show in full. Copying gives all of it."
	const huge = "Too large to show in full, or to copy."
	for _, tt := range []struct {
		name string
		body bus.Value
		note string
	}{
		{"bytes", bus.Bytes(make([]byte, 32<<10)), inPart},
		{"too many bytes", bus.Bytes(make([]byte, 1<<20)), huge},
		{"a long string", bus.String(strings.Repeat("é", 3000)), inPart},
		{"a very long string", bus.String(strings.Repeat("é", 1<<20)), huge},
		{"a long byte string", bus.Bytes(append([]byte(strings.Repeat("x", 5000)), 0)), inPart},
		{"all escapes", bus.String(strings.Repeat("\x01", 60<<10)), inPart},
		{"many numbers", array(t, "u", repeat(bus.Uint32(1), 10_000)...), inPart},
		{"many strings", array(t, "s", repeat(bus.String("abc"), 10_000)...), inPart},
		{"a string in a variant", bus.Variant(bus.String(strings.Repeat("x", 1<<21))), huge},
		{"in a struct", bus.Struct(bus.String(strings.Repeat("x", 100<<10)), bus.Bytes(make([]byte, 9)), bus.Bool(true)), inPart},
		{"in a dictionary", dict(t, bus.Entry{Key: bus.String("k"), Value: bus.Variant(bus.Bytes(make([]byte, 1<<20)))}), huge},
		{"a key", dict(t, bus.Entry{Key: bus.String(strings.Repeat("k", 9000)), Value: bus.Variant(bus.Bool(true))}), inPart},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := at(tasks.Succeeded, withResult(bus.Reply{Body: []bus.Value{tt.body}}))
			got := resultOf(s.Result)
			if got.Note != tt.note {
				t.Errorf("the note is %q, want %q", got.Note, tt.note)
			}
			if len(got.Text) < resultLineLimit/2 || len(got.Text) > 3*resultLimit {
				t.Errorf("%d bytes are shown", len(got.Text))
			}
			for line := range strings.Lines(got.Text) {
				if len(line) > resultLineLimit+len(cutMark)+1 {
					t.Errorf("a line has %d bytes", len(line))
				}
			}
			if !utf8.ValidString(got.Text) {
				t.Error("a character was cut")
			}
			if copied := ResultText(s); got.CanCopy != (copied != "") || got.CanCopy && copied != s.Result.(bus.Reply).Text() {
				t.Errorf("CanCopy is %v, and %d bytes are copied", got.CanCopy, len(copied))
			}
		})
	}
}

// Cutting gives values of the types that it was given, and all of them if they
// are few.
func TestCutAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(bustest.Values(4), 0, 3).Draw(t, "values")
		limit := rapid.IntRange(0, 200).Draw(t, "limit")
		kept, whole := cutAll(values, limit)
		for i, v := range kept {
			if v.Signature() != values[i].Signature() {
				t.Fatalf("%s was cut to %s", values[i].Text(), v.Text())
			}
		}
		if whole {
			if len(kept) != len(values) {
				t.Fatalf("%d of %d values are all", len(kept), len(values))
			}
			for i, v := range kept {
				if !v.Equal(values[i]) {
					t.Fatalf("%s was cut to %s without a word", values[i].Text(), v.Text())
				}
			}
		}
		if kept, whole = cutAll(values, 1<<20); !whole || len(kept) != len(values) {
			t.Fatalf("values that fit were cut")
		}
	})
}

func TestTextToCopy(t *testing.T) {
	reply := bus.Reply{Body: []bus.Value{bus.Int32(1)}}
	refused := bus.NewRemoteError("org.example.Error", "no\nway")
	call := bus.CallSpec{Call: bus.Call{Args: []bus.Value{bus.Uint32(5), bus.String("a")}}}
	for _, tt := range []struct {
		name                       string
		s                          *tasks.Snapshot
		result, arguments, failure string
	}{
		{"succeeded", at(tasks.Succeeded, withResult(reply), withData(call)), "(1,)", "uint32 5, 'a'", ""},
		{"running", at(tasks.Running), "", "", ""},
		{"of other work", at(tasks.Succeeded, withData(nil), withResult(7)), "", "", ""},
		{"in words", at(tasks.Succeeded, withData(nil), withResult("six")), "six", "", ""},
		{"failed", at(tasks.Failed, withErr(refused)), "", "", "The service reported an error.\norg.example.Error: no\nway"},
		{"canceled", at(tasks.Canceled, withCancel), "", "", "You canceled this task."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := ResultText(tt.s); got != tt.result {
				t.Errorf("the result is %q, want %q", got, tt.result)
			}
			if got := ArgumentsText(tt.s); got != tt.arguments {
				t.Errorf("the arguments are %q, want %q", got, tt.arguments)
			}
			if got := FailureText(tt.s); got != tt.failure {
				t.Errorf("the failure is %q, want %q", got, tt.failure)
			}
		})
	}
}
