package present

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// A form and its rule are twins, whatever the rule.
func TestWatchFormKeepsTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string, values ...string) string {
			return rapid.SampledFrom(append(values, "")).Draw(t, name)
		}
		rule := bus.MatchRule{
			Type:          rapid.SampledFrom(MessageTypes()).Draw(t, "type"),
			Sender:        bus.Name(some("sender", "a.b", ":1.5")),
			Destination:   bus.Name(some("destination", ":1.7")),
			Interface:     bus.Interface(some("interface", "a.b.c")),
			Member:        bus.Member(some("member", "Changed")),
			Arg0Namespace: some("arg0namespace", "com.example"),
			Eavesdrop:     rapid.Bool().Draw(t, "eavesdrop"),
		}
		path := bus.ObjectPath(some("path", "/", "/a/b"))
		if rapid.Bool().Draw(t, "below") {
			rule.PathNamespace = path
		} else {
			rule.Path = path
		}
		for index := range rapid.IntRange(0, 3).Draw(t, "args") {
			if index == 0 && rule.Arg0Namespace != "" {
				continue
			}
			arg := bus.ArgMatch{Index: index, Value: some("value", "it's", " a, b ", `back\slash`)}
			if rapid.Bool().Draw(t, "as path") {
				arg.Path = true
			}
			rule.Args = append(rule.Args, arg)
		}
		if err := rule.Validate(); err != nil {
			t.Fatalf("%v is no rule: %v", rule, err)
		}
		got, wrong := WatchFormOf(rule).Check()
		if len(wrong) > 0 || got.String() != rule.String() {
			t.Fatalf("%s has become %s, %v", rule, got, wrong)
		}
		again, reason := ReadRule(rule.String())
		if reason != "" || again.String() != rule.String() {
			t.Fatalf("%s is read as %s, %s", rule, again, reason)
		}
	})
}

func TestWatchFormSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		form WatchForm
		want []WatchField
	}{
		{WatchForm{}, nil},
		{FirstWatch(), nil},
		{WatchForm{Sender: " a.b ", Interface: "a.b", Member: "M", Path: "/a", Arg0: "anything"}, nil},
		{
			WatchForm{Sender: "a b", Interface: "noDot", Member: "no member", Path: "a/", Arg0: "\x00"},
			[]WatchField{WatchSender, WatchInterface, WatchMember, WatchPath, WatchArg0},
		},
		{WatchForm{Arg0: strings.Repeat("x", 1100)}, []WatchField{WatchArg0}},
		{WatchForm{Arg0: strings.Repeat("x", 600), Member: strings.Repeat("y", 250), Path: "/" + strings.Repeat("z", 250)}, []WatchField{WatchRule}},
	} {
		_, wrong := tt.form.Check()
		if got := slices.Sorted(maps.Keys(wrong)); !slices.Equal(got, tt.want) {
			t.Errorf("%+v: wrong is %v, want %v", tt.form, wrong, tt.want)
		}
	}
}

func TestReadRuleSaysWhere(t *testing.T) {
	if _, reason := ReadRule("type='signal',colour='red'"); !strings.Contains(reason, "colour") || !strings.HasSuffix(reason, ".") {
		t.Errorf("it says %q", reason)
	}
	if _, reason := ReadRule("path='no/path'"); !strings.Contains(reason, "at “no/path") {
		t.Errorf("it does not say where: %q", reason)
	}
}

func TestEndpointChoices(t *testing.T) {
	system := bus.Endpoint{Address: bus.SystemAddress(), Backend: "one"}
	other := bus.Endpoint{Address: bus.SystemAddress(), Backend: "two"}
	want := []bus.Endpoint{
		system, other,
		{Address: bus.SessionAddress(), Backend: "one"},
		{Address: bus.AccessibilityBus(), Backend: "one"},
	}
	got := EndpointChoices([]bus.ConnectionInfo{{Endpoint: system}, {Endpoint: other}}, []string{"one", "two"})
	if !slices.Equal(got, want) {
		t.Errorf("the choices are %v, want %v", got, want)
	}
}
