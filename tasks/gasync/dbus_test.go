package gasync_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// dbusErrorDomain is the domain of the errors that a bus answers with.
const dbusErrorDomain = "g-dbus-error-quark"

// callProxy calls a method through a proxy.
func callProxy(ctx context.Context, proxy *gio.DBusProxy, method string, arguments ...*glib.Variant) (*glib.Variant, error) {
	return gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			proxy.Call(ctx, method, glib.NewVariantTuple(arguments), gio.DBusCallFlagsNone, -1, ready)
		},
		proxy.CallFinish)
}

func newProxy(ctx context.Context, conn *gio.DBusConnection, name string) (*gio.DBusProxy, error) {
	return gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gio.NewDBusProxy(ctx, conn, gio.DBusProxyFlagsNone, nil, name, "/org/freedesktop/DBus", "org.freedesktop.DBus", ready)
		},
		gio.NewDBusProxyFinish)
}

func TestCase100ProxyCallsAndCancels(t *testing.T) {
	ctx, conn := testContext(t), testConn(t)
	bus, err := newProxy(ctx, conn, "org.freedesktop.DBus")
	if err != nil {
		t.Fatal(err)
	}
	credentials, err := callProxy(ctx, bus, "GetConnectionCredentials", glib.NewVariantString(conn.UniqueName()))
	if err != nil || credentials.TypeString() != "(a{sv})" || credentials.ChildValue(0).NChildren() == 0 {
		t.Errorf("credentials: %v, %v", credentials, err)
	}
	absent, err := newProxy(ctx, conn, "not.there.AtAll")
	if err != nil {
		t.Fatal(err)
	}
	_, err = callProxy(ctx, absent, "Ping")
	if !errors.Is(err, &gasync.Error{Domain: dbusErrorDomain, Code: int(gio.DBusErrorServiceUnknown)}) {
		t.Errorf("a call to a name that nobody owns gave %v", err)
	}
	var wg sync.WaitGroup
	for i := range 64 {
		ctx, cancel := context.WithCancelCause(ctx)
		wg.Go(func() {
			defer cancel(nil)
			reply, err := callProxy(ctx, bus, "ListNames")
			switch {
			case err == nil && reply.TypeString() == "(as)":
			case reply == nil && errors.Is(err, context.Canceled) && errors.Is(err, errUser):
			default:
				t.Errorf("a call raced with a cancel gave %v, %v", reply, err)
			}
		})
		time.AfterFunc(time.Duration(i)*10*time.Microsecond, func() { cancel(errUser) })
	}
	wg.Wait()
	if reply, err := callProxy(ctx, bus, "GetId"); err != nil || reply.TypeString() != "(s)" {
		t.Errorf("after the cancels a call gave %v, %v", reply, err)
	}
}

// Signals go on a channel with room: one that came before anybody asked is there,
// and it is there once.
func TestCase101SignalsAreNeitherLostNorDoubled(t *testing.T) {
	ctx, conn := testContext(t), testConn(t)
	bus, err := newProxy(ctx, conn, "org.freedesktop.DBus")
	if err != nil {
		t.Fatal(err)
	}
	const name = "test.signals.Name"
	acquired := make(chan string, 8)
	subscription := conn.SignalSubscribe("org.freedesktop.DBus", "org.freedesktop.DBus", "NameAcquired", "/org/freedesktop/DBus", name,
		gio.DBusSignalFlagsNone,
		func(_ *gio.DBusConnection, _, _, _, _ string, parameters *glib.Variant) {
			acquired <- parameters.ChildValue(0).String()
		})
	for range 3 {
		if _, err := callProxy(ctx, bus, "RequestName", glib.NewVariantString(name), glib.NewVariantUint32(0)); err != nil {
			t.Fatal(err)
		}
		onLoop(t, func() {}) // the signal is sent before the reply
		select {
		case got := <-acquired:
			if got != name {
				t.Errorf("acquired %q", got)
			}
		case <-ctx.Done():
			t.Fatal("the signal was lost")
		}
		if _, err := callProxy(ctx, bus, "ReleaseName", glib.NewVariantString(name)); err != nil {
			t.Fatal(err)
		}
		onLoop(t, func() {})
		if len(acquired) != 0 {
			t.Fatal("the signal came again")
		}
	}
	conn.SignalUnsubscribe(subscription)
	if _, err := callProxy(ctx, bus, "RequestName", glib.NewVariantString(name), glib.NewVariantUint32(0)); err != nil {
		t.Fatal(err)
	}
	onLoop(t, func() {})
	if len(acquired) != 0 {
		t.Error("a signal came after the end of the subscription")
	}
}
