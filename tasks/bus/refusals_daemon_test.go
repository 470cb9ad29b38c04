package bus_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/gdbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

// A system bus would end the connection for a message of more than 32 MiB.
func TestSystemBusIsNotSentMoreThanItTakes(t *testing.T) {
	for _, backend := range []string{"godbus", "GDBus"} {
		t.Run(backend, func(t *testing.T) {
			daemon := bustest.StartDaemon(t, bustest.WithLimit("max_message_size", 32<<20))
			service, err := practice.Start(t.Context(), daemon.BusAddress(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { service.Close() })
			getenv := func(string) string { return daemon.Address() }
			var dialer bus.Dialer = godbusconn.NewDialer(godbusconn.WithGetenv(getenv))
			if backend == "GDBus" {
				dialer = gdbusconn.NewDialer(loop, gdbusconn.WithGetenv(getenv))
			}
			d := newDaemonDesk(t, backend, dialer, daemon, bus.Endpoint{Address: bus.SystemAddress()})

			bytes := func(n int) bus.Value { return bus.Variant(bus.Bytes(make([]byte, n))) }
			_, err = d.call(t, patience, "Echo", bytes(32<<20)).Wait(t.Context())
			if _, ok := errors.AsType[*bus.SyntaxError](err); bus.KindOf(err) != bus.KindBadArguments || !ok {
				t.Errorf("32 MiB: %v", err)
			}
			reply, err := d.call(t, patience, "Echo", bytes(32<<20-8<<10)).Wait(t.Context())
			if err != nil || reply.Body[0].Inner().Len() != 32<<20-8<<10 {
				t.Errorf("less than 32 MiB: %v", err)
			}
			if info := d.All()[0]; info.State != bus.Connected || info.Stats != (bus.Stats{}) {
				t.Errorf("then the connection is %+v", info)
			}
		})
	}
}

func TestWhatAPolicyForbids(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		_, err := d.call(t, patience, "Tick").Wait(t.Context())
		e, ok := errors.AsType[*bus.Error](err)
		if !ok || e.Kind != bus.KindAccessDenied || e.Name != "org.freedesktop.DBus.Error.AccessDenied" || !strings.HasPrefix(e.Message, "Rejected send message, ") {
			t.Errorf("the call failed with %v", err)
		}
		if _, err := d.call(t, patience, "Add", bus.Int32(1), bus.Int32(2)).Wait(t.Context()); err != nil {
			t.Errorf("what is allowed failed with %v", err)
		}
	}, bustest.WithPolicy(`<deny send_interface="io.github.bellhop_gtk.Bellhop.Practice" send_member="Tick"/>`))
}

func TestServiceThatGoesInTheMiddleOfACall(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		called := make(chan struct{})
		service, err := godbusconn.NewDialer(godbusconn.WithHandler(func(*godbusconn.Incoming) { close(called) })).DialConn(t.Context(), d.daemon.BusAddress(t))
		if err != nil {
			t.Fatal(err)
		}
		defer service.Close()
		f, err := d.SubmitCall(bus.CallSpec{Endpoint: d.endpoint, Call: bus.Call{Destination: service.UniqueName(), Path: "/", Interface: "a.b", Member: "C"}})
		if err != nil {
			t.Fatal(err)
		}
		<-called
		service.Close()
		_, err = f.Wait(t.Context())
		if e, ok := errors.AsType[*bus.Error](err); !ok || e.Kind != bus.KindNoReply || e.Name != "org.freedesktop.DBus.Error.NoReply" || e.Message == "" {
			t.Errorf("the call failed with %v", err)
		}
	})
}

// The bus tells what was wrong with a service that a call starts, sooner than the
// call itself gives up.
func TestCallThatCannotStartItsService(t *testing.T) {
	onDaemon(t, func(t *testing.T, d *daemonDesk) {
		for name, want := range map[bus.Name]bus.Kind{"com.example.Slow": bus.KindTimeout, "com.example.Broken": bus.KindStartFailed} {
			f, err := d.SubmitCall(bus.CallSpec{Endpoint: d.endpoint, Timeout: patience, Call: bus.Call{Destination: name, Path: "/", Interface: "a.b", Member: "C"}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = f.Wait(t.Context())
			if e, ok := errors.AsType[*bus.Error](err); !ok || e.Kind != want || e.Sender != "org.freedesktop.DBus" || !strings.Contains(e.Message, string(name)) {
				t.Errorf("%s: the call failed with %v", name, err)
			}
		}
	}, bustest.WithService("com.example.Slow", "/bin/sleep 600"), bustest.WithService("com.example.Broken", "/bin/false"),
		// Long enough, on a busy machine, for what is broken to end before.
		bustest.WithLimit("service_start_timeout", 3000))
}
