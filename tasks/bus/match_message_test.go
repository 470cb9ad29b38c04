package bus_test

import (
	"errors"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestMatchRuleMatches(t *testing.T) {
	msg := bus.Message{
		Type: bus.MessageSignal, Sender: ":1.5", Destination: ":1.6", Path: "/a/b", Interface: "com.example.A", Member: "M",
		Body: []bus.Value{bus.String("com.example.B"), bus.String("/a/b/"), bus.PathValue("/a/b"), bus.Variant(bus.String("v")), bus.String("")},
	}
	arg := func(index int, value string) bus.MatchRule {
		return bus.MatchRule{Args: []bus.ArgMatch{{Index: index, Value: value}}}
	}
	argPath := func(index int, value string) bus.MatchRule {
		return bus.MatchRule{Args: []bus.ArgMatch{{Index: index, Path: true, Value: value}}}
	}
	for want, rules := range map[bool][]bus.MatchRule{
		true: {
			{},
			{Type: bus.MessageSignal, Sender: ":1.5", Destination: ":1.6", Path: "/a/b", Interface: "com.example.A", Member: "M"},
			{PathNamespace: "/a/b"},
			{PathNamespace: "/a"},
			{PathNamespace: "/"},
			{Arg0Namespace: "com"},
			{Arg0Namespace: "com.example.B"},
			{Eavesdrop: true},
			arg(0, "com.example.B"),
			arg(4, ""),
			argPath(0, "com.example.B"),
			argPath(1, "/a/b/"),
			argPath(1, "/a/b/c"), // the argument is above
			argPath(1, "/a/"),    // it is below
			argPath(1, "/"),
			argPath(2, "/a/b"),
			argPath(2, "/a/"),
			{Member: "M", Args: []bus.ArgMatch{{Index: 1, Value: "/a/b/"}, {Index: 0, Value: "com.example.B"}}},
		},
		false: {
			{Type: bus.MessageError},
			{Sender: ":1.50"},
			{Sender: "com.example.A"},
			{Destination: ":1.5"},
			{Interface: "com.example.a"},
			{Member: "N"},
			{Path: "/a"},
			{PathNamespace: "/a/b/c"},
			{PathNamespace: "/b"},
			{Arg0Namespace: "co"},
			{Arg0Namespace: "com.example.B.C"},
			arg(0, "com.example"),
			arg(2, "/a/b"), // an object path is no string
			arg(3, "v"),    // nor is what holds one
			arg(5, ""),
			arg(63, "a"),
			argPath(1, "/a/b"), // neither ends with a slash
			argPath(1, "/a/c/"),
			argPath(2, "/a"),
			argPath(2, "/a/b/"),
			argPath(3, "v"),
			argPath(4, "/"),
			{Member: "M", Args: []bus.ArgMatch{{Index: 1, Value: "/a/b/"}, {Index: 0, Value: "com.example.C"}}},
		},
	} {
		for _, rule := range rules {
			if got := rule.Matches(msg); got != want {
				t.Errorf("%s: %t; want %t", rule, got, want)
			}
		}
	}
}

func TestMatchRuleKnowsWholeElements(t *testing.T) {
	for _, path := range []bus.ObjectPath{"/ab", "/", ""} {
		if (bus.MatchRule{PathNamespace: "/a"}).Matches(bus.Message{Path: path}) {
			t.Errorf("the path %q is taken for one below /a", path)
		}
	}
	for _, name := range []string{"comet", "co", ""} {
		if (bus.MatchRule{Arg0Namespace: "com"}).Matches(bus.Message{Body: []bus.Value{bus.String(name)}}) {
			t.Errorf("the name %q is taken for one in com", name)
		}
	}
	if (bus.MatchRule{PathNamespace: "/"}).Matches(bus.Message{}) {
		t.Error("a message without a path is taken for one below /")
	}
	if (bus.MatchRule{Arg0Namespace: "com"}).Matches(bus.Message{Body: []bus.Value{bus.Int32(1)}}) {
		t.Error("a number is taken for a name")
	}
	malformed := bus.Message{Member: "M", Malformed: errors.New("broken")}
	if !(bus.MatchRule{Member: "M"}).Matches(malformed) || (bus.MatchRule{Args: []bus.ArgMatch{{}}}).Matches(malformed) {
		t.Error("a message whose body cannot be read is wanted by its header alone")
	}
}
