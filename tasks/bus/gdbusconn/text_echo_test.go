package gdbusconn_test

import (
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
	"pgregory.net/rapid"
)

// A value that GLib has read from our text goes to the practice service and back
// through either backend, and GLib writes what comes back as we do.
func TestEchoedTextIsThatOfGLib(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	service, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close() })
	for name, dialer := range map[string]bus.Dialer{
		"gdbus":  gdbusconn.NewDialer(loop),
		"godbus": godbusconn.NewDialer(),
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := dialer.Dial(t.Context(), daemon.BusAddress(t))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			values := bustest.Values(depth).Filter(func(v bus.Value) bool { return !bustest.HoldsHandle(v) })
			if name == "gdbus" {
				values = values.Filter(func(v bus.Value) bool { return !endsShort(v) })
			}
			rapid.Check(t, func(t *rapid.T) { echoText(t, conn, values.Draw(t, "value")) })
		})
	}
}

func echoText(t *rapid.T, conn bus.Conn, v bus.Value) {
	theirs, err := parseByGLib(v.Text())
	if err != nil {
		t.Fatalf("GLib does not read %s: %v", v.Text(), err)
	}
	meant, err := bus.ParseValue(theirs.Print(true), "")
	if err != nil {
		t.Fatalf("%s is not read: %v", theirs.Print(true), err)
	}
	reply, err := conn.Call(t.Context(), practiceCall("Echo", bus.Variant(meant)))
	if err != nil {
		t.Fatalf("%s is not echoed: %v", v.Text(), err)
	}
	if len(reply.Body) != 1 || !reply.Body[0].Inner().Equal(v) {
		t.Fatalf("%s is echoed as %s", v.Text(), reply.Text())
	}
	theirs, err = parseByGLib(reply.Text())
	if err != nil || theirs.Print(true) != reply.Text() {
		t.Fatalf("%s: GLib reads it as %v (%v)", reply.Text(), theirs, err)
	}
}

// endsShort reports whether v has an array in it that GDBus may read without its
// last item. GDBus takes the gap before the first item for a part of the array's
// length, and so stops four bytes early: it does not see a struct or an entry of
// that size or less if the one before it ends where it begins.
func endsShort(v bus.Value) bool {
	var last bus.Value
	for _, item := range v.Items() {
		if endsShort(item) {
			return true
		}
		last = item
	}
	for entry := range v.Entries() {
		if endsShort(entry.Value) {
			return true
		}
		last = bus.Struct(entry.Key, entry.Value)
	}
	if v.Type() == bus.TypeVariant {
		return endsShort(v.Inner())
	}
	return v.Type() == bus.TypeArray && v.Len() > 1 && last.Type() == bus.TypeStruct &&
		bus.Reply{Body: []bus.Value{last}}.Size() <= 4
}
