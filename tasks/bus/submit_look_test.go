package bus_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// lookDesk has one endpoint whose connections answer as the test says.
func lookDesk(t *testing.T, answer func(*bustest.Pending)) *desk {
	t.Helper()
	return newDesk(t, func(context.Context) (*bustest.Conn, error) { return bustest.NewConn(answer), nil })
}

func sampleObject(path bus.ObjectPath) bus.Object {
	return bus.Object{Endpoint: session, Name: "com.example.A", Path: path}
}

// finished waits for a future and gives its task, with the result.
func finished[T any](t *testing.T, f tasks.Future[T], err error) (T, tasks.Snapshot) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	result, err := f.Wait(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", f.Task().Spec().Title, err)
	}
	return result, f.Task().Snapshot()
}

// wantRetry checks that a task can be submitted again as the same.
func wantRetry(t *testing.T, d *desk, s tasks.Snapshot, title, detail string) {
	t.Helper()
	if s.Spec.Title != title || s.Spec.Detail != detail {
		t.Errorf("the task is called %q, %q", s.Spec.Title, s.Spec.Detail)
	}
	again, err := d.Retry(s.Spec.Data)
	if err != nil {
		t.Fatalf("Retry of %s: %v", title, err)
	}
	<-again.Done()
	if r := again.Snapshot(); r.State != tasks.Succeeded || r.Spec.Title != title || fmt.Sprint(r.Result) != fmt.Sprint(s.Result) {
		t.Errorf("Retry of %s gave %v with %v, %v", title, r.State, r.Result, r.Err)
	}
}

func TestIntrospectIsATask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, func(p *bustest.Pending) { p.Reply(bus.String(`<node><node name="b"/></node>`)) })
		f, err := d.SubmitIntrospect(bus.IntrospectSpec{Object: sampleObject("/a")})
		n, s := finished(t, f, err)
		if len(n.Children) != 1 || n.Children[0].Path != "/a/b" || !strings.Contains(n.XML, "node") {
			t.Errorf("the result is %+v", n)
		}
		wantRetry(t, d, s, "Introspect /a", "Session · com.example.A")
	})
}

func TestManagedObjectsAreATask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, func(p *bustest.Pending) {
			v, err := bus.ParseValue("{'/a/b': {'a.b': {'P': <5>}}}", "a{oa{sa{sv}}}")
			if err != nil {
				t.Error(err)
			}
			p.Reply(v)
		})
		f, err := d.SubmitManagedObjects(bus.ManagedObjectsSpec{Object: sampleObject("/a")})
		objects, s := finished(t, f, err)
		if len(objects) != 1 || objects[0].Path != "/a/b" {
			t.Errorf("the result is %+v", objects)
		}
		wantRetry(t, d, s, "List objects of /a", "Session · com.example.A")
	})
}

func TestExpandIsATaskWithATree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := looked(t, map[bus.ObjectPath]string{
			"/": `<node><node name="b"/><node name="a"/><node name="a0"/></node>`, "/a": `<node><node name="x/y"/></node>`,
			"/a0": "<node/>", "/a/x/y": "<node/>",
		})
		d := newDesk(t, func(context.Context) (*bustest.Conn, error) { return conn, nil })
		f, err := d.SubmitExpand(bus.ExpandSpec{Object: sampleObject("/")})
		tree, s := finished(t, f, err)
		var got []string
		for _, n := range tree.Nodes {
			if n.Children != nil {
				t.Errorf("%s has children", n.Path)
			}
			got = append(got, fmt.Sprint(n.Path, " ", n.Parent, " ", n.Err == nil))
		}
		if want := "[/ -1 true /a 0 true /a/x/y 1 true /a0 0 true /b 0 false]"; fmt.Sprint(got) != want || tree.Summary.Failed != 1 || tree.Root != "/" || tree.Name != "com.example.A" {
			t.Errorf("the tree is %v, %+v", got, tree.Summary)
		}
		if s.Progress.Done != 5 || s.Progress.Total != 5 || s.Items.Total != 5 {
			t.Errorf("progress %+v, items %+v", s.Progress, s.Items)
		}
		wantRetryTitle(t, s, "Expand /")
	})
}

func wantRetryTitle(t *testing.T, s tasks.Snapshot, title string) {
	t.Helper()
	if s.Spec.Title != title {
		t.Errorf("the task is called %q", s.Spec.Title)
	}
}

func TestExpandThatIsCanceledKeepsWhatItFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := looked(t, map[bus.ObjectPath]string{"/": `<node><node name="s"/></node>`, "/s": "silent"})
		d := newDesk(t, func(context.Context) (*bustest.Conn, error) { return conn, nil })
		f, err := d.SubmitExpand(bus.ExpandSpec{Object: sampleObject("/")})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if s := f.Task().Snapshot(); s.Progress.Done != 1 || s.Progress.Total != 2 {
			t.Errorf("progress %+v", s.Progress)
		}
		start := time.Now()
		f.Task().Cancel(errors.New("enough"))
		<-f.Task().Done()
		items, _ := f.Task().Items()
		if s := f.Task().Snapshot(); s.State != tasks.Canceled || len(items) != 1 || time.Since(start) != 0 {
			t.Errorf("%v after %v, with %v", s.State, time.Since(start), items)
		}
	})
}

func TestWorkThatCannotBeCalledIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, nil)
		bad := bus.Object{Endpoint: session, Name: "nobody", Path: "/"}
		nowhere := bus.Object{Endpoint: session, Name: "com.example.A", Path: "a"}
		good := sampleObject("/")
		for what, err := range map[string]error{
			"introspect": second(d.SubmitIntrospect(bus.IntrospectSpec{Object: bad})),
			"expand":     second(d.SubmitExpand(bus.ExpandSpec{Object: nowhere})),
			"objects":    second(d.SubmitManagedObjects(bus.ManagedObjectsSpec{Object: bad})),
			"get":        second(d.SubmitGetProperty(bus.GetPropertySpec{Object: good, Interface: "bad"})),
			"get all":    second(d.SubmitGetProperties(bus.GetPropertiesSpec{Object: bad, Interface: "a.b"})),
			"set":        second(d.SubmitSetProperty(bus.SetPropertySpec{Object: nowhere, Interface: "a.b"})),
			"watch":      second(d.SubmitWatchProperty(bus.WatchPropertySpec{Object: good, Interface: "a.b"})),
			"watch much": second(d.SubmitWatchProperty(bus.WatchPropertySpec{Object: good, Interface: "a.b", Properties: known, Keep: bus.MaxKeep + 1})),
			"activate":   second(d.SubmitActivate(bus.ActivateSpec{Endpoint: session, Name: "nobody"})),
			"who":        second(d.SubmitCredentials(bus.CredentialsSpec{Endpoint: session})),
		} {
			if _, ok := errors.AsType[*bus.SyntaxError](err); !ok {
				t.Errorf("%s: %v", what, err)
			}
		}
		elsewhere := bus.Endpoint{Address: bus.SessionAddress(), Backend: "none"}
		_, _, followed := d.FollowNames(elsewhere, func() {})
		for what, err := range map[string]error{
			"names":    second(d.SubmitListNames(bus.ListNamesSpec{Endpoint: elsewhere})),
			"activate": second(d.SubmitActivate(bus.ActivateSpec{Endpoint: elsewhere, Name: "a.b"})),
			"who":      second(d.SubmitCredentials(bus.CredentialsSpec{Endpoint: elsewhere, Name: "a.b"})),
			"follow":   followed,
		} {
			if !errors.Is(err, bus.ErrNoSuchBackend) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if n := d.dials.Load(); n != 0 {
			t.Errorf("%d connections were made", n)
		}
	})
}
