package present

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

var somewhere = bus.Object{
	Endpoint: bus.Endpoint{Address: bus.SessionAddress(), Backend: "godbus"}, Name: "org.example.Nobody", Path: "/a",
}

// everyKind is the description of a task of each kind.
func everyKind() []any {
	call := bus.CallSpec{Endpoint: somewhere.Endpoint, Call: bus.Call{Destination: "org.example.Nobody", Path: "/a", Interface: "a.b", Member: "M"}}
	return []any{
		call,
		bus.RepeatSpec{CallSpec: call, Times: 1000, AtOnce: 8},
		bus.ConnectSpec{Endpoint: somewhere.Endpoint},
		bus.WatchSpec{Endpoint: somewhere.Endpoint, Keep: 10, Limit: 5},
		bus.MonitorSpec{Endpoint: somewhere.Endpoint, Keep: 10},
		bus.WatchPropertySpec{Object: somewhere, Interface: "a.b", Properties: []bus.Property{{Name: "P"}}, Keep: 3},
		bus.GetPropertySpec{Object: somewhere, Interface: "a.b", Property: "P"},
		bus.GetPropertiesSpec{Object: somewhere, Interface: "a.b"},
		bus.SetPropertySpec{Object: somewhere, Interface: "a.b", Property: "P", Value: bus.Bool(true)},
		bus.ActivateSpec{Endpoint: somewhere.Endpoint, Name: somewhere.Name},
		bus.ListNamesSpec{Endpoint: somewhere.Endpoint},
		bus.CredentialsSpec{Endpoint: somewhere.Endpoint, Name: somewhere.Name},
		bus.IntrospectSpec{Object: somewhere},
		bus.ExpandSpec{Object: somewhere},
		bus.ManagedObjectsSpec{Object: somewhere},
	}
}

func TestEveryKindHasFactsAndARetry(t *testing.T) {
	for _, data := range everyKind() {
		s := at(tasks.Failed, withData(data))
		facts := TaskDetails(s).Call
		if facts.Heading == "" || facts.Connection != "Session · godbus" {
			t.Errorf("%T: %+v", data, facts)
		}
		if row := TaskRow(s, noon); !row.CanRetry || !TaskDetails(s).CanRetry {
			t.Errorf("%T cannot be retried", data)
		}
	}
}

func TestFactsOfAWatchAndARepeat(t *testing.T) {
	for _, tt := range []struct {
		data any
		want func(CallFacts) bool
	}{
		{bus.WatchSpec{Keep: 1000, Limit: 5}, func(f CallFacts) bool {
			return f.Rule == "Everything" && f.Keep == "The latest 1,000 messages" && f.Repeat == "Until 5 messages have come"
		}},
		{bus.RepeatSpec{Times: 1000, AtOnce: 8}, func(f CallFacts) bool { return f.Repeat == "1,000 times, at most 8 at once" }},
		{bus.CallSpec{Call: bus.Call{Flags: bus.NoReply | bus.NoAutoStart, Files: []bus.File{{Path: "/x"}}}}, func(f CallFacts) bool {
			return f.Flags == "no reply wanted · starts no service" && f.Files == "0: /x"
		}},
		{bus.SetPropertySpec{Property: "P", Value: bus.Uint32(3)}, func(f CallFacts) bool { return f.Property == "P" && f.Value == "uint32 3" }},
	} {
		if facts := TaskDetails(at(tasks.Running, withData(tt.data))).Call; !tt.want(facts) {
			t.Errorf("%T: %+v", tt.data, facts)
		}
	}
}

func TestResultsInWords(t *testing.T) {
	var h bus.Histogram
	for range 9 {
		h.Add(2 * time.Millisecond)
	}
	h.Add(time.Second)
	for _, tt := range []struct {
		result any
		want   []string
	}{
		{bus.ConnectionInfo{Endpoint: somewhere.Endpoint, UniqueName: ":1.7"}, []string{"Connected to Session", ":1.7"}},
		{bus.ActivationStarted, []string{"was started"}},
		{bus.ActivationAlreadyRunning, []string{"running already"}},
		{bus.WatchResult{Messages: 1, Missed: 1200}, []string{"1 message came", "1,200"}},
		{[]bus.NameInfo{{Name: "a.b", Activatable: true}, {Name: "c.d", Owner: ":1.2"}, {Name: "e.f", Err: errors.New("odd")}}, []string{"3 names, 1 of them", "c.d\n  :1.2", "odd"}},
		{bus.Node{XML: "<node/>"}, []string{"<node/>"}},
		{bus.Tree{Nodes: []bus.TreeNode{{Node: bus.Node{Path: "/a"}}}, Summary: bus.ExpandSummary{Found: 1, StoppedBy: bus.BoundTime}}, []string{"1 object", "/a", "time"}},
		{bus.Credentials{Owner: ":1.4", PID: 12, UID: 0, User: "root", Command: []string{"x", "y"}}, []string{"Process: 12", "root · UID 0", "x y"}},
		{bus.RepeatResult{Succeeded: 10, Failed: 2, Histogram: h, Max: time.Second, FirstError: errors.New("odd")}, []string{"10 succeeded · 2 failed", "odd", "█", " 9"}},
		{[]bus.PropertyValue{{Name: "P", Value: bus.Uint32(5)}, {Name: "Q", Err: bus.ErrWriteOnly}}, []string{"P = uint32 5", "Q: Can only be set"}},
		{bus.Uint32(7), []string{"uint32 7"}},
		{[]bus.ManagedObject{{Path: "/a", Interfaces: []bus.ManagedInterface{{Name: "a.b"}}}}, []string{"/a", "a.b"}},
	} {
		got := TaskDetails(at(tasks.Succeeded, withResult(tt.result))).Result
		for _, want := range tt.want {
			if !strings.Contains(got.Text, want) {
				t.Errorf("%T: %q is not in\n%s", tt.result, want, got.Text)
			}
		}
		if !got.CanCopy || ResultText(at(tasks.Succeeded, withResult(tt.result))) == "" {
			t.Errorf("%T cannot be copied", tt.result)
		}
	}
}

func TestFactsOfAReply(t *testing.T) {
	reply := bus.Reply{
		Body: []bus.Value{bus.Uint32(1), bus.String("a")}, Signature: "us", Sender: ":1.9",
		Files: []bus.FileInfo{{Name: "pipe:[7]", Kind: "pipe", Size: -1}, {Name: "/x", Kind: "file", Size: 12_345}},
	}
	want := ReplyFacts{Sender: ":1.9", Signature: "us", Size: "10 bytes", Files: "0: pipe:[7] · pipe\n1: /x · file · 12.3 kB"}
	if got := TaskDetails(at(tasks.Succeeded, withResult(reply))).Reply; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestForms(t *testing.T) {
	reply := bus.Reply{Body: []bus.Value{bus.Uint32(1), bus.String("a")}}
	for form, want := range map[Form]string{
		AsText: "(uint32 1, 'a')",
		AsJSON: "[\n  1,\n  \"a\"\n]",
		AsRaw:  "000000 01 00 00 00 01 00 00 00 ........\n000008 61 00                   a.",
	} {
		s := at(tasks.Succeeded, withResult(reply))
		if got := ResultAs(reply, form, false); got.Text != want || !got.CanCopy || !got.Forms {
			t.Errorf("form %d: %+v", form, got)
		}
		if got := ResultTextAs(s, form); got != want {
			t.Errorf("form %d is copied as %q", form, got)
		}
	}
}

func TestBytesAreShownAsTheyAre(t *testing.T) {
	reply := bus.Reply{Body: []bus.Value{bus.Bytes([]byte("abc\x00"))}}
	if got := ResultAs(reply, AsRaw, false); got.Text != "000000 61 62 63 00             abc." || got.Note != "The bytes of the array." {
		t.Errorf("got %+v", got)
	}
	var saved strings.Builder
	if err := WriteResult(&saved, reply, AsRaw); err != nil || saved.String() != "abc\x00" {
		t.Errorf("saved %q, %v", saved.String(), err)
	}
}

func TestSaving(t *testing.T) {
	for _, tt := range []struct {
		result any
		form   Form
		want   string
	}{
		{bus.Reply{Body: []bus.Value{bus.Bool(true)}}, AsText, "(true,)\n"},
		{bus.Reply{Body: []bus.Value{bus.Bool(true)}}, AsTree, "(true,)\n"},
		{bus.Reply{Body: []bus.Value{bus.Bool(true)}}, AsJSON, "[\n  true\n]\n"},
		{bus.Bool(true), AsJSON, "true\n"},
		{bus.Bool(true), AsText, "true\n"},
		{"words", AsText, "words\n"},
	} {
		var saved strings.Builder
		if err := WriteResult(&saved, tt.result, tt.form); err != nil || saved.String() != tt.want {
			t.Errorf("%v as %d is saved as %q, %v", tt.result, tt.form, saved.String(), err)
		}
	}
}

// largest gives values of the largest size there is.
func largest(t testing.TB) map[string]bus.Value {
	return map[string]bus.Value{
		"bytes":   bus.Bytes(make([]byte, 64<<20)),
		"strings": array(t, "s", repeat(bus.String("abc"), 8<<20)...),
		"variant": bus.Variant(bus.String(strings.Repeat("x", 60<<20))),
	}
}

// Of a value of the largest size there is a little is shown in every form.
func TestTheLargestValues(t *testing.T) {
	for name, body := range largest(t) {
		reply := bus.Reply{Body: []bus.Value{body}}
		for _, form := range []Form{AsText, AsJSON, AsTree, AsRaw} {
			for _, all := range []bool{false, true} {
				got := ResultAs(reply, form, all)
				if len(got.Text) > 3*allLimit || got.CanCopy || !got.Save {
					t.Errorf("%s as %d: %d bytes are shown, CanCopy is %v", name, form, len(got.Text), got.CanCopy)
				}
			}
		}
		var tree ValueTree
		tree.Reset(reply)
		if rows := len(tree.Rows()); rows > treeStep+2 { // and the value itself, and one for more
			t.Errorf("%s: the tree has %d rows", name, rows)
		}
		if size := replyFacts(reply).Size; (size == "") != (name == "strings") {
			t.Errorf("%s: its size is told as %q, which takes a look at each value", name, size)
		}
	}
}

// BenchmarkTheLargestValues is how long that takes.
func BenchmarkTheLargestValues(b *testing.B) {
	for name, body := range largest(b) {
		reply := bus.Reply{Body: []bus.Value{body}}
		for form, called := range map[Form]string{AsText: "text", AsJSON: "json", AsTree: "tree", AsRaw: "raw"} {
			b.Run(name+"/"+called, func(b *testing.B) {
				for b.Loop() {
					ResultAs(reply, form, true)
				}
			})
		}
		b.Run(name+"/rows", func(b *testing.B) {
			for b.Loop() {
				var tree ValueTree
				tree.Reset(reply)
				tree.Toggle(0)
				replyFacts(reply)
			}
		})
	}
}
