package practice_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(t *testing.T) (*practice.Service, *bustest.Daemon) {
	t.Helper()
	daemon := bustest.StartDaemon(t)
	service, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close() })
	return service, daemon
}

// gdbus calls the service with GLib's own tool, so that what the tool says does
// not rest on this project's idea of the protocol.
func gdbus(t *testing.T, daemon *bustest.Daemon, args ...string) (string, error) {
	t.Helper()
	args = append([]string{"call", "--address", daemon.Address(), "--dest", string(practice.Name), "--object-path", string(practice.Path), "--method"}, args...)
	out, err := exec.CommandContext(t.Context(), "gdbus", args...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func TestMethodsAsOtherToolsSeeThem(t *testing.T) {
	_, daemon := start(t)
	method := func(name string) string { return string(practice.Interface) + "." + name }
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{method("Sleep"), "1"}, "()"},
		{[]string{method("Add"), "2", "40"}, "(42,)"},
		{[]string{method("Echo"), "<{'b': <(1, 'x')>, 'a': <@as []>}>"}, "(<{'b': <(1, 'x')>, 'a': <@as []>}>,)"},
		{[]string{method("Big"), "3"}, "([byte 0x00, 0x01, 0x02],)"},
		{[]string{method("Flood"), "1000"}, "()"},
		{[]string{method("Progress"), "1"}, "()"},
		{[]string{"org.freedesktop.DBus.Peer.Ping"}, "()"},
	} {
		if got, err := gdbus(t, daemon, test.args...); err != nil || got != test.want {
			t.Errorf("%v: %s, %v; want %s", test.args, got, err, test.want)
		}
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{method("Fail"), "com.example.Broken", "no luck"}, "GDBus.Error:com.example.Broken: no luck"},
		{[]string{method("Fail"), "not a name", "no luck"}, errorName("InvalidArgs")},
		{[]string{method("Add"), "2147483647", "1"}, errorName("InvalidArgs")},
		{[]string{method("Big"), "67108865"}, errorName("LimitsExceeded")},
		{[]string{method("Flood"), "1000001"}, errorName("LimitsExceeded")},
		{[]string{method("Nothing")}, errorName("UnknownMethod")},
		{[]string{"com.example.Nothing.Nothing"}, errorName("UnknownInterface")},
	} {
		if got, err := gdbus(t, daemon, test.args...); err == nil || !strings.Contains(got, test.want) {
			t.Errorf("%v: %s, %v; want an error with %q", test.args, got, err, test.want)
		}
	}
}

func errorName(name string) string { return "org.freedesktop.DBus.Error." + name }

func TestIntrospectionLeadsToTheObject(t *testing.T) {
	_, daemon := start(t)
	out, err := exec.CommandContext(t.Context(), "gdbus", "introspect", "--recurse",
		"--address", daemon.Address(), "--dest", string(practice.Name), "--object-path", "/").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, want := range []string{
		"node " + string(practice.Path), "interface " + string(practice.Interface),
		"Sleep(in  u milliseconds)", "NeverAnswer()", "Progress(u done,",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is not in what gdbus found:\n%s", want, out)
		}
	}
}

func TestNameTaken(t *testing.T) {
	_, daemon := start(t)
	second, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if !errors.Is(err, practice.ErrNameTaken) {
		t.Fatalf("a second service: %v, %v; want ErrNameTaken", second, err)
	}
}

func TestNameIsFreeAfterClose(t *testing.T) {
	service, daemon := start(t)
	service.Close()
	if err := service.Err(); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("after Close, Err is %v; want ErrClosed", err)
	}
	again, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}

func TestCloseGivesUpWhatRuns(t *testing.T) {
	service, daemon := start(t)
	conn, err := godbusconn.NewDialer().Dial(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ended := make(chan error)
	go func() {
		_, err := conn.Call(t.Context(), bus.Call{
			Destination: practice.Name, Path: practice.Path, Interface: practice.Interface,
			Member: "Sleep", Args: []bus.Value{bus.Uint32(600_000)},
		})
		ended <- err
	}()
	waitFor(t, func() bool { return service.Running() == 1 })
	service.Close()
	if err := <-ended; bus.KindOf(err) != bus.KindNoReply {
		t.Errorf("the caller was told %v; want NoReply", err)
	}
}

func TestStartGivesUpWithItsContext(t *testing.T) {
	daemon := bustest.StartDaemon(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := practice.Start(ctx, daemon.BusAddress(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("Start: %v; want context.Canceled", err)
	}
}

func TestBusDies(t *testing.T) {
	service, daemon := start(t)
	daemon.Kill()
	<-service.Done()
	if kind := bus.KindOf(service.Err()); kind != bus.KindDisconnected {
		t.Errorf("Err is %v; want KindDisconnected", service.Err())
	}
}

// waitFor waits for something that announces itself in no other way.
func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not come")
		}
	}
}
