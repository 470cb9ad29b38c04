package bus_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"pgregory.net/rapid"
)

func TestMatchRuleText(t *testing.T) {
	for want, rule := range map[string]bus.MatchRule{
		"":              {},
		"type='signal'": {Type: bus.MessageSignal},
		"type='method_call',sender=':1.5',destination='a.b',interface='c.d',member='E',path='/f'": {
			Type: bus.MessageCall, Sender: ":1.5", Destination: "a.b", Interface: "c.d", Member: "E", Path: "/f",
		},
		"type='error',path_namespace='/f',arg0namespace='com',eavesdrop='true'": {
			Type: bus.MessageError, PathNamespace: "/f", Arg0Namespace: "com", Eavesdrop: true,
		},
		`type='method_return',arg0='',arg2path='/a,\b',arg63='it'\''s'\'''`: {
			Type: bus.MessageReturn,
			Args: []bus.ArgMatch{{Index: 63, Value: "it's'"}, {Index: 0}, {Index: 2, Path: true, Value: `/a,\b`}},
		},
	} {
		if got := rule.String(); got != want {
			t.Errorf("%+v: %s; want %s", rule, got, want)
		}
		if err := rule.Validate(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestMatchRuleIsInvalid(t *testing.T) {
	many := bus.MatchRule{Type: bus.MessageSignal}
	for i := range 16 {
		many.Args = append(many.Args, bus.ArgMatch{Index: i})
	}
	for _, test := range []struct {
		what string
		rule bus.MatchRule
	}{
		{"type", bus.MatchRule{Type: 9}},
		{"sender", bus.MatchRule{Sender: "org"}},
		{"destination", bus.MatchRule{Destination: "a..b"}},
		{"interface", bus.MatchRule{Interface: ":1.5"}},
		{"member", bus.MatchRule{Member: "a.b"}},
		{"path", bus.MatchRule{Path: "/a/"}},
		{"path_namespace", bus.MatchRule{PathNamespace: "a"}},
		{"path_namespace", bus.MatchRule{Path: "/a", PathNamespace: "/a"}},
		{"arg0namespace", bus.MatchRule{Arg0Namespace: "a."}},
		{"arg0namespace", bus.MatchRule{Arg0Namespace: "a", Args: []bus.ArgMatch{{Index: 0, Value: "a"}}}},
		{"arg64", bus.MatchRule{Args: []bus.ArgMatch{{Index: 64}}}},
		{"arg-1path", bus.MatchRule{Args: []bus.ArgMatch{{Index: -1, Path: true}}}},
		{"arg1", bus.MatchRule{Args: []bus.ArgMatch{{Index: 1, Path: true}, {Index: 1}}}},
		{"arg1", bus.MatchRule{Args: []bus.ArgMatch{{Index: 1, Value: "a"}, {Index: 0}, {Index: 1, Value: "b"}}}},
		{"arg2", bus.MatchRule{Args: []bus.ArgMatch{{Index: 2, Value: "\xff"}}}},
		{"arg2path", bus.MatchRule{Args: []bus.ArgMatch{{Index: 2, Path: true, Value: "a\x00"}}}},
		{"arg15", many},
		{"match rule", bus.MatchRule{Args: []bus.ArgMatch{{Value: strings.Repeat("a", 1018)}}}},
	} {
		fault, ok := errors.AsType[*bus.SyntaxError](test.rule.Validate())
		if !ok || fault.What != test.what || fault.Reason.IsZero() {
			t.Errorf("%s: %v; want a fault of %q", test.rule, fault, test.what)
		}
	}
	longest := bus.MatchRule{Args: []bus.ArgMatch{{Value: strings.Repeat("a", 1017)}}}
	if err := longest.Validate(); err != nil {
		t.Errorf("a rule of %d bytes: %v", len(longest.String()), err)
	}
}

func TestParseMatchRule(t *testing.T) {
	for text, want := range map[string]bus.MatchRule{
		"":                      {},
		" \t\r\n":               {},
		"type=signal":           {Type: bus.MessageSignal},
		" type\t='signal', ":    {Type: bus.MessageSignal},
		"sender='a'.b,member=M": {Sender: "a.b", Member: "M"},
		"eavesdrop='true',eavesdrop=false,path_namespace=/": {PathNamespace: "/"},
		`arg1= a b ,arg0='x,y'`:                             {Args: []bus.ArgMatch{{Index: 0, Value: "x,y"}, {Index: 1, Value: " a b "}}},
		`arg0=\',arg1='\',arg2=\\`:                          {Args: []bus.ArgMatch{{Index: 0, Value: "'"}, {Index: 1, Value: `\`}, {Index: 2, Value: `\\`}}},
		`arg0=a\,arg1=b,arg3=\`:                             {Args: []bus.ArgMatch{{Index: 0, Value: `a\,arg1=b`}, {Index: 3, Value: `\`}}},
		`arg0path=/a/,arg1='it'\''s'`:                       {Args: []bus.ArgMatch{{Index: 0, Path: true, Value: "/a/"}, {Index: 1, Value: "it's"}}},
	} {
		got, err := bus.ParseMatchRule(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestParseMatchRuleTellsWhere(t *testing.T) {
	for text, want := range map[string]int{
		"type":                           4,
		"type signal":                    5,
		"type='signals'":                 6,
		"type='signal' ,member='a'":      6,
		"member='a',member='b'":          11,
		"path='/',path_namespace='/'":    9,
		"arg0='a',arg0namespace='a'":     9,
		"kind='signal'":                  0,
		",type='signal'":                 0,
		"type='signal',,member='a'":      14,
		"member='a.b'":                   9,
		"member='it'\\''s'":              12,
		"path='/a'b'/'":                  11,
		"sender=''":                      9,
		"arg0='a":                        5,
		"arg64='a'":                      0,
		"arg0='a', arg010='a'":           10,
		"arg0='a\x00'":                   7,
		"arg0='\xff'":                    6,
		"eavesdrop='yes'":                11,
		"type='signal',='a'":             14,
		strings.Repeat("arg0='a',", 114): 1024,
	} {
		_, err := bus.ParseMatchRule(text)
		fault, ok := errors.AsType[*bus.SyntaxError](err)
		if !ok || fault.Offset != want || fault.Text != text || fault.What != "match rule" || fault.Reason.IsZero() {
			t.Errorf("%q: %v; want a fault at %d", text, err, want)
		}
	}
}

func TestMatchRuleIsReadBackAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := matchRules().Draw(t, "rule")
		text := rule.String()
		if err := rule.Validate(); err != nil {
			if len(text) <= 1024 {
				t.Fatalf("%s: %v", text, err)
			}
			return
		}
		got, err := bus.ParseMatchRule(text)
		if err != nil || got.String() != text {
			t.Fatalf("%s became %s, %v", text, got, err)
		}
		if !sameRule(got, rule) {
			t.Fatalf("%s became %+v; it was %+v", text, got, rule)
		}
	})
}

// sameRule compares two rules field by field, but for the order of arguments.
func sameRule(a, b bus.MatchRule) bool {
	if len(a.Args) != len(b.Args) {
		return false
	}
	args := make(map[bus.ArgMatch]bool)
	for _, arg := range a.Args {
		args[arg] = true
	}
	for _, arg := range b.Args {
		if !args[arg] {
			return false
		}
	}
	a.Args, b.Args = nil, nil
	return reflect.DeepEqual(a, b)
}

// matchRules generates valid rules, made of few names so that many messages
// agree with them. Some are longer than a bus accepts.
func matchRules() *rapid.Generator[bus.MatchRule] {
	return rapid.Custom(func(t *rapid.T) bus.MatchRule {
		rule := bus.MatchRule{
			Type:        rapid.SampledFrom([]bus.MessageType{0, bus.MessageSignal, bus.MessageSignal, bus.MessageCall}).Draw(t, "type"),
			Sender:      rapid.SampledFrom([]bus.Name{"", "", "org.freedesktop.DBus", ":1.0", "com.example.A"}).Draw(t, "sender"),
			Destination: rapid.SampledFrom([]bus.Name{"", "", "", ":1.1", "com.example.B"}).Draw(t, "destination"),
			Interface:   rapid.SampledFrom([]bus.Interface{"", "com.example.A", "com.example.B"}).Draw(t, "interface"),
			Member:      rapid.SampledFrom([]bus.Member{"", "A", "B"}).Draw(t, "member"),
			Eavesdrop:   rapid.IntRange(0, 9).Draw(t, "eavesdrop") == 0,
		}
		path := rapid.SampledFrom([]bus.ObjectPath{"", "/", "/a", "/a/b", "/ab"})
		if rapid.Bool().Draw(t, "namespace") {
			rule.PathNamespace = path.Draw(t, "path_namespace")
		} else {
			rule.Path = path.Draw(t, "path")
		}
		indexes := rapid.SliceOfNDistinct(rapid.SampledFrom([]int{0, 1, 2, 63}), 0, 3, rapid.ID).Draw(t, "indexes")
		for _, i := range indexes {
			rule.Args = append(rule.Args, bus.ArgMatch{
				Index: i, Path: rapid.Bool().Draw(t, "is path"), Value: matchArguments().Draw(t, "argument"),
			})
		}
		if len(indexes) == 0 {
			rule.Arg0Namespace = rapid.SampledFrom([]string{"", "com", "com.example", ":1"}).Draw(t, "arg0namespace")
		}
		return rule
	})
}

// matchArguments generates texts that are often alike, and some that are hard to
// write.
func matchArguments() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"/", "/a", "/a/", "/a/b", "/ab", "com", "com.example", "comet", ":1.5"}),
		rapid.StringOfN(rapid.SampledFrom([]rune(`'\,= a"é`)), 1, 6, -1),
		rapid.StringN(1, -1, 600),
	).Filter(func(s string) bool { return bus.String(s).IsValid() && s != "" })
}
