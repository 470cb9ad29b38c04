package bus_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// shown is a call to write commands for.
func shown(flags bus.Flags, args ...bus.Value) bus.Call {
	return bus.Call{
		Destination: "com.example.App", Path: "/com/example", Interface: "com.example.App", Member: "Do",
		Args: args, Flags: flags,
	}
}

func TestCallCommand(t *testing.T) {
	dict := must(bus.Dict("s", "v",
		bus.Entry{Key: bus.String("it's"), Value: bus.Variant(bus.Int32(-5))},
		bus.Entry{Key: bus.String("-n"), Value: bus.Variant(must(bus.Array("s")))}))
	pairs := must(bus.Dict("y", "s", bus.Entry{Key: bus.Byte(1), Value: bus.String("a b")}))
	const (
		session = bus.AddressSession
		system  = bus.AddressSystem
		a11y    = bus.AddressAccessibility
	)
	for _, c := range []struct {
		tool    bus.Tool
		address bus.AddressKind
		call    bus.Call
		timeout time.Duration
		want    string
	}{
		{
			bus.ToolBusctl, session, shown(bus.InteractiveAuthorization), 0,
			"busctl --user --timeout=infinity -- call com.example.App /com/example com.example.App Do",
		},
		{
			bus.ToolBusctl, system, shown(bus.NoReply|bus.NoAutoStart, dict, bus.Struct(bus.Double(0.5), bus.Bool(true))), 5 * time.Second,
			"busctl --system --expect-reply=no --auto-start=no --allow-interactive-authorization=no --timeout=5s" +
				" -- call com.example.App /com/example com.example.App Do 'a{sv}(db)' 2 'it'\\''s' i -5 -n as 0 0.5 true",
		},
		{
			bus.ToolBusctl, a11y, shown(bus.InteractiveAuthorization), 1500 * time.Millisecond,
			`busctl --address="$(busctl --user call org.a11y.Bus /org/a11y/bus org.a11y.Bus GetAddress | cut -d'"' -f2)"` +
				" --timeout=1500ms -- call com.example.App /com/example com.example.App Do",
		},
		{
			bus.ToolBusctl, session, shown(bus.InteractiveAuthorization), 1500 * time.Nanosecond,
			"busctl --user --timeout=2us -- call com.example.App /com/example com.example.App Do",
		},
		{
			bus.ToolGDBus, session, shown(0), 0,
			"gdbus call --session --timeout=2147483 --dest=com.example.App --object-path=/com/example --method=com.example.App.Do",
		},
		{
			bus.ToolGDBus, system, shown(bus.InteractiveAuthorization, bus.Int32(-5), dict, bus.Double(5e-324)), 1001 * time.Millisecond,
			"gdbus call --system --interactive --timeout=2 --dest=com.example.App --object-path=/com/example --method=com.example.App.Do" +
				` -- -5 '{"it'\''s": <-5>, '\''-n'\'': <@as []>}' 'double 0x1p-1074'`,
		},
		{
			bus.ToolDBusSend, session, shown(0, bus.String("$HOME"), pairs, bus.Variant(bus.Uint64(7))), 1500 * time.Microsecond,
			"dbus-send --session --type=method_call --print-reply --reply-timeout=2 --dest=com.example.App" +
				" /com/example com.example.App.Do 'string:$HOME' 'dict:byte:string:1,a b' variant:uint64:7",
		},
		{
			bus.ToolDBusSend, system, shown(bus.NoReply), time.Second,
			"dbus-send --system --type=method_call --dest=com.example.App /com/example com.example.App.Do",
		},
		{
			bus.ToolDBusSend, session, shown(0), 0,
			"dbus-send --session --type=method_call --print-reply --reply-timeout=2147483647 --dest=com.example.App /com/example com.example.App.Do",
		},
	} {
		address := map[bus.AddressKind]bus.Address{
			session: bus.SessionAddress(), system: bus.SystemAddress(), a11y: bus.AccessibilityBus(),
		}[c.address]
		got, err := bus.CallCommand(c.tool, address, c.call, c.timeout)
		if err != nil || got != c.want {
			t.Errorf("got  %s (%v)\nwant %s", got, err, c.want)
		}
	}
}

func TestCallCommandWithFiles(t *testing.T) {
	call := shown(bus.InteractiveAuthorization, bus.Handle(1), bus.String("x"), bus.Handle(0))
	call.Files = []bus.File{{Path: "/tmp/it's"}, {Path: "-n", Writable: true}}
	const want = "gdbus call --session --interactive --timeout=1 --dest=com.example.App --object-path=/com/example" +
		` --method=com.example.App.Do -- 'handle 4' \''x'\' 'handle 3' 4<>-n 3<'/tmp/it'\''s'`
	got, err := bus.CallCommand(bus.ToolGDBus, bus.SessionAddress(), call, time.Millisecond)
	if err != nil || got != want {
		t.Errorf("got  %s (%v)\nwant %s", got, err, want)
	}
}

func TestCallCommandToOtherPlaces(t *testing.T) {
	call := shown(bus.InteractiveAuthorization)
	for text, want := range map[string][3]string{
		"unix:path=/a%20b;unixexec:path=/bin/true;tcp:host=h,port=1": {
			"busctl '--address=unix:path=/a%20b;tcp:host=h,port=1'",
			"gdbus call '--address=unix:path=/a%20b;tcp:host=h,port=1'",
			"dbus-send '--bus=unix:path=/a%20b;tcp:host=h,port=1'",
		},
		"peer:unix:path=/a":               {"", "", "dbus-send --peer=unix:path=/a"},
		"ssh:host=tv.local":               {"busctl --host=tv.local", "", ""},
		"ssh:host=tv,user=me,port=22":     {"busctl --host=me@tv:22", "", ""},
		"ssh:host=fe80%3a%3a1,user=me":    {"busctl '--host=me@[fe80::1]'", "", ""},
		"ssh:host=tv.local,bus=session":   {"", "", ""},
		"ssh:host=tv,bus=unix%3apath%3da": {"", "", ""},
		"container:name=web":              {"busctl --machine=web", "", ""},
		"container:name=web,bus=session":  {"busctl --user --machine=web", "", ""},
	} {
		address, err := bus.ParseAddress(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for tool, want := range want {
			got, err := bus.CallCommand(bus.Tool(tool), address, call, 0)
			if want == "" {
				commandError(t, err, 0)
			} else if err != nil || !strings.HasPrefix(got, want+" -") {
				t.Errorf("%s is %s (%v), want %s …", text, got, err, want)
			}
		}
	}
	if _, err := bus.CallCommand(bus.ToolGDBus, bus.Address{}, call, 0); err == nil {
		t.Error("a command for no address")
	}
}

// commandError checks that an error is one of an argument, or of none.
func commandError(t *testing.T, err error, argument int) {
	t.Helper()
	e, ok := errors.AsType[*bus.CommandError](err)
	if !ok || e.Argument != argument || e.Reason.IsZero() {
		t.Errorf("got the error %#v, want a *CommandError of argument %d", err, argument)
	}
}

func TestCallCommandSaysWhatCannotBeExpressed(t *testing.T) {
	one := bus.Int32(1)
	texts := func(s ...string) bus.Value {
		var items []bus.Value
		for _, s := range s {
			items = append(items, bus.String(s))
		}
		return must(bus.Array("s", items...))
	}
	variant := bus.Variant(one)
	long := bus.String(strings.Repeat("x", 128<<10))
	crowded := shown(0, bus.Handle(7))
	crowded.Files = files(8)
	filed := func(args ...bus.Value) bus.Call {
		call := shown(0, args...)
		call.Files = files(1)
		return call
	}
	bare := shown(0, one)
	bare.Interface = ""
	many := make([]bus.Value, 20)
	for i := range many {
		many[i] = bus.String(strings.Repeat("x", 100<<10))
	}
	for _, c := range []struct {
		tool     bus.Tool
		call     bus.Call
		argument int
		reason   string
	}{
		{bus.ToolBusctl, bare, 0, "busctl cannot call a method without its interface"},
		{bus.ToolGDBus, bare, 0, "gdbus cannot call a method without its interface"},
		{bus.ToolDBusSend, bare, 0, "dbus-send cannot call a method without its interface"},
		{bus.ToolGDBus, shown(bus.NoReply), 0, "gdbus cannot make a call that asks for no reply"},
		{bus.ToolGDBus, shown(bus.NoAutoStart), 0, "gdbus cannot make a call that starts no service"},
		{bus.ToolDBusSend, shown(bus.NoAutoStart), 0, "dbus-send cannot make a call that starts no service"},
		{bus.ToolBusctl, filed(one, bus.Variant(bus.Handle(0))), 2, "busctl cannot pass files"},
		{bus.ToolBusctl, shown(0, one, bus.String("\ufdd0")), 2, "busctl cannot pass U+FDD0"},
		{bus.ToolBusctl, shown(0, texts("a\U0001ffff")), 1, "busctl cannot pass U+1FFFF"},
		{bus.ToolGDBus, crowded, 1, "more than 7 files do not fit in a command"},
		{bus.ToolGDBus, filed(bus.Struct(bus.Handle(0))), 1, "gdbus cannot pass files in containers"},
		{bus.ToolDBusSend, filed(bus.Handle(0)), 1, "dbus-send cannot pass values of type “h”"},
		{bus.ToolDBusSend, shown(0, one, bus.SignatureValue("as")), 2, "dbus-send cannot pass values of type “g”"},
		{bus.ToolDBusSend, shown(0, bus.Struct(one)), 1, "dbus-send cannot pass structs"},
		{bus.ToolDBusSend, shown(0, bus.Variant(variant)), 1, "dbus-send cannot nest containers"},
		{bus.ToolDBusSend, shown(0, must(bus.Array("v", variant))), 1, "dbus-send cannot nest containers"},
		{bus.ToolDBusSend, shown(0, texts()), 1, "dbus-send cannot pass empty containers"},
		{bus.ToolDBusSend, shown(0, bus.Bytes(nil)), 1, "dbus-send cannot pass empty containers"},
		{bus.ToolDBusSend, shown(0, texts("a", "")), 1, "dbus-send cannot pass an empty text in a container"},
		{bus.ToolDBusSend, shown(0, texts("a,b")), 1, "dbus-send cannot pass a text with a comma in a container"},
		{bus.ToolBusctl, shown(0, one, long), 2, "more than 128 KiB do not fit in a word of a command"},
		{bus.ToolGDBus, shown(0, one, long), 2, "more than 128 KiB do not fit in a word of a command"},
		{bus.ToolDBusSend, shown(0, bus.Bytes(make([]byte, 128<<10))), 1, "more than 128 KiB do not fit in a word of a command"},
		{bus.ToolBusctl, shown(0, many...), 11, "more than 1 MiB does not fit in a command"},
		{bus.Tool(9), shown(0), 0, "there is no such tool"},
	} {
		got, err := bus.CallCommand(c.tool, bus.SessionAddress(), c.call, 0)
		e, ok := errors.AsType[*bus.CommandError](err)
		if !ok || got != "" || e.Tool != c.tool || e.Argument != c.argument || e.Reason.String() != c.reason {
			t.Errorf("got %.100q, %v; want “%s” for argument %d", got, err, c.reason, c.argument)
		}
	}
	wrong := shown(0)
	wrong.Member = "no member"
	_, err := bus.CallCommand(bus.ToolBusctl, bus.SessionAddress(), wrong, 0)
	if _, ok := errors.AsType[*bus.SyntaxError](err); !ok {
		t.Errorf("a call that is wrong: %v, want a *SyntaxError", err)
	}
}

// A command is pasted into terminals, which obey what they do not show.
func TestCallCommandHidesNothing(t *testing.T) {
	hostile := bus.String("\x1b[2J\x03\r\t\u202e\u2028\x7f\u009b end")
	for _, tool := range []bus.Tool{bus.ToolBusctl, bus.ToolGDBus, bus.ToolDBusSend} {
		got, err := bus.CallCommand(tool, bus.SessionAddress(), shown(0, hostile), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range got {
			if r < ' ' || r == '\u202e' || r >= 0x7f && r < 0xa0 {
				t.Errorf("there is %U in %q", r, got)
			}
		}
	}
}
