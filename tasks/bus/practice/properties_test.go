package practice_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

// tool runs another project's tool against the service.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v: %s", name, args, err, out)
	}
	return string(out)
}

func TestPropertiesAsGdbusSeesThem(t *testing.T) {
	_, daemon := start(t)
	const get, set, getAll = "org.freedesktop.DBus.Properties.Get", "org.freedesktop.DBus.Properties.Set", "org.freedesktop.DBus.Properties.GetAll"
	iface := string(practice.Interface)
	for _, test := range []struct {
		args []string
		want string // or a part of the error
	}{
		{[]string{get, iface, "Text"}, "(<'Change me'>,)"},
		{[]string{set, iface, "Text", "<'Changed'>"}, "()"},
		{[]string{get, iface, "Text"}, "(<'Changed'>,)"},
		{[]string{get, iface, "Counter"}, "(<uint32 0>,)"},
		{[]string{iface + ".Tick"}, "(uint32 1,)"},
		{[]string{iface + ".Plus", "1", "2"}, "(3,)"},
		{[]string{get, iface, "Counter"}, "(<uint32 1>,)"},
		{[]string{get, iface, "Constant"}, "(<'I never change'>,)"},
		{[]string{set, iface, "WriteOnly", "<'psst'>"}, "()"},
		{[]string{get, iface, "WriteOnly"}, errorName("InvalidArgs")},
		{[]string{get, iface, "Broken"}, errorName("Failed")},
		{[]string{set, iface, "Counter", "<uint32 5>"}, errorName("PropertyReadOnly")},
		{[]string{set, iface, "Text", "<5>"}, errorName("InvalidArgs")},
		{[]string{get, iface, "Nothing"}, errorName("UnknownProperty")},
		{[]string{get, "com.example.Nothing", "Text"}, errorName("UnknownInterface")},
		{[]string{getAll, "com.example.Nothing"}, errorName("UnknownInterface")},
	} {
		if got, _ := gdbus(t, daemon, test.args...); got != test.want && (!strings.HasPrefix(test.want, "org.") || !strings.Contains(got, test.want)) {
			t.Errorf("%v: %s, want %s", test.args, got, test.want)
		}
	}
	all, err := gdbus(t, daemon, getAll, iface)
	if err != nil || !strings.HasPrefix(all, "({'Text': <'Changed'>, 'Counter': <uint32 1>, 'Summary': ") || strings.Contains(all, "Broken") || strings.Contains(all, "WriteOnly") {
		t.Errorf("GetAll: %s, %v", all, err)
	}
}

func TestToolsIntrospectEverything(t *testing.T) {
	_, daemon := start(t)
	out := tool(t, "gdbus", "introspect", "--recurse", "--address", daemon.Address(), "--dest", string(practice.Name), "--object-path", "/")
	for _, want := range []string{
		"node " + string(practice.Shelf) + "/3 ", "readwrite s Title = 'Item 3';", "readonly u Place = 3;", "GetManagedObjects(out a{oa{sa{sv}}} objects)",
		`@org.freedesktop.DBus.Method.NoReply("true")`, "readonly u Counter = 0;",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in what gdbus found:\n%s", want, out)
		}
	}
	out = tool(t, "busctl", "--address="+daemon.Address(), "introspect", string(practice.Name), string(practice.Path))
	for _, want := range []string{".Constant", "const", "writable", "emits-invalidation", "no-reply", "deprecated"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in what busctl found:\n%s", want, out)
		}
	}
	out = tool(t, "busctl", "--address="+daemon.Address(), "tree", "--list", string(practice.Name))
	if want := string(practice.Shelf) + "/2\n"; !strings.Contains(out, want) {
		t.Errorf("%q is not in what busctl found:\n%s", want, out)
	}
}

func TestChangesAreAnnounced(t *testing.T) {
	service, daemon := start(t)
	conn := dial(t, daemon)
	matches := bus.NewMatches(conn)
	defer matches.Close()
	announced := make(chan []bus.Value, 10)
	remove, err := matches.Add(t.Context(), bus.MatchRule{Sender: practice.Name, Member: "PropertiesChanged"}, func(msg bus.Message) {
		announced <- msg.Body
	})
	if err != nil {
		t.Fatal(err)
	}
	defer remove()
	object := bus.Call{Destination: practice.Name, Path: practice.Path, Interface: practice.Interface}
	tick := object
	tick.Member = "Tick"
	if _, err := conn.Call(t.Context(), tick); err != nil {
		t.Fatal(err)
	}
	want, err := bus.ParseArguments("('"+string(practice.Interface)+"', {'Counter': <uint32 1>}, ['Summary'])", "sa{sv}as")
	if err != nil {
		t.Fatal(err)
	}
	wantAll(t, <-announced, want)
	if err := bus.SetProperty(t.Context(), conn, practice.Name, practice.Shelf+"/2", practice.ItemInterface, "Title", bus.String("New")); err != nil {
		t.Fatal(err)
	}
	want, err = bus.ParseArguments("('"+string(practice.ItemInterface)+"', {'Title': <'New'>}, @as [])", "sa{sv}as")
	if err != nil {
		t.Fatal(err)
	}
	wantAll(t, <-announced, want)

	// What Note does is to be seen, though it is never answered.
	note := object
	note.Member, note.Args, note.Flags = "Note", []bus.Value{bus.String("a word")}, bus.NoReply
	if _, err := conn.Call(t.Context(), note); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool {
		v, err := bus.GetProperty(t.Context(), conn, practice.Name, practice.Path, practice.Interface, "Hidden")
		return err == nil && v.Equal(bus.String("a word"))
	})
	waitFor(t, func() bool { return service.Running() == 0 })
}

func TestShelf(t *testing.T) {
	_, daemon := start(t)
	conn := dial(t, daemon)
	objects, err := bus.ManagedObjects(t.Context(), conn, practice.Name, practice.Shelf)
	if err != nil || len(objects) != 3 || objects[1].Path != practice.Shelf+"/2" {
		t.Fatalf("ManagedObjects = %+v, %v", objects, err)
	}
	if in := objects[1].Interfaces; len(in) != 1 || in[0].Name != practice.ItemInterface || len(in[0].Properties) != 2 || !in[0].Properties[1].Value.Equal(bus.Uint32(2)) {
		t.Errorf("the second is %+v", in)
	}
	for path, known := range map[bus.ObjectPath]bool{
		practice.Shelf + "/1": true, practice.Shelf + "/0": false, practice.Shelf + "/4": false, practice.Shelf + "/01": false, practice.Shelf + "/1/1": false, practice.Path + "/Nothing": false,
	} {
		if _, err := bus.Introspect(t.Context(), conn, practice.Name, path); (err == nil) != known {
			t.Errorf("%s: %v", path, err)
		}
	}
	found := 0
	summary, err := bus.Expand(t.Context(), conn, practice.Name, "/", bus.ExpandLimits{}, nil, func(path bus.ObjectPath, n bus.Node, err error) {
		if found++; err != nil || len(n.Rejects) != 0 {
			t.Errorf("%s: %+v, %v", path, n.Rejects, err)
		}
	})
	if err != nil || found != 10 || summary.StoppedBy != bus.BoundNone {
		t.Errorf("Expand found %d: %+v, %v", found, summary, err)
	}
}

func dial(t *testing.T, daemon *bustest.Daemon) bus.Conn {
	t.Helper()
	conn, err := godbusconn.NewDialer().Dial(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func wantAll(t *testing.T, got, want []bus.Value) {
	t.Helper()
	if g, w := (bus.Reply{Body: got}).Text(), (bus.Reply{Body: want}).Text(); g != w {
		t.Errorf("announced %s, want %s", g, w)
	}
}
