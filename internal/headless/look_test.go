package headless_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

func TestProperties(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		s.run(t, "get", onPractice("Text")...).want(t, "'Change me'\n")
		s.run(t, "set", onPractice("Text", "it is")...).want(t, "")
		s.run(t, "get", append([]string{"--json"}, onPractice("Text")...)...).want(t, `{"type":"s","data":"it is"}`+"\n")
		s.run(t, "set", append([]string{"--json-in", "--signature", "s"}, onPractice("Text", `"5"`)...)...).want(t, "")

		r := s.run(t, "get", onPractice()...)
		if want := "Text = '5'\nCounter = uint32 0\n"; !strings.HasPrefix(r.out, want) || r.status != 0 {
			t.Errorf("all of them are %q", r.out)
		}
		if !strings.Contains(r.err, "Broken: org.freedesktop.DBus.Error.Failed: ") || strings.Contains(r.err, "WriteOnly") {
			t.Errorf("of those without a value it says %q", r.err)
		}
		all := decoded[struct {
			Type string
			Data map[string]struct{ Data any }
		}](t, s.run(t, "get", append([]string{"--json"}, onPractice()...)...))
		if all.Type != "a{sv}" || all.Data["Text"].Data != "5" {
			t.Errorf("all of them are %+v", all)
		}
		s.run(t, "get", onPractice("Broken")...).wantFailure(t, 1, "org.freedesktop.DBus.Error.Failed")
		s.run(t, "set", onPractice("Counter", "1")...).wantFailure(t, 1, "PropertyReadOnly")
		s.run(t, "set", onPractice("Counter", "x")...).wantFailure(t, 2, "of type u")
	})
}

func TestNames(t *testing.T) {
	const idle = "com.example.Idle"
	onEach(t, func(t *testing.T, s shell) {
		out := s.run(t, "list").out
		for _, want := range []string{"NAME ", string(practice.Name) + " ", idle + " ", "\n:1."} {
			if !strings.Contains(out, want) {
				t.Errorf("%q is not in the list:\n%s", want, out)
			}
		}
		if out := s.run(t, "list", "--acquired").out; strings.Contains(out, idle) || strings.Contains(out, "\n:1.") {
			t.Errorf("the acquired ones are\n%s", out)
		}
		type name struct {
			Name        string
			Activatable bool
			PID         int
		}
		names := decoded[[]name](t, s.run(t, "list", "--json", "--processes"))
		if !slices.Contains(names, name{string(practice.Name), false, os.Getpid()}) || !slices.Contains(names, name{idle, true, 0}) {
			t.Errorf("the names are %+v", names)
		}
		if got := decoded[struct{ PID int }](t, s.run(t, "status", "--json", string(practice.Name))); got.PID != os.Getpid() {
			t.Errorf("the status is %+v", got)
		}
		s.run(t, "status", idle).wantFailure(t, 1, "NameHasNoOwner")
	}, bustest.WithService(idle, "/bin/false"))
}

// Only a call and "activate" start a service.
func TestLookingStartsNoService(t *testing.T) {
	trace := filepath.Join(t.TempDir(), "started")
	const idle = "com.example.Idle"
	onEach(t, func(t *testing.T, s shell) {
		for _, line := range [][]string{
			{"get", idle, "/", "a.b", "C"},
			{"get", idle, "/", "a.b"},
			{"set", idle, "/", "a.b", "C", "5"},
			{"status", idle},
			{"introspect", idle, "/"},
			{"objects", idle},
			{"call", "--no-auto-start", idle, "/", "a.b", "C"},
		} {
			s.run(t, line[0], line[1:]...).wantFailure(t, 1)
		}
		s.run(t, "list", "--processes")
		s.run(t, "tree", idle)
		s.run(t, "watch", "--for", "50ms", "--sender", idle)
		s.run(t, "watch-properties", "--for", "50ms", idle, "/", "a.b", "C")
		if _, err := os.Stat(trace); err == nil {
			t.Fatal("looking has started the service")
		}
		s.run(t, "activate", idle).wantFailure(t, 1, "The service could not be started.")
		if err := os.Remove(trace); err != nil {
			t.Errorf("activate has not started it: %v", err)
		}
	}, bustest.WithService(idle, "/bin/sh -c 'touch "+trace+"; exit 1'"))
}

func TestObjects(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		path := string(practice.Path)
		out := s.run(t, "introspect", onPractice()...).out
		for _, want := range []string{
			"interface " + string(practice.Interface) + "\n", "  method Add (i a, i b) → i sum\n",
			"  method Note (s text) · never answers\n", "  signal Progress (u done, u total)\n", "  property WriteOnly s · write only\n",
		} {
			if !strings.Contains(out, want) {
				t.Errorf("%q is not in\n%s", want, out)
			}
		}
		s.run(t, "introspect", string(practice.Name), path, "a.b").wantFailure(t, 1, `no interface "a.b"`)
		if out := s.run(t, "introspect", "--xml", string(practice.Name), path).out; !strings.HasPrefix(out, "<!DOCTYPE") || !strings.HasSuffix(out, "</node>\n") {
			t.Errorf("the XML is %q", out)
		}
		node := decoded[struct {
			Path    string
			Objects []string
		}](t, s.run(t, "introspect", "--json", string(practice.Name), path+"/Shelf"))
		if node.Path != path+"/Shelf" || len(node.Objects) != 3 {
			t.Errorf("the shelf is %+v", node)
		}

		tree := decoded[[]struct{ Path string }](t, s.run(t, "tree", "--json", string(practice.Name)))
		if len(tree) != 10 || tree[9].Path != path+"/Shelf/3" {
			t.Errorf("the tree is %+v", tree)
		}
		r := s.run(t, "tree", "--depth", "1", string(practice.Name))
		if r.out != "/\n  /io\n" || !strings.Contains(r.err, "a bound was reached: ") {
			t.Errorf("the first level is %q (%q)", r.out, r.err)
		}
		if out := s.run(t, "objects", string(practice.Name), path+"/Shelf").out; !strings.Contains(out, path+"/Shelf/1\n") || !strings.Contains(out, "\n    Title = 'Item 1'\n") {
			t.Errorf("the objects are %q", out)
		}
		managed := decoded[struct {
			Type string
			Data map[string]any
		}](t, s.run(t, "objects", "--json", string(practice.Name), path+"/Shelf"))
		if managed.Type != "a{oa{sa{sv}}}" || len(managed.Data) != 3 {
			t.Errorf("the objects are %+v", managed)
		}
		s.run(t, "objects", string(practice.Name)).wantFailure(t, 1, "UnknownInterface")
	})
}

// busctl writes the same JSON for all but bytes, doubles, which it
// writes with more digits, and keys that are no texts.
func TestJSONIsThatOfBusctl(t *testing.T) {
	onEach(t, func(t *testing.T, s shell) {
		for _, text := range []string{
			"<{'z': <1>, 'a': <uint64 18446744073709551615>, 'list': <['x', 'it\\'s']>}>",
			"<(byte 0xff, true, int16 -1, objectpath '/a', signature 'as', int64 -9223372036854775808)>",
			"<[<(1, 'é☃')>, <<'in two'>>]>",
		} {
			v, err := bus.ParseValue(text, "v")
			if err != nil {
				t.Fatal(err)
			}
			command, err := bus.CallCommand(bus.ToolBusctl, s.daemon.BusAddress(t), bus.Call{
				Destination: practice.Name, Path: practice.Path, Interface: practice.Interface, Member: "Echo", Args: []bus.Value{v},
			}, patience)
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := exec.CommandContext(t.Context(), "sh", "-c", "busctl --json=short"+strings.TrimPrefix(command, "busctl")).Output()
			if err != nil {
				t.Fatalf("busctl: %v", err)
			}
			ours := s.call(t, []string{"--json"}, "Echo", text)
			if got, want := typeAndData(t, ours.out), typeAndData(t, string(theirs)); !reflect.DeepEqual(got, want) {
				t.Errorf("%s is written as %s, and by busctl as %s", text, ours.out, theirs)
			}
		}
	})
}

// typeAndData reads what both write of a reply, numbers as they stand.
func typeAndData(t *testing.T, text string) (reply struct{ Type, Data any }) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&reply); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return reply
}
