package bustest

import (
	"context"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

// NewDialer makes the dialer that [TestConn] tests, which has to look up the
// addresses of the session and the system bus with getenv.
type NewDialer func(tb testing.TB, getenv func(string) string) bus.Dialer

// TestConn checks that a dialer and its connections keep to the contracts of
// [bus.Dialer] and [bus.Conn], against private daemons and the practice
// service.
func TestConn(t *testing.T, newDialer NewDialer) {
	s := suite{newDialer}
	for _, test := range []struct {
		name string
		run  func(suite, *testing.T)
	}{
		{"Dial", suite.testDial},
		{"DialList", suite.testDialList},
		{"DialFails", suite.testDialFails},
		{"DialIsGivenUp", suite.testDialIsGivenUp},
		{"DialIsRefused", suite.testDialIsRefused},
		{"Private", suite.testPrivate},
		{"Called", suite.testCalled},
		{"Echo", suite.testEcho},
		{"Big", suite.testBig},
		{"Reply", suite.testReply},
		{"Errors", suite.testErrors},
		{"BadCalls", suite.testBadCalls},
		{"TooLong", suite.testTooLong},
		{"Flags", suite.testFlags},
		{"NoReply", suite.testNoReply},
		{"LastWords", suite.testLastWords},
		{"NoAutoStart", suite.testNoAutoStart},
		{"Concurrent", suite.testConcurrent},
		{"Cancel", suite.testCancel},
		{"CancelBefore", suite.testCancelBefore},
		{"CancelMany", suite.testCancelMany},
		{"Timeout", suite.testTimeout},
		{"BusDies", suite.testBusDies},
		{"Close", suite.testClose},
		{"ReplyLimit", suite.testReplyLimit},
		{"OnOrphans", suite.testOnOrphans},
		{"TapMessage", suite.testTapMessage},
		{"TapFlood", suite.testTapFlood},
		{"Untap", suite.testUntap},
		{"Monitor", suite.testMonitor},
		{"Eavesdrop", suite.testEavesdrop},
		{"FilesOut", suite.testFilesOut},
		{"FilesMany", suite.testFilesMany},
		{"FilesIn", suite.testFilesIn},
		{"FilesNobodyWaitsFor", suite.testFilesNobodyWaitsFor},
		{"FilesRefused", suite.testFilesRefused},
		{"Accessibility", suite.testAccessibility},
		{"SSH", suite.testSSH},
		{"Container", suite.testContainer},
		{"SSHFails", suite.testSSHFails},
		{"SSHDies", suite.testSSHDies},
		{"Hostile", suite.testHostile},
		{"HostileSize", suite.testHostileSize},
		{"HostileFlood", suite.testHostileFlood},
		{"HostileHandshake", suite.testHostileHandshake},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(s, t) })
	}
}

type suite struct{ newDialer NewDialer }

// patience is how long something may take that is expected to happen.
const patience = 20 * time.Second

// noEnv is an environment without variables.
func noEnv(string) string { return "" }

// env is an environment with one variable.
func env(name, value string) func(string) string {
	return func(asked string) string {
		if asked == name {
			return value
		}
		return ""
	}
}

// start starts a daemon with the practice service and connects to it.
func (s suite) start(t *testing.T, opts ...DaemonOption) (bus.Conn, *Daemon) {
	t.Helper()
	daemon := StartDaemon(t, opts...)
	service, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatalf("starting the practice service: %v", err)
	}
	t.Cleanup(func() { service.Close() })
	return s.dial(t, daemon.BusAddress(t)), daemon
}

// dial connects, and closes the connection at the end of the test.
func (s suite) dial(t *testing.T, address bus.Address) bus.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	conn, err := s.newDialer(t, noEnv).Dial(ctx, address)
	if err != nil {
		t.Fatalf("Dial(%s): %v", address, err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// method is a call of one of the practice service's methods.
func method(member bus.Member, args ...bus.Value) bus.Call {
	return bus.Call{
		Destination: practice.Name, Path: practice.Path,
		Interface: practice.Interface, Member: member, Args: args,
	}
}

// busMethod is a call of one of the bus's own methods.
func busMethod(member bus.Member, args ...bus.Value) bus.Call {
	return bus.Call{
		Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: member, Args: args,
	}
}

// call makes a call that has to succeed.
func call(t *testing.T, conn bus.Conn, c bus.Call) bus.Reply {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	reply, err := conn.Call(ctx, c)
	if err != nil {
		t.Fatalf("Call %s: %v", c.Member, err)
	}
	return reply
}

// fails makes a call that has to fail, and with this kind.
func fails(t *testing.T, conn bus.Conn, c bus.Call, want bus.Kind) *bus.Error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	reply, err := conn.Call(ctx, c)
	if err == nil {
		t.Fatalf("Call %s: it succeeded with %s; want the error %q", c.Member, reply.Text(), want)
	}
	return failure(t, err, want)
}

// failure checks that an error is a *bus.Error of the kind, itself and not only
// somewhere inside.
func failure(t *testing.T, err error, want bus.Kind) *bus.Error {
	t.Helper()
	e, ok := err.(*bus.Error)
	if !ok {
		t.Fatalf("the error is a %T (%v); want *bus.Error", err, err)
	}
	if e.Kind != want {
		t.Errorf("the error is of the kind %q (%v); want %q", e.Kind, err, want)
	}
	return e
}

// stats waits until the connection counts this.
func stats(t *testing.T, conn bus.Conn, want bus.Stats) {
	t.Helper()
	var got bus.Stats
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if got = conn.Stats(); got == want {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("Stats: %+v; want %+v", got, want)
		}
	}
}
