package bus_test

import (
	"os/exec"
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
	startService(t, daemon, recorderName, r.serve)
	return r
}

// startService takes a name and answers calls until the test ends.
func startService(t testing.TB, daemon *bustest.Daemon, name string, serve func(*godbusconn.Incoming)) {
	t.Helper()
	conn, err := godbusconn.NewDialer(godbusconn.WithHandler(serve)).Dial(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := conn.Call(t.Context(), bus.Call{
		Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: "RequestName",
		Args: []bus.Value{bus.String(name), bus.Uint32(0)},
	}); err != nil {
		t.Fatal(err)
	}
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

// shell runs a command with the daemon for a session and a system bus, and gives
// what it writes to the standard output.
func shell(t rapid.TB, daemon *bustest.Daemon, command string, env ...string) string {
	t.Helper()
	out, err := shellFails(t, daemon, command, env...)
	if err != nil {
		t.Fatalf("%.3000s\nfails: %v\n%.3000s", command, err, out)
	}
	return out
}

// shellFails is shell for a command that may fail; it then gives all that the
// command writes.
func shellFails(t rapid.TB, daemon *bustest.Daemon, command string, env ...string) (string, error) {
	t.Helper()
	tool, _, _ := strings.Cut(command, " ")
	if _, err := exec.LookPath(tool); err != nil {
		t.Fatalf("%s is not installed; Debian has it in systemd, libglib2.0-bin or dbus-bin", tool)
	}
	var stdout, stderr strings.Builder
	cmd := exec.Command("sh", "-c", command)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C.UTF-8",
		"DBUS_SESSION_BUS_ADDRESS="+daemon.Address(), "DBUS_SYSTEM_BUS_ADDRESS="+daemon.Address())
	cmd.Env = append(cmd.Env, env...)
	cmd.Dir = "/"
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.String() + stderr.String(), err
	}
	return stdout.String(), nil
}

// arrives runs the tool's command for a call and checks what arrives of it.
func (r recorder) arrives(
	t rapid.TB, daemon *bustest.Daemon, tool bus.Tool, address bus.Address, call bus.Call, env ...string,
) {
	t.Helper()
	command, err := bus.CallCommand(tool, address, call, time.Minute)
	if err != nil {
		t.Fatalf("%s: %v", bus.Reply{Body: call.Args}.Text(), err)
	}
	shell(t, daemon, command, env...)
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
