package bus_test

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// describe wraps the members of an interface.
func describe(members string) string {
	return `<node><interface name="com.example.A">` + members + `</interface></node>`
}

// parse reads a description that has to be readable to its end.
func parse(t *testing.T, text string) bus.Node {
	t.Helper()
	n, err := bus.ParseIntrospection("/com/example", text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}

func TestDescriptionIsReadInItsOrder(t *testing.T) {
	n := parse(t, `<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node name="/elsewhere" xmlns:tp="http://telepathy.freedesktop.org/wiki/DbusSpec#extensions-v0">
  <tp:docstring>An <b>object</b>
     with “words”.</tp:docstring>
  <interface name="com.example.Z">
    <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="invalidates"/>
    <method name="Go" tp:name-for-bindings="Go">
      <annotation name="org.freedesktop.DBus.Method.NoReply" value="true"/>
      <annotation name="org.gtk.GDBus.DocString" value="Goes &lt;away&gt; &#x2713;"/>
      <arg name="where" type="a{sv}"><annotation name="com.example.Note" value="x"/></arg>
      <arg type="(ii)" direction="out"/>
      <arg name="how" type="s" direction="in"/>
    </method>
    <signal name="Gone"><arg name="when" type="t"/><annotation name="org.freedesktop.DBus.Deprecated" value="true"/></signal>
    <property name="First" type="s" access="readwrite"/>
    <property name="a-b" type="ai" access="read"><annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="const"/></property>
  </interface>
  <interface name="com.example.A"/>
  <node name="b"/><node name="a"/>
</node> and so on`)
	want := bus.Node{
		Path: "/com/example", Doc: "An object with “words”.",
		Interfaces: []bus.InterfaceInfo{
			{
				Name: "com.example.Z",
				Methods: []bus.Method{{
					Name: "Go", NoReply: true, Doc: "Goes <away> ✓",
					In: []bus.Arg{
						{Name: "where", Type: "a{sv}", Annotations: []bus.Annotation{{Name: "com.example.Note", Value: "x"}}},
						{Name: "how", Type: "s"},
					},
					Out: []bus.Arg{{Type: "(ii)"}},
					Annotations: []bus.Annotation{
						{Name: "org.freedesktop.DBus.Method.NoReply", Value: "true"},
						{Name: "org.gtk.GDBus.DocString", Value: "Goes <away> ✓"},
					},
				}},
				Signals: []bus.Signal{{
					Name: "Gone", Args: []bus.Arg{{Name: "when", Type: "t"}}, Deprecated: true,
					Annotations: []bus.Annotation{{Name: "org.freedesktop.DBus.Deprecated", Value: "true"}},
				}},
				Properties: []bus.Property{
					{Name: "First", Type: "s", Access: bus.AccessReadWrite, Emits: bus.EmitsInvalidate},
					{Name: "a-b", Type: "ai", Access: bus.AccessRead, Emits: bus.EmitsConst, Annotations: []bus.Annotation{
						{Name: "org.freedesktop.DBus.Property.EmitsChangedSignal", Value: "const"},
					}},
				},
				Annotations: []bus.Annotation{{Name: "org.freedesktop.DBus.Property.EmitsChangedSignal", Value: "invalidates"}},
			},
			{Name: "com.example.A"},
		},
		Children: []bus.Node{{Path: "/com/example/b"}, {Path: "/com/example/a"}},
	}
	if !reflect.DeepEqual(n, want) {
		t.Fatalf("read\n%+v\nwant\n%+v", n, want)
	}
	if n.Interface("com.example.A") == nil || n.Interface("com.example.B") != nil {
		t.Error("Interface finds the wrong one")
	}
}

func TestBadMembersAreLeftOutAlone(t *testing.T) {
	for _, test := range []struct{ member, element, name string }{
		{`<method name=""/>`, "method", ""},
		{`<method/>`, "method", ""},
		{`<method name="no-good"/>`, "method", "no-good"},
		{`<method name="Bad"><arg type="a"/></method>`, "method", "Bad"},
		{`<method name="Bad"><arg type="ss"/></method>`, "method", "Bad"},
		{`<method name="Bad"><arg type=""/></method>`, "method", "Bad"},
		{`<method name="Bad"><arg/></method>`, "method", "Bad"},
		{`<method name="Bad"><arg type="s" direction="up"/></method>`, "method", "Bad"},
		{`<signal name="1Bad"/>`, "signal", "1Bad"},
		{`<signal name="Bad"><arg type="s" direction="in"/></signal>`, "signal", "Bad"},
		{`<property name="Bad" type="s" access="weird"/>`, "property", "Bad"},
		{`<property name="Bad" type="s"/>`, "property", "Bad"},
		{`<property name="Bad" type="{sv}" access="read"/>`, "property", "Bad"},
		{`<property name="" type="s" access="read"/>`, "property", ""},
		{`<property name="` + strings.Repeat("x", 256) + `" type="s" access="read"/>`, "property", strings.Repeat("x", 256)},
		{`<gadget name="Odd"><method name="Hidden"/></gadget>`, "gadget", "Odd"},
		{`<annotation value="x"/>`, "annotation", ""},
		{`<method name="Bad2"><arg type="x"/><arg type="!"/><gadget/></method>`, "gadget", ""},
	} {
		good := `<method name="Good" flavour="odd"><arg type="s"/></method>`
		n := parse(t, describe(good+test.member+`<property name="Good" type="s" access="read"/>`))
		in := n.Interfaces[0]
		if len(in.Methods) != 1 || len(in.Signals) != 0 || len(in.Properties) != 1 {
			t.Errorf("%s: kept %+v", test.member, in)
		}
		if len(n.Rejects) == 0 {
			t.Errorf("%s: nothing is rejected", test.member)
			continue
		}
		if r := n.Rejects[0]; r.Element != test.element || r.Name != test.name || r.Reason == "" || !strings.HasPrefix(r.In, "com.example.A") {
			t.Errorf("%s: rejected %+v", test.member, n.Rejects)
		}
	}
	n := parse(t, `<node><interface name="bad"><method name="Lost"/></interface><interface name="com.example.A"/></node>`)
	if len(n.Interfaces) != 1 || len(n.Rejects) != 1 || n.Rejects[0].Element != "interface" {
		t.Errorf("with a bad interface: %+v", n)
	}
	odd := `<property name="P" type="s" access="read"><annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="maybe"/></property>`
	if n := parse(t, describe(odd)); n.Interfaces[0].Properties[0].Emits != bus.EmitsValue || len(n.Rejects) != 1 {
		t.Errorf("with an odd annotation: %+v", n)
	}
}

func TestNamesOfChildren(t *testing.T) {
	for name, want := range map[string]bus.ObjectPath{
		"a": "/com/example/a", "a/b": "/com/example/a/b", "_1": "/com/example/_1",
		"": "", ".": "", "..": "", "/": "", "/com/example/a": "", "bad-name": "", "a/": "", "a//b": "", "é": "", "a b": "",
		strings.Repeat("x", 5000): "",
	} {
		n := parse(t, `<node><node name="first"/><node name="`+name+`"/></node>`)
		got := bus.ObjectPath("")
		if len(n.Children) == 2 {
			got = n.Children[1].Path
		}
		if got != want || (want == "") != (len(n.Rejects) == 1) {
			t.Errorf("%q became %q, rejected %+v", name, got, n.Rejects)
		}
	}
	n := parse(t, `<node><node/></node>`)
	if len(n.Children) != 0 || len(n.Rejects) != 1 {
		t.Errorf("without a name: %+v", n)
	}
	if n, err := bus.ParseIntrospection("/", `<node><node name="a"/></node>`); err != nil || n.Children[0].Path != "/a" {
		t.Errorf("below the root: %+v, %v", n, err)
	}
}

func TestChildrenNamedTwiceAreOne(t *testing.T) {
	n := parse(t, `<node><node name="a"/><node name="b"/><node name="a"><interface name="com.example.A"/></node><node name="a"/></node>`)
	if len(n.Children) != 2 || !n.Children[0].Complete || len(n.Children[0].Interfaces) != 1 || n.Children[1].Complete || len(n.Rejects) != 2 {
		t.Fatalf("read %+v", n)
	}
}

func TestChildrenDescribedByTheirParentAreComplete(t *testing.T) {
	n := parse(t, `<node><node name="a"><interface name="com.example.A"/><node name="b"/></node></node>`)
	a := n.Children[0]
	if !a.Complete || a.Interface("com.example.A") == nil || len(a.Children) != 1 || a.Children[0].Complete || a.Children[0].Path != "/com/example/a/b" {
		t.Fatalf("read %+v", n)
	}
}

func TestChildThatIsCutOffIsNotComplete(t *testing.T) {
	n, err := bus.ParseIntrospection("/", `<node><node name="a"><interface name="com.example.A"/><node name="b"/>`)
	if err == nil || len(n.Children) != 1 || n.Children[0].Complete || len(n.Children[0].Children) != 1 {
		t.Fatalf("read %+v, %v", n, err)
	}
}

func TestInterfaceNamedTwiceIsOne(t *testing.T) {
	n := parse(t, `<node><interface name="com.example.A"><method name="A"/></interface><interface name="com.example.A"><method name="A"><arg type="s"/></method><method name="B"/></interface></node>`)
	if len(n.Interfaces) != 1 || len(n.Interfaces[0].Methods) != 3 {
		t.Fatalf("read %+v", n)
	}
}

func TestWhatCouldBeReadIsKept(t *testing.T) {
	const bomb = `<!DOCTYPE node [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>`
	const start = `<node><interface name="com.example.A"><method name="Whole"/>`
	const rest = `</interface></node>`
	for what, test := range map[string]struct {
		text    string
		methods int
	}{
		"nothing":                {"", -1},
		"only space":             {" \n ", -1},
		"another document":       {`<html><node/></html>`, -1},
		"no document":            {`node`, -1},
		"cut off in a tag":       {start + `<method na`, 1},
		"cut off in a member":    {start + `<method name="Half"><arg type="s"/>`, 1},
		"cut off between":        {start, 1},
		"an end too many":        {start + `</node>`, 1},
		"a wrong end":            {start + `<method name="Half"></signal>` + rest, 1},
		"an entity that is ours": {bomb + start + `<method name="&c;"/>` + rest, 1},
		"an entity in text":      {bomb + start + `&c;` + rest, 1},
		"invalid UTF-8":          {start + "<method name=\"\xff\"/>" + rest, 1},
		"a control character":    {start + "\x01" + rest, 1},
		"another version":        {`<?xml version="1.1"?>` + start + rest, -1},
		"a tag without an end":   {start + `<method name="` + strings.Repeat("x", 300<<10), 1},
		"a million attributes":   {start + `<method ` + strings.Repeat(`a="" `, 1_000_000) + `/>` + rest, 1},
		"20,000 nodes deep":      {start + `</interface>` + strings.Repeat(`<node name="a">`, 20_000), 1},
		"20,000 deep":            {start + strings.Repeat(`<a>`, 20_000), 1},
		"9 MiB":                  {start + strings.Repeat(`<method name="A"/>`, 9<<20/18) + rest, -1},
	} {
		n, err := bus.ParseIntrospection("/com/example", test.text)
		e, ok := errors.AsType[*bus.DescriptionError](err)
		if !ok || e.Reason.IsZero() || e.Offset < 0 || e.Offset > int64(len(test.text)) {
			t.Errorf("%s: error %#v", what, err)
		}
		got := -1
		if len(n.Interfaces) == 1 {
			got = len(n.Interfaces[0].Methods)
		}
		if got != test.methods || n.Path != "/com/example" {
			t.Errorf("%s: %d methods were read, want %d: %v", what, got, test.methods, err)
		}
	}
}

// TestDescriptionTakesBoundedMemory reads 8 MiB of what takes most memory for
// its length.
func TestDescriptionTakesBoundedMemory(t *testing.T) {
	const bound = 64 << 20
	fill := func(start, part, end string) string {
		return start + strings.Repeat(part, (8<<20-len(start)-len(end))/len(part)) + end
	}
	numbered := func(format string) string {
		var text strings.Builder
		text.WriteString("<node>")
		for i := 0; text.Len() < 8<<20-100; i++ {
			fmt.Fprintf(&text, format, i)
		}
		return text.String() + "</node>"
	}
	long := strings.Repeat("x", 2000)
	for what, text := range map[string]string{
		"nodes":      numbered(`<node name="a%x"/>`),
		"full nodes": numbered(`<node name="a%x"><node name="b"/></node>`),
		"interfaces": numbered(`<interface name="a.b%x"/>`),
		"long paths": fill(`<node><node name="`+long+`"><node name="`+long+`">`, `<node name="a"/>`, `</node></node></node>`),
		"methods":    fill(`<node><interface name="a.b">`, `<method name="A"/>`, `</interface></node>`),
		"arguments":  fill(`<node><interface name="a.b"><method name="A">`, `<arg type="y"/>`, `</method></interface></node>`),
		"faults":     fill(`<node>`, `<x/>`, `</node>`),
		"attributes": fill(`<node `, `a="" `, `/>`),
		"text":       fill(`<node>`, `x `, `</node>`),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		n, err := bus.ParseIntrospection("/", text)
		runtime.GC()
		runtime.ReadMemStats(&after)
		if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > bound {
			t.Errorf("%s: %d MiB are kept, %v", what, kept>>20, err)
		}
		runtime.KeepAlive(n)
		runtime.KeepAlive(text)
	}
}

func TestRejectsAreNoLongerThanTheyNeedBe(t *testing.T) {
	n := parse(t, describe(`<method name="`+strings.Repeat("é", 50_000)+`"/>`))
	if len(n.Rejects) != 1 || len(n.Rejects[0].Name) > 400 {
		t.Fatalf("rejected %+v", n.Rejects)
	}
	if !slices.Equal([]rune(n.Rejects[0].Name), []rune(strings.ToValidUTF8(n.Rejects[0].Name, "!"))) {
		t.Error("the name is not valid UTF-8 any more")
	}
}
