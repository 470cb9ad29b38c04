package bus_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"pgregory.net/rapid"
)

func driverCall(member bus.Member, args ...bus.Value) bus.Call {
	return bus.Call{
		Destination: driver, Path: "/org/freedesktop/DBus", Interface: "org.freedesktop.DBus", Member: member, Args: args,
	}
}

// dialBus connects to a private bus until the end of the test.
func dialBus(t *testing.T, daemon *bustest.Daemon) *godbusconn.Conn {
	t.Helper()
	conn, err := godbusconn.NewDialer().DialConn(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// ruleJudge asks dbus-daemon what it thinks of rules.
type ruleJudge struct{ conn bus.Conn }

func newRuleJudge(t *testing.T) ruleJudge {
	return ruleJudge{dialBus(t, bustest.StartDaemon(t))}
}

// accepts adds a rule and takes it away again.
func (j ruleJudge) accepts(t rapid.TB, text string) bool {
	t.Helper()
	_, err := j.conn.Call(context.Background(), driverCall("AddMatch", bus.String(text)))
	if err == nil {
		if _, err := j.conn.Call(context.Background(), driverCall("RemoveMatch", bus.String(text))); err != nil {
			t.Fatalf("RemoveMatch(%q): %v", text, err)
		}
		return true
	}
	if name := err.(*bus.Error).Name; name != "org.freedesktop.DBus.Error.MatchRuleInvalid" &&
		(name != "org.freedesktop.DBus.Error.LimitsExceeded" || len(text) <= 1024) {
		t.Fatalf("AddMatch(%q): %v", text, err)
	}
	return false
}

// isSame has the bus compare two rules: it takes away only one that it has.
func (j ruleJudge) isSame(t rapid.TB, a, b string) bool {
	t.Helper()
	if _, err := j.conn.Call(context.Background(), driverCall("AddMatch", bus.String(a))); err != nil {
		t.Fatalf("AddMatch(%q): %v", a, err)
	}
	_, err := j.conn.Call(context.Background(), driverCall("RemoveMatch", bus.String(b)))
	if err != nil {
		if _, err := j.conn.Call(context.Background(), driverCall("RemoveMatch", bus.String(a))); err != nil {
			t.Fatalf("RemoveMatch(%q): %v", a, err)
		}
	}
	return err == nil
}

// The bus accepts our text of any rule, and reads it as we do.
func TestDaemonReadsOurRules(t *testing.T) {
	judge := newRuleJudge(t)
	rapid.Check(t, func(t *rapid.T) {
		rule := matchRules().Draw(t, "rule")
		text := rule.String()
		if valid := rule.Validate() == nil; judge.accepts(t, text) != valid {
			t.Fatalf("%s: valid here is %t, and at the bus it is not", text, valid)
		}
	})
}

// Rules that are as good as well-formed are accepted by both or by none, and where
// both accept one, what we make of it is the same rule to the bus.
func TestDaemonAgreesOnRules(t *testing.T) {
	judge := newRuleJudge(t)
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		text := ruleTexts().Draw(t, "text")
		rule, err := bus.ParseMatchRule(text)
		if lacksKey(text, err) {
			return // TestDaemonMisunderstandsRules has more of these
		}
		if ok := judge.accepts(t, text); ok != (err == nil) {
			t.Fatalf("%q: %v here; accepted by the bus: %t", text, err, ok)
		}
		if err == nil {
			accepted++
			if !judge.isSame(t, text, rule.String()) {
				t.Fatalf("%q was read as %q, which is another rule to the bus", text, rule)
			}
		}
	})
	if accepted == 0 {
		t.Error("no rule was good; the test checks too little")
	}
}

// lacksKey reports whether a text was refused since a condition has no key.
func lacksKey(text string, err error) bool {
	fault, ok := errors.AsType[*bus.SyntaxError](err)
	if !ok || !strings.HasPrefix(text[fault.Offset:], "=") {
		return false
	}
	before := strings.TrimRight(text[:fault.Offset], " \t\r\n")
	return before == "" || strings.HasSuffix(before, ",")
}

// ruleTexts generates texts of which about half are rules.
func ruleTexts() *rapid.Generator[string] {
	space := rapid.SampledFrom([]string{"", "", "", "", " ", "\t", "\n \r"})
	keys := rapid.SampledFrom([]string{
		"type", "sender", "destination", "interface", "member", "path", "path_namespace", "eavesdrop",
		"arg0", "arg1", "arg0path", "arg1path", "arg0namespace", "arg63", "arg64", "arg1namespace", "kind", "Type",
	})
	good := map[string]*rapid.Generator[string]{
		"type":      rapid.SampledFrom([]string{"signal", "method_call", "method_return", "error"}),
		"interface": rapid.SampledFrom([]string{"a.b", "org.freedesktop.DBus"}),
		"member":    rapid.SampledFrom([]string{"A", "b_1"}),
		"eavesdrop": rapid.SampledFrom([]string{"true", "false"}),
	}
	names := rapid.SampledFrom([]string{"a.b", "a-1._b", ":1.5", "org.freedesktop.DBus"})
	paths := rapid.SampledFrom([]string{"/", "/a", "/a/B_1"})
	good["sender"], good["destination"], good["arg0namespace"] = names, names, names
	good["path"], good["path_namespace"] = paths, paths
	texts := matchArguments().Filter(func(s string) bool { return s[0] != ':' }) // unique names are a case of their own
	anything := rapid.OneOf(names, paths, texts, rapid.SampledFrom([]string{"", "signal", "true", "a", "1", "a..b", "/a/", "//"}))
	return rapid.Custom(func(t *rapid.T) string {
		var out strings.Builder
		for i := range rapid.IntRange(0, 4).Draw(t, "conditions") {
			if i > 0 {
				out.WriteString(",")
			}
			key := keys.Draw(t, "key")
			value := anything
			if generator := good[key]; generator != nil && rapid.IntRange(0, 9).Draw(t, "good") > 0 {
				value = generator
			}
			fmt.Fprint(&out, space.Draw(t, "before"), key, space.Draw(t, "after"), "=", quoted(t, value.Draw(t, "value")))
		}
		return out.String() + rapid.SampledFrom([]string{"", "", "", "", ",", " ", ", ", "'", `\`, "x"}).Draw(t, "end")
	})
}

// quoted writes a value in one of the ways there are, not all of them right.
func quoted(t *rapid.T, value string) string {
	switch rapid.IntRange(0, 4).Draw(t, "quoting") {
	case 0:
		return value
	case 1:
		return "'" + value + "'"
	case 2:
		return strings.ReplaceAll(value, "'", `\'`)
	case 3:
		at := rapid.IntRange(0, len(value)).Draw(t, "cut")
		for at < len(value) && value[at]&0xc0 == 0x80 {
			at++ // not inside a character
		}
		return value[:at] + "''" + value[at:]
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

func TestDaemonAgreesOnHandMadeRules(t *testing.T) {
	judge := newRuleJudge(t)
	for _, text := range []string{
		"", " ", "type", "type=", "type=signal", "type='signal',", "type='signal', \n", "type='signal' ", "type= 'signal'",
		"type='signal'member='a'", "type='signal',,member='a'", ",", "type='signal',type='signal'", "eavesdrop='true',eavesdrop='false'",
		"path='/',path_namespace='/'", "path_namespace='/a/'", "sender=''", "sender=':1.5'", "sender=':1.'", "sender='a'", "member=':a'",
		"interface='a'", "interface='a.1'", "interface='a-b.c'", "arg0=''", "arg0", "arg=''", "arg0namespace=''", "arg0namespace='a'",
		"arg0namespace='a.'", "arg0namespace=':1'", "arg0namespace=':1.5'", "arg0namespace='1a'", "arg0path=''", "arg0path='a'",
		"arg0='a',arg0path='/'", "arg0='a',arg0namespace='a'", "arg1='',arg1=''", "arg63='a'", "arg64='a'", "arg99999999999999999999='a'",
		"arg1namespace='a'", "arg0pathpath='a'", "arg0x='a'", "ARG0='a'", `arg0='a\'`, `arg0='\''`, `arg0=\''`, `arg0='a'\''b'`, `arg0=a\`, `arg0=\\'`,
		"arg0='é☃'", "arg0=é,arg1=a'b'c", "argpath='/'", "arg0='" + strings.Repeat("a", 1017) + "'", "arg0='" + strings.Repeat("a", 1018) + "'",
	} {
		rule, err := bus.ParseMatchRule(text)
		switch ok := judge.accepts(t, text); {
		case ok != (err == nil):
			t.Errorf("%q: %v here; accepted by the bus: %t", text, err, ok)
		case ok && !judge.isSame(t, text, rule.String()):
			t.Errorf("%q was read as %q, which is another rule to the bus", text, rule)
		}
	}
}

// What the documentation of ParseMatchRule says about rules that dbus-daemon
// misunderstands: it accepts each as the other.
func TestDaemonMisunderstandsRules(t *testing.T) {
	judge := newRuleJudge(t)
	var many, sixteen []string
	for i := range 17 {
		many = append(many, fmt.Sprintf("arg%d=''", i))
	}
	sixteen = many[:16]
	for text, taken := range map[string]string{
		"='a'":                          "",
		"type='signal',='a',member='B'": "type='signal'",
		strings.Join(many, ","):         strings.Join(sixteen, ","),
		"arg010='a'":                    "arg8='a'",
		"arg0x1='a'":                    "arg1='a'",
		"arg+1='a'":                     "arg1='a'",
		"sender=':1'":                   "sender=':1'",
	} {
		if rule, err := bus.ParseMatchRule(text); err == nil {
			t.Errorf("%q was read as %q", text, rule)
		}
		if !judge.isSame(t, text, taken) {
			t.Errorf("dbus-daemon does not take %q for %q", text, taken)
		}
	}
}
