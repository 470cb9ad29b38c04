package fuzz_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"pgregory.net/rapid"
)

// nodes generates what an object may say of itself.
func nodes(path bus.ObjectPath, levels int) *rapid.Generator[bus.Node] {
	return rapid.Custom(func(t *rapid.T) bus.Node {
		n := bus.Node{Path: path}
		unique := func(in bus.InterfaceInfo) bus.Interface { return in.Name }
		n.Interfaces = some(t, "interfaces", rapid.SliceOfNDistinct(interfaces(), 0, 3, unique))
		if levels == 0 {
			return n
		}
		name := rapid.StringMatching(`[A-Za-z0-9_]{1,3}(/[A-Za-z0-9_]{1,3})?`)
		for _, name := range rapid.SliceOfNDistinct(name, 0, 3, rapid.ID).Draw(t, "children") {
			child := nodes(bus.ObjectPath(strings.TrimSuffix(string(path), "/")+"/"+name), levels-1).Draw(t, "child")
			child.Complete = len(child.Interfaces)+len(child.Children) > 0
			n.Children = append(n.Children, child)
		}
		return n
	})
}

func interfaces() *rapid.Generator[bus.InterfaceInfo] {
	return rapid.Custom(func(t *rapid.T) bus.InterfaceInfo {
		in := bus.InterfaceInfo{Name: bus.Interface(rapid.StringMatching(`[A-Za-z_][A-Za-z0-9_]{0,4}(\.[A-Za-z_][A-Za-z0-9_]{0,4}){1,3}`).Draw(t, "interface"))}
		member := rapid.Map(rapid.StringMatching(`[A-Za-z_][A-Za-z0-9_]{0,8}`), func(s string) bus.Member { return bus.Member(s) })
		for range rapid.IntRange(0, 3).Draw(t, "methods") {
			in.Methods = append(in.Methods, bus.Method{
				Name: member.Draw(t, "method"), In: args(t), Out: args(t), Annotations: notes(t),
			})
		}
		for range rapid.IntRange(0, 2).Draw(t, "signals") {
			in.Signals = append(in.Signals, bus.Signal{Name: member.Draw(t, "signal"), Args: args(t), Annotations: notes(t)})
		}
		for range rapid.IntRange(0, 2).Draw(t, "properties") {
			in.Properties = append(in.Properties, bus.Property{
				Name: rapid.StringMatching(`[^\x00-\x1f\x{fffe}\x{ffff}]{1,10}`).Draw(t, "property"),
				Type: bustest.Types(3).Draw(t, "type"),
				Access: rapid.SampledFrom([]bus.Access{
					bus.AccessRead, bus.AccessWrite, bus.AccessReadWrite,
				}).Draw(t, "access"),
				Annotations: notes(t),
			})
		}
		return in
	})
}

func args(t *rapid.T) []bus.Arg {
	arg := rapid.Custom(func(t *rapid.T) bus.Arg {
		return bus.Arg{Name: texts(t), Type: bustest.Types(3).Draw(t, "type"), Annotations: notes(t)}
	})
	return some(t, "arguments", rapid.SliceOfN(arg, 0, 3))
}

func notes(t *rapid.T) []bus.Annotation {
	note := rapid.Custom(func(t *rapid.T) bus.Annotation {
		return bus.Annotation{Name: "com.example." + texts(t), Value: texts(t)}
	})
	return some(t, "annotations", rapid.SliceOfN(note, 0, 2))
}

// texts draws text that XML can carry.
func texts(t *rapid.T) string {
	return rapid.StringMatching(`[^\x00-\x1f\x{fffe}\x{ffff}]{0,10}`).Draw(t, "text")
}

// some draws a slice that is nil where it is empty, as what is read is.
func some[T any](t *rapid.T, what string, of *rapid.Generator[[]T]) []T {
	if drawn := of.Draw(t, what); len(drawn) > 0 {
		return drawn
	}
	return nil
}

// describer writes what is read.
type describer struct{ strings.Builder }

func (d *describer) open(element string, attributes ...string) {
	fmt.Fprintf(d, "<%s", element)
	for i := 0; i < len(attributes); i += 2 {
		fmt.Fprintf(d, ` %s="`, attributes[i])
		xml.EscapeText(d, []byte(attributes[i+1]))
		d.WriteString(`"`)
	}
	d.WriteString(">")
}

func (d *describer) close(element string) { fmt.Fprintf(d, "</%s>\n", element) }

func (d *describer) notes(notes []bus.Annotation) {
	for _, note := range notes {
		d.open("annotation", "name", note.Name, "value", note.Value)
		d.close("annotation")
	}
}

func (d *describer) args(args []bus.Arg, direction string) {
	for _, a := range args {
		d.open("arg", "name", a.Name, "type", string(a.Type), "direction", direction)
		d.notes(a.Annotations)
		d.close("arg")
	}
}

func (d *describer) members(in bus.InterfaceInfo) {
	for _, m := range in.Methods {
		d.open("method", "name", string(m.Name))
		d.args(m.In, "in")
		d.args(m.Out, "out")
		d.notes(m.Annotations)
		d.close("method")
	}
	for _, s := range in.Signals {
		d.open("signal", "name", string(s.Name))
		d.args(s.Args, "out")
		d.notes(s.Annotations)
		d.close("signal")
	}
	for _, p := range in.Properties {
		d.open("property", "name", p.Name, "type", string(p.Type), "access", p.Access.String())
		d.notes(p.Annotations)
		d.close("property")
	}
}

func (d *describer) node(n bus.Node, name string) {
	d.open("node", "name", name)
	d.notes(n.Annotations)
	for _, in := range n.Interfaces {
		d.open("interface", "name", string(in.Name))
		d.notes(in.Annotations)
		d.members(in)
		d.close("interface")
	}
	for _, child := range n.Children {
		d.node(child, strings.TrimPrefix(string(child.Path), strings.TrimSuffix(string(n.Path), "/")+"/"))
	}
	d.close("node")
}

func written(n bus.Node) string {
	var d describer
	d.node(n, string(n.Path))
	return d.String()
}

func TestDescriptionIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.SampledFrom([]bus.ObjectPath{"/", "/com/example"}).Draw(t, "path")
		n := nodes(path, 2).Draw(t, "node")
		text := written(n)
		got, err := bus.ParseIntrospection(path, text)
		if err != nil || !reflect.DeepEqual(got, n) {
			t.Fatalf("%s\nbecame %+v\nnot %+v: %v", text, got, n, err)
		}
	})
}

func described(members string) string {
	return `<node><interface name="com.example.A">` + members + `</interface></node>`
}

// FuzzParseIntrospection reads anything, and checks that what comes out is well
// formed, and is written and read again as the same.
func FuzzParseIntrospection(f *testing.F) {
	for _, seed := range []string{
		"", "<node/>", `<node name="/"><node name=""/><node name="a/b"><node name="c"/></node></node>`,
		described(`<method name="A"><arg type="a{sv}" direction="in"/><annotation name="org.freedesktop.DBus.Method.NoReply" value="true"/></method>`),
		described(`<property name="P" type="(ss)" access="readwrite"/><signal name="S"><arg type="x"/></signal>`),
		`<!DOCTYPE node [<!ENTITY a "b">]><node>&a;&lt;<![CDATA[<node/>]]><!-- x --></node>`,
		`<node><tp:docstring xmlns:tp="x">Some <i>words</i></tp:docstring></node>`,
		`<?xml version="1.0" encoding="latin1"?><node><interface name="a.b"><method name="A"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := bus.ParseIntrospection("/a", text)
		if err != nil {
			e, ok := errors.AsType[*bus.DescriptionError](err)
			if !ok || e.Reason.IsZero() || e.Offset < 0 || e.Offset > int64(len(text)) {
				t.Fatalf("%q: bad error %#v", text, err)
			}
		}
		checkNode(t, n)
		again, err := bus.ParseIntrospection("/a", written(n))
		if err != nil || written(again) != written(n) {
			t.Fatalf("%q\nis written %s\nand read again as %s: %v", text, written(n), written(again), err)
		}
	})
}

func checkNode(t *testing.T, n bus.Node) {
	t.Helper()
	if _, err := bus.ParseObjectPath(string(n.Path)); err != nil {
		t.Fatal(err)
	}
	seen := map[bus.ObjectPath]bool{}
	for _, child := range n.Children {
		if seen[child.Path] || !strings.HasPrefix(string(child.Path), string(n.Path)+"/") {
			t.Fatalf("%s has the child %s, for the second time %v", n.Path, child.Path, seen[child.Path])
		}
		seen[child.Path] = true
		checkNode(t, child)
	}
	for _, in := range n.Interfaces {
		for _, m := range in.Methods {
			call := bus.Call{Destination: "a.b", Path: n.Path, Interface: in.Name, Member: m.Name}
			if err := call.Validate(); err != nil && !strings.HasPrefix(string(n.Path+bus.ObjectPath(in.Name)), "/org/freedesktop/DBus/Local") && in.Name != "org.freedesktop.DBus.Local" {
				t.Fatal(err)
			}
			checkArgs(t, m.In)
			checkArgs(t, m.Out)
		}
		for _, s := range in.Signals {
			checkArgs(t, s.Args)
		}
		for _, p := range in.Properties {
			checkArgs(t, []bus.Arg{{Type: p.Type}})
			if !p.Access.Readable() && !p.Access.Writable() || p.Name == "" {
				t.Fatalf("property %+v", p)
			}
		}
	}
}

func checkArgs(t *testing.T, args []bus.Arg) {
	t.Helper()
	for _, a := range args {
		if _, err := bus.ParseType(string(a.Type)); err != nil {
			t.Fatal(err)
		}
	}
}
