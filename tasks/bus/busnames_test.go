package bus_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// busOf answers as a bus does with these names, one to an owner, and owners that
// cannot be told for names in secret.
func busOf(names map[string]string, activatable []string, secret string) func(*bustest.Pending) {
	return func(p *bustest.Pending) {
		var list []bus.Value
		switch p.Call.Member {
		case "AddMatch", "RemoveMatch":
			p.Reply()
			return
		case "ListNames":
			for name := range names {
				list = append(list, bus.String(name))
			}
		case "ListActivatableNames":
			for _, name := range activatable {
				list = append(list, bus.String(name))
			}
		case "GetNameOwner":
			name, _ := p.Call.Args[0].AsString()
			switch owner := names[name]; {
			case name == secret:
				p.Fail("org.freedesktop.DBus.Error.AccessDenied", "No.")
			case owner == "":
				p.Fail("org.freedesktop.DBus.Error.NameHasNoOwner", "Nobody.")
			default:
				p.Reply(bus.String(owner))
			}
			return
		default:
			p.Fail("org.freedesktop.DBus.Error.UnknownMethod", "No.")
			return
		}
		v, err := bus.Array("s", list...)
		if err != nil {
			panic(err)
		}
		p.Reply(v)
	}
}

// short writes names briefly: "name owner", "name -" without one, "+" where a
// service can be started.
func short(infos []bus.NameInfo) []string {
	var all []string
	for _, info := range infos {
		text := string(info.Name) + " " + string(info.Owner)
		if info.Owner == "" {
			text += "-"
		}
		if info.Activatable {
			text += "+"
		}
		if info.Err != nil {
			text += "!"
		}
		all = append(all, text)
	}
	return all
}

func TestListNames(t *testing.T) {
	conn := bustest.NewConn(busOf(map[string]string{
		"org.freedesktop.DBus": "org.freedesktop.DBus", "com.example.B": ":1.10", "com.example.A": ":1.9", "com.example.Secret": ":1.9",
		"com.example.Gone": "", ":1.10": ":1.10", ":1.9": ":1.9", "not a name": ":1.3", ":1.1": ":1.1",
	}, []string{"com.example.B", "com.example.Asleep", "..", "com.example.Gone"}, "com.example.Secret"))
	infos, err := bus.ListNames(t.Context(), conn)
	want := []string{
		"com.example.A :1.9", "com.example.Asleep -+", "com.example.B :1.10+", "com.example.Gone -+", "com.example.Secret -!",
		"org.freedesktop.DBus org.freedesktop.DBus", ":1.1 :1.1", ":1.9 :1.9", ":1.10 :1.10",
	}
	if got := short(infos); err != nil || !slices.Equal(got, want) {
		t.Fatalf("ListNames = %q, %v\nwant %q", got, err, want)
	}
	for _, call := range conn.Calls() {
		if call.Flags != bus.NoAutoStart {
			t.Errorf("%s was called with the flags %b", call.Member, call.Flags)
		}
	}
}

// ownerChanged is the bus's word that a name has another owner.
func ownerChanged(name, before, after string) bus.Message {
	return bus.Message{
		Type: bus.MessageSignal, Sender: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: "NameOwnerChanged", Signature: "sss",
		Body: []bus.Value{bus.String(name), bus.String(before), bus.String(after)},
	}
}

func TestNamesLoseNoChangeWhileTheyAreListed(t *testing.T) {
	names := map[string]string{"com.example.A": ":1.5", "com.example.B": ":1.5", ":1.5": ":1.5", "com.example.C": ":1.5"}
	answer := busOf(names, nil, "")
	var conn *bustest.Conn
	conn = bustest.NewConn(func(p *bustest.Pending) {
		// What is told comes before the changes, but is taken in after them.
		answer(p)
		if p.Call.Member == "ListNames" {
			conn.Deliver(ownerChanged("com.example.A", ":1.5", ""))
			conn.Deliver(ownerChanged("com.example.B", ":1.5", ":1.6"))
			conn.Deliver(ownerChanged(":1.6", "", ":1.6"))
			conn.Deliver(ownerChanged("bad name", "", ":1.6"))
			conn.Deliver(bus.Message{Type: bus.MessageSignal, Sender: ":1.66", Path: "/org/freedesktop/DBus", Interface: "org.freedesktop.DBus", Member: "NameOwnerChanged", Signature: "sss", Body: ownerChanged("com.example.C", "", "").Body})
		}
	})
	live := followNames(t, conn, func() {})
	want := []string{"com.example.B :1.6", "com.example.C :1.5", ":1.5 :1.5", ":1.6 :1.6"}
	if got := short(live.Snapshot()); !slices.Equal(got, want) {
		t.Fatalf("the names are %q, want %q", got, want)
	}
}

func TestNamesWakeOnceForManyChanges(t *testing.T) {
	conn := bustest.NewConn(busOf(map[string]string{":1.5": ":1.5"}, nil, ""))
	var wakes atomic.Int64
	live := followNames(t, conn, func() { wakes.Add(1) })
	live.Snapshot()
	for round := range 3 {
		for i := range 100 {
			conn.Deliver(ownerChanged(fmt.Sprintf(":2.%d", i), "", fmt.Sprintf(":2.%d", i)))
		}
		if got := wakes.Load(); got != int64(round+1) {
			t.Fatalf("after round %d: %d wakes", round, got)
		}
		if got := len(live.Snapshot()); got != 101 {
			t.Fatalf("there are %d names", got)
		}
	}
	live.Close()
	conn.Deliver(ownerChanged(":1.7", "", ":1.7"))
	if got := wakes.Load(); got != 3 {
		t.Fatalf("%d wakes after Close", got)
	}
}

func TestNamesFollowWhatCanBeStarted(t *testing.T) {
	var installed atomic.Bool
	conn := bustest.NewConn(func(p *bustest.Pending) {
		var activatable []string
		if installed.Load() {
			activatable = []string{"com.example.A", "com.example.B"}
		}
		busOf(map[string]string{"com.example.A": ":1.5"}, activatable, "")(p)
	})
	woken := make(chan struct{}, 10)
	live := followNames(t, conn, func() { woken <- struct{}{} })
	live.Snapshot()
	installed.Store(true)
	conn.Deliver(bus.Message{
		Type: bus.MessageSignal, Sender: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: "ActivatableServicesChanged",
	})
	await(t, woken)
	if got := short(live.Snapshot()); !slices.Equal(got, []string{"com.example.A :1.5+", "com.example.B -+"}) {
		t.Errorf("the names are %q", got)
	}
}

func TestNamesThatCannotBeListed(t *testing.T) {
	conn := bustest.NewConn(func(p *bustest.Pending) {
		if p.Call.Member == "AddMatch" || p.Call.Member == "RemoveMatch" {
			p.Reply()
			return
		}
		p.Fail("org.freedesktop.DBus.Error.AccessDenied", "No.")
	})
	matches := bus.NewMatches(conn)
	defer matches.Close()
	if live, err := bus.NewNames(t.Context(), conn, matches, func() {}); bus.KindOf(err) != bus.KindAccessDenied || live != nil {
		t.Fatalf("NewNames = %v, %v", live, err)
	}
}

// followNames keeps the names of a bus until the test ends.
func followNames(t *testing.T, conn bus.Conn, wake func()) *bus.Names {
	t.Helper()
	matches := bus.NewMatches(conn)
	t.Cleanup(matches.Close)
	names, err := bus.NewNames(t.Context(), conn, matches, wake)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(names.Close)
	return names
}

func TestNamesOnABus(t *testing.T) {
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			daemon := bustest.StartDaemon(t, bustest.WithService("com.example.Asleep", "/bin/false"))
			conn := dial(t, dialer, daemon)
			woken := make(chan struct{}, 1000)
			live := followNames(t, conn, func() { woken <- struct{}{} })
			live.Snapshot()
			other := dial(t, dialer, daemon)
			request := bus.Call{
				Destination: "org.freedesktop.DBus", Path: "/", Interface: "org.freedesktop.DBus", Member: "RequestName",
				Args: []bus.Value{bus.String("com.example.New"), bus.Uint32(4)},
			}
			if _, err := other.Call(t.Context(), request); err != nil {
				t.Fatal(err)
			}
			want := "com.example.New " + string(other.UniqueName())
			for !slices.Contains(short(live.Snapshot()), want) {
				await(t, woken)
			}
			if !slices.Contains(short(live.Snapshot()), "com.example.Asleep -+") {
				t.Errorf("the names are %q", short(live.Snapshot()))
			}
			listed, err := bus.ListNames(t.Context(), conn)
			if err != nil || !slices.Equal(short(listed), short(live.Snapshot())) {
				t.Errorf("listed %q, %v; kept %q", short(listed), err, short(live.Snapshot()))
			}
			other.Close()
			for slices.Contains(short(live.Snapshot()), want) {
				await(t, woken)
			}
		})
	}
}

func await(t *testing.T, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(20 * time.Second):
		t.Fatal("it does not come")
	}
}

func TestCredentialsOnABus(t *testing.T) {
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			daemon := bustest.StartDaemon(t)
			conn := dial(t, dialer, daemon)
			own, err := bus.GetCredentials(t.Context(), conn, conn.UniqueName())
			if err != nil || own.PID != os.Getpid() || own.UID != int64(os.Geteuid()) || own.Owner != conn.UniqueName() {
				t.Fatalf("we are %+v, %v", own, err)
			}
			if !slices.Equal(own.Command, os.Args) {
				t.Errorf("our command line is %q", own.Command)
			}
			// Another process, which GLib's tool is.
			tool := exec.CommandContext(t.Context(), "gdbus", "monitor", "--address", daemon.Address(), "--dest", "com.example.Nobody")
			if err := tool.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { tool.Process.Kill(); tool.Wait() }()
			find := func() (found bus.Credentials) {
				names, err := bus.ListNames(t.Context(), conn)
				if err != nil {
					t.Fatal(err)
				}
				for _, info := range names {
					c, err := bus.GetCredentials(t.Context(), conn, info.Name)
					if err == nil && c.PID == tool.Process.Pid {
						return c
					}
				}
				return bus.Credentials{}
			}
			var c bus.Credentials
			for deadline := time.Now().Add(20 * time.Second); c.PID == 0; c = find() {
				if time.Now().After(deadline) {
					t.Fatal("the tool is not on the bus")
				}
			}
			if !slices.Equal(c.Command, tool.Args) || len(c.Missing) != 0 || c.User == "" {
				t.Errorf("the tool is %+v", c)
			}
		})
	}
}

func TestCredentialsThatABusDoesNotTell(t *testing.T) {
	for what, test := range map[string]struct {
		told    string
		pid     int
		missing []string
	}{
		"an old bus":       {"", 77, []string{"Command", "Unit"}},
		"a remote process": {"{'UnixUserID': <uint32 4294967290>}", -1, []string{"PID", "User"}},
		"another machine":  {"{'ProcessID': <uint32 1>, 'UnixUserID': <uint32 0>, 'UnixGroupIDs': <[uint32 0, 5]>, 'LinuxSecurityLabel': <b'unconfined'>}", 1, []string{"Command", "Unit"}},
		"nonsense":         {"{'ProcessID': <'x'>, 'UnixUserID': <-1>, 'UnixGroupIDs': <5>, 'LinuxSecurityLabel': <[byte 255]>}", -1, []string{"PID", "UID"}},
	} {
		conn := bustest.NewConn(func(p *bustest.Pending) {
			switch {
			case p.Call.Member == "GetNameOwner":
				p.Reply(bus.String(":1.7"))
			case p.Call.Member == "GetConnectionUnixProcessID":
				p.Reply(bus.Uint32(77))
			case p.Call.Member == "GetConnectionUnixUser":
				p.Reply(bus.Uint32(0))
			case test.told != "" && p.Call.Member == "GetConnectionCredentials":
				v, err := bus.ParseValue(test.told, "a{sv}")
				if err != nil {
					t.Error(err)
				}
				p.Reply(v)
			default:
				p.Fail("org.freedesktop.DBus.Error.UnknownMethod", "No.")
			}
		})
		c, err := bus.GetCredentials(t.Context(), conn, "com.example.A")
		var missing []string
		for _, m := range c.Missing {
			if m.Err == nil {
				t.Errorf("%s: no reason for %s", what, m.What)
			}
			missing = append(missing, m.What)
		}
		if err != nil || c.PID != test.pid || !slices.Equal(missing, test.missing) || c.Command != nil {
			t.Errorf("%s: %+v, %v", what, c, err)
		}
		if what == "another machine" && (c.SecurityLabel != "unconfined" || !slices.Equal(c.Groups, []uint32{0, 5}) || !errors.Is(c.Missing[0].Err, bus.ErrOtherMachine)) {
			t.Errorf("%s: %+v", what, c)
		}
		if !utf8.ValidString(c.SecurityLabel) {
			t.Errorf("%s: label %q", what, c.SecurityLabel)
		}
	}
}

func TestActivate(t *testing.T) {
	const name = "com.example.Starts"
	script := filepath.Join(t.TempDir(), "starts")
	requestName := `exec gdbus call --address "$DBUS_STARTER_ADDRESS" --dest org.freedesktop.DBus --object-path / --method org.freedesktop.DBus.RequestName ` + name + " 4"
	if err := os.WriteFile(script, []byte("#!/bin/sh\n"+requestName+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			daemon := bustest.StartDaemon(t, bustest.WithService(name, script))
			conn := dial(t, dialer, daemon)
			if got, err := bus.Activate(t.Context(), conn, name); err != nil || got != bus.ActivationStarted {
				t.Errorf("Activate = %v, %v", got, err)
			}
			const request, wait = "RequestName", uint32(0)
			if _, err := conn.Call(t.Context(), bus.Call{
				Destination: "org.freedesktop.DBus", Path: "/", Interface: "org.freedesktop.DBus", Member: request,
				Args: []bus.Value{bus.String(name), bus.Uint32(wait)},
			}); err != nil {
				t.Fatal(err)
			}
			if got, err := bus.Activate(t.Context(), conn, name); err != nil || got != bus.ActivationAlreadyRunning {
				t.Errorf("Activate of what runs = %v, %v", got, err)
			}
			if got, err := bus.Activate(t.Context(), conn, "com.example.Nobody"); bus.KindOf(err) != bus.KindNoSuchName {
				t.Errorf("Activate of nothing = %v, %v", got, err)
			}
		})
	}
}
