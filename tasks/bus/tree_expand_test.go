package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// looked answers as a service does whose objects say what texts says of them;
// one that says "silent" never answers. A call that could start a service or
// raise a dialog fails the test.
func looked(t *testing.T, texts map[bus.ObjectPath]string) *bustest.Conn {
	return bustest.NewConn(func(p *bustest.Pending) {
		if p.Call.Flags != bus.NoAutoStart {
			t.Errorf("%s was called with the flags %b", p.Call.Member, p.Call.Flags)
		}
		text, ok := texts[p.Call.Path]
		switch {
		case p.Call.Member != "Introspect" || !ok:
			p.Fail("org.freedesktop.DBus.Error.UnknownMethod", "No.")
		case text != "silent":
			p.Reply(bus.String(text))
		}
	})
}

// expansion is what Expand told.
type expansion struct {
	found   map[bus.ObjectPath]error
	nodes   map[bus.ObjectPath]bus.Node
	order   []bus.ObjectPath
	total   int
	summary bus.ExpandSummary
}

func expand(ctx context.Context, t *testing.T, conn bus.Conn, root bus.ObjectPath, limits bus.ExpandLimits) (expansion, error) {
	t.Helper()
	e := expansion{found: map[bus.ObjectPath]error{}, nodes: map[bus.ObjectPath]bus.Node{}}
	last := 0
	summary, err := bus.Expand(ctx, conn, "com.example.Tree", root, limits, func(done, total int) {
		if done < last || total < done {
			t.Errorf("progress went from %d to %d of %d", last, done, total)
		}
		last, e.total = done, total
	}, func(path bus.ObjectPath, n bus.Node, err error) {
		if _, again := e.found[path]; again || n.Path != path || n.XML != "" {
			t.Errorf("%s was told twice, or as %s", path, n.Path)
		}
		e.found[path], e.nodes[path] = err, n
		e.order = append(e.order, path)
	})
	if e.summary = summary; summary.Found != len(e.order) {
		t.Errorf("%d objects were told, summary %+v", len(e.order), summary)
	}
	return e, err
}

func TestExpandFindsEverythingOnce(t *testing.T) {
	conn := looked(t, map[bus.ObjectPath]string{
		"/":      `<node><node name="a"/><node name="b"/><node name="a"/><node name=""/><node name="/"/></node>`,
		"/a":     `<node><node name="x/y"/><node name="c"><interface name="com.example.C"/><node name="d"/></node></node>`,
		"/b":     `<node><interface name="com.example.B"/></node>`,
		"/a/x/y": `<node/>`,
		"/a/c/d": `<node/>`,
	})
	e, err := expand(t.Context(), t, conn, "/", bus.ExpandLimits{})
	slices.Sort(e.order)
	if want := []bus.ObjectPath{"/", "/a", "/a/c", "/a/c/d", "/a/x/y", "/b"}; err != nil || !slices.Equal(e.order, want) {
		t.Fatalf("found %q, %v; want %q", e.order, err, want)
	}
	for path, err := range e.found {
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if want := (bus.ExpandSummary{Found: 6, Calls: 5, Bytes: e.summary.Bytes}); e.summary != want || e.summary.Bytes < 200 || e.total != 6 {
		t.Errorf("summary %+v, total %d", e.summary, e.total)
	}
	if len(e.nodes["/"].Rejects) != 3 {
		t.Errorf("rejected %+v", e.nodes["/"].Rejects)
	}
}

func TestExpandGoesOnAfterAnError(t *testing.T) {
	conn := looked(t, map[bus.ObjectPath]string{
		"/a":      `<node><node name="gone"/><node name="half"/><node name="well"/></node>`,
		"/a/half": `<node><interface name="com.example.Half"/><node name="below"/>`,
		"/a/well": `<node/>`,
	})
	e, err := expand(t.Context(), t, conn, "/a", bus.ExpandLimits{})
	if err != nil || len(e.order) != 5 || e.summary.Failed != 3 {
		t.Fatalf("found %q, %+v, %v", e.order, e.summary, err)
	}
	if err := e.found["/a/gone"]; bus.KindOf(err) != bus.KindNoSuchMember {
		t.Errorf("/a/gone: %v", err)
	}
	if _, ok := errors.AsType[*bus.DescriptionError](e.found["/a/half"]); !ok || len(e.nodes["/a/half"].Interfaces) != 1 {
		t.Errorf("/a/half: %v, %+v", e.found["/a/half"], e.nodes["/a/half"])
	}
	if err := e.found["/a/well"]; err != nil {
		t.Errorf("/a/well: %v", err)
	}
}

func TestExpandDoesNotWaitForTheSilentLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := looked(t, map[bus.ObjectPath]string{
			"/": `<node><node name="s1"/><node name="s2"/><node name="well"/></node>`, "/s1": "silent", "/s2": "silent", "/well": `<node/>`,
		})
		start := time.Now()
		e, err := expand(t.Context(), t, conn, "/", bus.ExpandLimits{})
		if err != nil || len(e.order) != 4 || e.summary.StoppedBy != bus.BoundNone {
			t.Fatalf("found %q, %+v, %v", e.order, e.summary, err)
		}
		if took := time.Since(start); took != bus.LookTimeout || bus.KindOf(e.found["/s1"]) != bus.KindTimeout || e.order[1] != "/well" {
			t.Errorf("took %v, in the order %q, %v", took, e.order, e.found["/s1"])
		}
	})
}

func TestExpandStopsAtItsBounds(t *testing.T) {
	wide := "<node>" + strings.Repeat(" ", 1000)
	for i := range 100 {
		wide += fmt.Sprintf(`<node name="n%d"/>`, i)
	}
	wide += "</node>"
	for want, limits := range map[bus.Bound]bus.ExpandLimits{
		bus.BoundDepth:  {Depth: 1},
		bus.BoundNodes:  {Nodes: 500},
		bus.BoundBytes:  {Bytes: 100_000},
		bus.BoundTime:   {Time: 8 * time.Second}, // when none of those asked second has been silent for too long
		bus.BoundSilent: {Silent: 20},
	} {
		synctest.Test(t, func(t *testing.T) {
			conn := bustest.NewConn(func(p *bustest.Pending) {
				switch {
				case p.Call.Path == "/" || want != bus.BoundSilent && want != bus.BoundTime:
					p.Reply(bus.String(wide))
				case want == bus.BoundSilent || want == bus.BoundTime:
				}
			})
			e, err := expand(t.Context(), t, conn, "/", limits)
			s := e.summary
			if err != nil || s.StoppedBy != want || s.Unvisited == 0 {
				t.Fatalf("%v: %+v, %v", want, s, err)
			}
			if most := map[bus.Bound]int{
				bus.BoundDepth: 101, bus.BoundNodes: 500, bus.BoundBytes: 70, bus.BoundTime: 25, bus.BoundSilent: 1 + 20 + 8,
			}[want]; s.Calls > most {
				t.Errorf("%v: %d calls", want, s.Calls)
			}
			if orphans := conn.Stats().Orphans; orphans > 32 {
				t.Errorf("%v: %d slots at the bus are lost", want, orphans)
			}
		})
	}
}

// Where a part is of no use, a large service is not asked for one.
func TestExpandOfTheWhole(t *testing.T) {
	wide := "<node>"
	for i := range 1000 {
		wide += fmt.Sprintf(`<node name="n%d"/>`, i)
	}
	wide += "</node>"
	texts := map[bus.ObjectPath]string{"/": `<node><node name="a"/><node name="b"/></node>`, "/a": "<node/>", "/b": wide}
	for i := range 1000 {
		texts[bus.ObjectPath(fmt.Sprintf("/b/n%d", i))] = "<node/>"
	}
	e, err := expand(t.Context(), t, looked(t, texts), "/", bus.ExpandLimits{Nodes: 40, Whole: true})
	if s := e.summary; err != nil || s.StoppedBy != bus.BoundNodes || s.Calls != 3 || s.Unvisited != 1000 {
		t.Errorf("of a large service: %+v, %v", s, err)
	}
	delete(texts, "/b")
	e, err = expand(t.Context(), t, looked(t, texts), "/", bus.ExpandLimits{Nodes: 40, Whole: true})
	if s := e.summary; err != nil || s.StoppedBy != bus.BoundNone || s.Found != 3 || s.Failed != 1 {
		t.Errorf("of a small service: %+v, %v", s, err)
	}
}

func TestExpandIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := looked(t, map[bus.ObjectPath]string{"/": `<node><node name="s"/></node>`, "/s": "silent"})
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("enough")
		time.AfterFunc(time.Second, func() { cancel(why) })
		e, err := expand(ctx, t, conn, "/", bus.ExpandLimits{})
		if !errors.Is(err, context.Canceled) || !errors.Is(err, why) || len(e.order) != 1 || e.summary.Unvisited != 1 {
			t.Fatalf("found %q, %+v, %v", e.order, e.summary, err)
		}
	})
}

func TestExpandEndsWithTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := looked(t, map[bus.ObjectPath]string{"/": `<node><node name="s"/></node>`, "/s": "silent"})
		time.AfterFunc(time.Second, func() { conn.Disconnect(errors.New("gone")) })
		e, err := expand(t.Context(), t, conn, "/", bus.ExpandLimits{})
		if bus.KindOf(err) != bus.KindDisconnected || len(e.order) != 1 {
			t.Fatalf("found %q, %v", e.order, err)
		}
	})
}

func TestExpandAsksObjectManagersToo(t *testing.T) {
	dict := func(text string) bus.Value {
		v, err := bus.ParseValue(text, "a{oa{sa{sv}}}")
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for what, root := range map[string]string{
		"which says so":                 `<node><interface name="org.freedesktop.DBus.ObjectManager"/></node>`,
		"which does not say what it is": "",
	} {
		conn := bustest.NewConn(func(p *bustest.Pending) {
			switch {
			case p.Call.Path == "/m" && p.Call.Member == "GetManagedObjects":
				p.Reply(dict(`{'/m/a/b': {'com.example.B': {'P': <1>}, 'not a name': {}}, '/m/c': {}, '/elsewhere': {}, '/m': {}, '/mm': {}}`))
			case p.Call.Path == "/m" && root != "" || p.Call.Path == "/m/c":
				p.Reply(bus.String(root + "<node/>"))
			default:
				p.Fail("org.freedesktop.DBus.Error.UnknownMethod", "No.")
			}
		})
		e, err := expand(t.Context(), t, conn, "/m", bus.ExpandLimits{})
		slices.Sort(e.order)
		if want := []bus.ObjectPath{"/m", "/m/a/b", "/m/c"}; err != nil || !slices.Equal(e.order, want) {
			t.Fatalf("a root %s: found %q, %v", what, e.order, err)
		}
		if n := e.nodes["/m/a/b"]; e.found["/m/a/b"] == nil || len(n.Interfaces) != 1 || n.Interfaces[0].Name != "com.example.B" {
			t.Errorf("a root %s: /m/a/b is %+v, %v", what, n, e.found["/m/a/b"])
		}
	}
}
