package bus_test

import (
	"flag"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"pgregory.net/rapid"
)

var tools = []bus.Tool{bus.ToolBusctl, bus.ToolGDBus, bus.ToolDBusSend}

// arrival is a call that reached the recorder.
type arrival struct {
	call  bus.Call
	flags bus.Flags
	err   error
}

// recorder is a service that keeps what it is called with.
type recorder struct{ calls chan arrival }

const recorderName = "com.example.Recorder"

func startRecorder(t testing.TB, daemon *bustest.Daemon) recorder {
	t.Helper()
	r := recorder{make(chan arrival, 16)}
	conn, err := godbusconn.NewDialer(godbusconn.WithHandler(r.serve)).Dial(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := conn.Call(t.Context(), bus.Call{
		Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: "RequestName",
		Args: []bus.Value{bus.String(recorderName), bus.Uint32(0)},
	}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r recorder) serve(in *godbusconn.Incoming) {
	if in.Interface() == "org.freedesktop.DBus.Introspectable" {
		in.Fail("org.freedesktop.DBus.Error.UnknownMethod", "Nothing is known of the types.")
		return
	}
	args, err := in.Args()
	r.calls <- arrival{bus.Call{
		Destination: recorderName, Path: in.Path(), Interface: in.Interface(), Member: in.Member(), Args: args,
	}, in.Flags(), err}
	in.Reply()
}

// recorded is a call to the recorder.
func recorded(args ...bus.Value) bus.Call {
	return bus.Call{Destination: recorderName, Path: "/a/_1", Interface: "com.example.I", Member: "M", Args: args}
}

// shell runs a command and gives what it writes. The session and the system bus
// are the daemon's.
func shell(t rapid.TB, daemon *bustest.Daemon, command string) string {
	t.Helper()
	tool, _, _ := strings.Cut(command, " ")
	if _, err := exec.LookPath(tool); err != nil {
		t.Fatalf("%s is not installed; Debian has it in systemd, libglib2.0-bin or dbus-bin", tool)
	}
	cmd := exec.Command("sh", "-c", command)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C.UTF-8",
		"DBUS_SESSION_BUS_ADDRESS="+daemon.Address(), "DBUS_SYSTEM_BUS_ADDRESS="+daemon.Address())
	cmd.Dir = "/"
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%.3000s\nfails: %v\n%.3000s", command, err, out)
	}
	return string(out)
}

// arrives runs the tool's command for a call and checks what arrives of it.
func (r recorder) arrives(t rapid.TB, daemon *bustest.Daemon, tool bus.Tool, address bus.Address, call bus.Call) {
	t.Helper()
	command, err := bus.CallCommand(tool, address, call, time.Minute)
	if err != nil {
		t.Fatalf("%s: %v", bus.Reply{Body: call.Args}.Text(), err)
	}
	shell(t, daemon, command)
	var got arrival
	select {
	case got = <-r.calls:
	case <-time.After(20 * time.Second):
		t.Fatalf("%s\ndoes not arrive", command)
	}
	if got.err != nil || got.call.Path != call.Path || got.call.Interface != call.Interface || got.call.Member != call.Member {
		t.Fatalf("%s\narrives as %+v", command, got)
	}
	want := call.Flags
	if tool == bus.ToolDBusSend {
		want = 0 // it knows of no flags
	}
	if got.flags != want {
		t.Fatalf("%s\narrives with the flags %b, want %b", command, got.flags, want)
	}
	if got.call.Signature() != call.Signature() {
		t.Fatalf("%s\narrives as %s, want %s", command, got.call.Signature(), call.Signature())
	}
	for i, arg := range got.call.Args {
		if !arg.Equal(call.Args[i]) {
			t.Fatalf("%.3000s\narrives with %.3000s, want %.3000s", command, arg.Text(), call.Args[i].Text())
		}
	}
}

// checks makes rapid try so many values until the test ends.
func checks(t *testing.T, count string) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	before := f.Value.String()
	if err := f.Value.Set(count); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Value.Set(before) })
}

// awkward are texts that a shell, a command line or a notation could spoil.
var awkward = []string{
	"", " ", "it's", "''", `"`, `\`, `\n`, `\\'"`, "$HOME", "$(touch /tmp/x)", "`id`", "!x", "a\nb", "\n", "a\n\n", "\x1b[m\n", "\x01",
	"-n", "--help", "--", "-5", "*", "~", "#", "a;b", "a|b&", "%s%n", "'%s'", "é☃𝄞", "\u202e", "@as []", "b'x'", "<1>", "true", "{}", "\t\r",
}

func TestCommandsArrive(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	var texts []bus.Value
	for _, text := range awkward {
		texts = append(texts, bus.String(text))
	}
	for _, tool := range tools {
		t.Run(tool.String(), func(t *testing.T) {
			send := func(call bus.Call) {
				t.Helper()
				recorder.arrives(t, daemon, tool, bus.SessionAddress(), call)
			}
			send(recorded())
			send(recorded(texts...))
			for _, text := range texts {
				send(recorded(text))
				send(recorded(bus.Variant(text), bus.Double(5e-324)))
			}
			send(recorded(bus.Byte(0), bus.Bool(true), bus.Int16(-32768), bus.Uint16(65535), bus.Int32(-1<<31), bus.Uint32(1<<32-1),
				bus.Int64(-1<<63), bus.Uint64(1<<64-1), bus.Double(-0.1), bus.PathValue("/"), bus.PathValue("/a/b")))
			interactive := recorded(bus.Int32(-5))
			interactive.Flags = bus.InteractiveAuthorization
			send(interactive)
			if tool == bus.ToolDBusSend {
				return
			}
			var samples []bus.Value
			for _, v := range bustest.Samples() {
				if tool == bus.ToolGDBus || !holdsNoncharacter(v) {
					samples = append(samples, bus.Variant(v))
				}
			}
			for batch := range slices.Chunk(samples, 20) {
				send(recorded(batch...))
			}
		})
	}
}

func TestCommandsWithFlagsArrive(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	for tool, flags := range map[bus.Tool][]bus.Flags{
		bus.ToolBusctl: {
			bus.NoReply, bus.NoAutoStart, bus.NoReply | bus.NoAutoStart,
			bus.NoReply | bus.NoAutoStart | bus.InteractiveAuthorization,
		},
		bus.ToolDBusSend: {bus.NoReply, bus.NoReply | bus.InteractiveAuthorization},
	} {
		for _, flags := range flags {
			call := recorded(bus.String("x"))
			call.Flags = flags
			recorder.arrives(t, daemon, tool, bus.SessionAddress(), call)
		}
	}
}

func TestCommandsReachEveryBus(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	for _, tool := range tools {
		for _, address := range []bus.Address{bus.SessionAddress(), bus.SystemAddress(), daemon.BusAddress(t)} {
			recorder.arrives(t, daemon, tool, address, recorded(bus.String("x")))
		}
	}
}

func TestCommandsOfAnyValuesArrive(t *testing.T) {
	checks(t, "50")
	daemon := bustest.StartDaemon(t)
	recorder := startRecorder(t, daemon)
	for _, tool := range tools {
		values := bustest.Values(depth).Filter(func(v bus.Value) bool { return !holdsHandle(v) })
		switch tool {
		case bus.ToolBusctl:
			values = values.Filter(func(v bus.Value) bool { return !holdsNoncharacter(v) })
		case bus.ToolDBusSend:
			values = flatValues()
		}
		t.Run(tool.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				args := rapid.SliceOfN(values, 0, 4).Draw(t, "arguments")
				recorder.arrives(t, daemon, tool, bus.SessionAddress(), recorded(args...))
			})
		})
	}
}

func holdsHandle(v bus.Value) bool {
	return strings.Contains(string(v.Signature()), "h") || holdsHandleInside(v)
}

// holdsHandleInside looks into variants.
func holdsHandleInside(v bus.Value) bool {
	if v.Type() == bus.TypeVariant {
		return holdsHandle(v.Inner())
	}
	for _, item := range v.Items() {
		if holdsHandleInside(item) {
			return true
		}
	}
	for entry := range v.Entries() {
		if holdsHandleInside(entry.Value) {
			return true
		}
	}
	return false
}

// holdsNoncharacter reports whether busctl refuses a text in v.
func holdsNoncharacter(v bus.Value) bool {
	return noncharacter.MatchString(v.Text())
}

// noncharacter is one as a text has it; it is escaped there.
var noncharacter = regexp.MustCompile(`\\u(fd[de].|fff[ef])|\\U....fff[ef]`)

// flatValues are those that dbus-send has a notation for.
func flatValues() *rapid.Generator[bus.Value] {
	types := rapid.SampledFrom([]bus.Signature{"y", "b", "n", "q", "i", "u", "x", "t", "d", "s", "o"})
	return rapid.Custom(func(t *rapid.T) bus.Value {
		a, b := types.Draw(t, "type"), types.Draw(t, "other type")
		item := func(typ bus.Signature) bus.Value {
			return bustest.ValuesOf(typ, 0).Filter(func(v bus.Value) bool {
				s, isText := v.AsString()
				return !isText || s != "" && !strings.Contains(s, ",")
			}).Draw(t, "item")
		}
		switch rapid.IntRange(0, 3).Draw(t, "kind of value") {
		case 0:
			return bus.Variant(bustest.ValuesOf(a, 0).Draw(t, "inner"))
		case 1:
			items := make([]bus.Value, rapid.IntRange(1, 4).Draw(t, "items"))
			for i := range items {
				items[i] = item(a)
			}
			return must(bus.Array(a, items...))
		case 2:
			entries := make([]bus.Entry, rapid.IntRange(1, 4).Draw(t, "entries"))
			for i := range entries {
				entries[i] = bus.Entry{Key: item(a), Value: item(b)}
			}
			return must(bus.Dict(a, b, entries...))
		}
		return bustest.ValuesOf(a, 0).Draw(t, "value")
	})
}
