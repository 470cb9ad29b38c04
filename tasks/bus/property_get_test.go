package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// known are the properties that an object with all kinds of them has.
var known = []bus.Property{
	{Name: "Text", Type: "s", Access: bus.AccessReadWrite},
	{Name: "Secret", Type: "s", Access: bus.AccessWrite},
	{Name: "Left", Type: "s", Access: bus.AccessRead},
	{Name: "Broken", Type: "s", Access: bus.AccessRead},
}

// having answers as an object does with one value for each of known but Broken,
// whose GetAll leaves out what it may, or fails.
func having(getAll func(*bustest.Pending)) *bustest.Conn {
	return bustest.NewConn(func(p *bustest.Pending) {
		switch p.Call.Member {
		case "GetAll":
			getAll(p)
		case "Get":
			switch name, _ := p.Call.Args[1].AsString(); name {
			case "Text", "Left":
				p.Reply(bus.Variant(bus.String("of " + name)))
			case "Silent":
			default:
				p.Fail("com.example.Error.Broken", name)
			}
		}
	})
}

func values(all []bus.PropertyValue) []string {
	var texts []string
	for _, p := range all {
		text := p.Name + " "
		switch e, remote := errors.AsType[*bus.Error](p.Err); {
		case remote:
			text += e.Name + e.Kind.String()
		case p.Err != nil:
			text += p.Err.Error()
		default:
			text += p.Value.Text()
		}
		texts = append(texts, text)
	}
	return texts
}

func TestGetProperties(t *testing.T) {
	const broken = "Broken com.example.Error.Broken"
	for what, test := range map[string]struct {
		getAll func(*bustest.Pending)
		want   []string
	}{
		"all but one, and one more": {func(p *bustest.Pending) {
			v, _ := bus.ParseValue("{'More': <5>, 'Left': <'l'>, 'Text': <'t'>}", "a{sv}")
			p.Reply(v)
		}, []string{"Text 't'", "Secret " + bus.ErrWriteOnly.Error(), "Left 'l'", broken, "More 5"}},
		"none": {func(p *bustest.Pending) {
			v, _ := bus.Dict("s", "v")
			p.Reply(v)
		}, []string{"Text 'of Text'", "Secret " + bus.ErrWriteOnly.Error(), "Left 'of Left'", broken}},
		"an error": {func(p *bustest.Pending) {
			p.Fail("com.example.Error.All", "No.")
		}, []string{"Text 'of Text'", "Secret " + bus.ErrWriteOnly.Error(), "Left 'of Left'", broken}},
		"another type": {func(p *bustest.Pending) {
			p.Reply(bus.String("all"))
		}, []string{"Text 'of Text'", "Secret " + bus.ErrWriteOnly.Error(), "Left 'of Left'", broken}},
	} {
		conn := having(test.getAll)
		all, err := bus.GetProperties(t.Context(), conn, "com.example.A", "/", "com.example.A", known)
		got := values(all)
		for i := range got {
			got[i] = trimKind(got[i])
		}
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("GetAll gives %s: %q, %v; want %q", what, got, err, test.want)
		}
		for _, call := range conn.Calls() {
			if call.Flags != bus.NoAutoStart {
				t.Errorf("%s was called with the flags %b", call.Member, call.Flags)
			}
		}
	}
	conn := having(func(p *bustest.Pending) { p.Fail("com.example.Error.All", "No.") })
	if all, err := bus.GetProperties(t.Context(), conn, "com.example.A", "/", "com.example.A", nil); err == nil {
		t.Errorf("with nothing known: %q", values(all))
	}
}

// trimKind leaves out what values says of an error's kind.
func trimKind(text string) string {
	if rest, ok := cutSuffix(text, bus.KindOther.String()); ok {
		return rest
	}
	return text
}

func cutSuffix(text, suffix string) (string, bool) {
	if n := len(text) - len(suffix); n >= 0 && text[n:] == suffix {
		return text[:n], true
	}
	return text, false
}

func TestGetPropertiesDoesNotWaitForAllTheSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := bustest.NewConn(func(p *bustest.Pending) {})
		var many []bus.Property
		for i := range 100 {
			many = append(many, bus.Property{Name: fmt.Sprint("P", i), Type: "s", Access: bus.AccessRead})
		}
		start := time.Now()
		all, err := bus.GetProperties(t.Context(), conn, "com.example.A", "/", "com.example.A", many)
		if err != nil || len(all) != 100 || bus.KindOf(all[0].Err) != bus.KindTimeout || all[99].Err != bus.ErrNotAsked {
			t.Fatalf("%q, %v", values(all), err)
		}
		if took, orphans := time.Since(start), conn.Stats().Orphans; took > 4*bus.LookTimeout || orphans > 25 {
			t.Errorf("it took %v and %d slots", took, orphans)
		}
	})
}

func TestGetPropertiesIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := bus.GetProperties(ctx, bustest.NewConn(nil), "com.example.A", "/", "com.example.A", known); bus.KindOf(err) != bus.KindTimeout {
			t.Errorf("with a deadline: %v", err)
		}
		conn := bustest.NewConn(nil)
		time.AfterFunc(time.Second, func() { conn.Disconnect(errors.New("gone")) })
		if _, err := bus.GetProperties(t.Context(), conn, "com.example.A", "/", "com.example.A", known); bus.KindOf(err) != bus.KindDisconnected {
			t.Errorf("without a connection: %v", err)
		}
	})
}

func TestSetProperty(t *testing.T) {
	conn := bustest.NewConn(func(p *bustest.Pending) { p.Reply() })
	if err := bus.SetProperty(t.Context(), conn, "com.example.A", "/", "com.example.A", "P", bus.Variant(bus.Int16(5))); err != nil {
		t.Fatal(err)
	}
	call := conn.Calls()[0]
	if want := bus.Variant(bus.Variant(bus.Int16(5))); call.Signature() != "ssv" || !call.Args[2].Equal(want) || call.Flags != bus.NoAutoStart {
		t.Errorf("the call is %+v", call)
	}
	for what, err := range map[string]error{
		"no value":   bus.SetProperty(t.Context(), conn, "com.example.A", "/", "com.example.A", "P", bus.Value{}),
		"a bad name": bus.SetProperty(t.Context(), conn, "com.example.A", "/", "com.example.A", "\xff", bus.Byte(1)),
		"a bad read": second(bus.GetProperty(t.Context(), conn, "com.example.A", "/", "com.example.A", "\x00")),
	} {
		if bus.KindOf(err) != bus.KindBadArguments {
			t.Errorf("%s: %v", what, err)
		}
	}
	if n := len(conn.Calls()); n != 1 {
		t.Errorf("%d calls were made", n)
	}
}
