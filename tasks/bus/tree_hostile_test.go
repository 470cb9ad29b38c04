package bus_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// serve connects a service to a daemon that answers Introspect by what text
// gives for the path; "" is never answered.
func serve(t *testing.T, daemon *bustest.Daemon, text func(bus.ObjectPath) string) bus.Name {
	t.Helper()
	conn, err := godbusconn.NewDialer(godbusconn.WithHandler(func(in *godbusconn.Incoming) {
		if in.Member() != "Introspect" {
			in.Fail("com.example.Error.No", "No.")
		} else if described := text(in.Path()); described != "" {
			in.Reply(bus.String(described))
		}
	})).DialConn(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn.UniqueName()
}

func dial(t *testing.T, dialer bus.Dialer, daemon *bustest.Daemon) bus.Conn {
	t.Helper()
	conn, err := dialer.Dial(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func TestHostileTrees(t *testing.T) {
	const mebibyte = 1 << 20
	same := func(text string) func(bus.ObjectPath) string { return func(bus.ObjectPath) string { return text } }
	long := "<node>" + strings.Repeat("<!-- "+strings.Repeat("x", 1000)+" -->", 9*mebibyte/1009) + "</node>"
	for what, hostile := range map[string]struct {
		text   func(bus.ObjectPath) string
		limits bus.ExpandLimits
		by     bus.Bound
		found  int // at most, and at least half of it
		failed int
	}{
		"an endless chain":     {same(`<node><node name="a"/></node>`), bus.ExpandLimits{}, bus.BoundDepth, 33, 0},
		"an endless tree":      {same(`<node><node name="a"/><node name="b"/><node name="c"/></node>`), bus.ExpandLimits{Nodes: 2000}, bus.BoundNodes, 2000, 0},
		"itself below itself":  {same(`<node><node name=""/><node name="/"/><node name="."/><node name=".."/><node/></node>`), bus.ExpandLimits{}, bus.BoundNone, 1, 0},
		"bad names":            {same(`<node><node name="bad-name"/><node name="/a"/><node name="a//b"/></node>`), bus.ExpandLimits{}, bus.BoundNone, 1, 0},
		"20,000 levels":        {same(strings.Repeat(`<node name="a">`, 20_000)), bus.ExpandLimits{}, bus.BoundDepth, 64, 64},
		"an entity bomb":       {same(`<!DOCTYPE node [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><node><node name="x"/>&b;</node>`), bus.ExpandLimits{}, bus.BoundDepth, 33, 33},
		"no XML":               {same(`<node`), bus.ExpandLimits{}, bus.BoundNone, 1, 1},
		"more than 8 MiB":      {same(long), bus.ExpandLimits{}, bus.BoundNone, 1, 1},
		"8 MiB at every level": {same(strings.Replace(long[:7*mebibyte/1009*1009+6], "<node>", `<node><node name="a"/><node name="b"/>`, 1)), bus.ExpandLimits{}, bus.BoundBytes, 16, 16},
		"objects without answer": {func(path bus.ObjectPath) string {
			if path != "/" {
				return ""
			}
			return `<node>` + strings.Repeat(`<node name="a"/><node name="b"/>`, 2) + `</node>`
		}, bus.ExpandLimits{Time: time.Second}, bus.BoundTime, 1, 0},
	} {
		for backend, dialer := range backends() {
			t.Run(what+"/"+backend, func(t *testing.T) {
				daemon := bustest.StartDaemon(t)
				name := serve(t, daemon, hostile.text)
				conn := dial(t, dialer, daemon)
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				found := 0
				summary, err := bus.Expand(t.Context(), conn, name, "/", hostile.limits, nil, func(bus.ObjectPath, bus.Node, error) {
					if found++; found%500 == 0 {
						runtime.ReadMemStats(&after)
					}
				})
				runtime.ReadMemStats(&after)
				if err != nil || summary.StoppedBy != hostile.by || found > hostile.found || found < hostile.found/2 || summary.Failed > hostile.failed || summary.Failed < hostile.failed/2 {
					t.Errorf("found %d: %+v, %v", found, summary, err)
				}
				if most := uint64(256 * mebibyte); after.HeapSys-before.HeapSys > most && after.HeapSys > before.HeapSys {
					t.Errorf("it took %d MiB", (after.HeapSys-before.HeapSys)/mebibyte)
				}
				// The connection is as good as before.
				if _, err := conn.Call(t.Context(), getID); err != nil {
					t.Errorf("the connection is of no use any more: %v", err)
				}
			})
		}
	}
}

// TestLookingStartsNothing looks at a service in every way there is, and only
// then starts it.
func TestLookingStartsNothing(t *testing.T) {
	const name = "com.example.Sleeper"
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			trace := filepath.Join(t.TempDir(), "started")
			script := filepath.Join(t.TempDir(), "sleeper")
			if err := os.WriteFile(script, fmt.Appendf(nil, "#!/bin/sh\n: > '%s'\nexit 1\n", trace), 0o700); err != nil {
				t.Fatal(err)
			}
			daemon := bustest.StartDaemon(t, bustest.WithService(name, script))
			conn := dial(t, dialer, daemon)
			matches := bus.NewMatches(conn)
			t.Cleanup(matches.Close)
			known := []bus.Property{{Name: "P", Type: "s", Access: bus.AccessRead, Emits: bus.EmitsNothing}}
			ctx := t.Context()

			infos, err := bus.ListNames(ctx, conn)
			if err != nil {
				t.Errorf("ListNames: %v", err)
			}
			if i := indexOf(infos, name); i < 0 || !infos[i].Activatable || infos[i].Owner != "" {
				t.Errorf("ListNames gave %+v", infos)
			}
			for what, err := range map[string]error{
				"Introspect":     second(bus.Introspect(ctx, conn, name, "/")),
				"ManagedObjects": second(bus.ManagedObjects(ctx, conn, name, "/")),
				"GetProperty":    second(bus.GetProperty(ctx, conn, name, "/", "com.example.A", "P")),
				"GetProperties":  second(bus.GetProperties(ctx, conn, name, "/", "com.example.A", known)),
				"SetProperty":    bus.SetProperty(ctx, conn, name, "/", "com.example.A", "P", bus.String("x")),
				"Credentials":    second(bus.GetCredentials(ctx, conn, name)),
			} {
				if bus.KindOf(err) != bus.KindNoSuchName {
					t.Errorf("%s: %v, want KindNoSuchName", what, err)
				}
			}
			summary, err := bus.Expand(ctx, conn, name, "/", bus.ExpandLimits{}, nil, nil)
			if err != nil || summary.Failed != 1 {
				t.Errorf("Expand: %+v, %v", summary, err)
			}
			names, err := bus.NewNames(ctx, conn, matches, func() {})
			if err != nil {
				t.Errorf("NewNames: %v", err)
			} else {
				names.Close()
			}
			watchOnce(t, conn, matches, name, known)
			if _, err := os.Stat(trace); err == nil {
				t.Fatal("looking has started the service")
			}
			// The script takes no name, so that starting it fails; but it runs.
			if started, err := bus.Activate(ctx, conn, name); bus.KindOf(err) != bus.KindStartFailed {
				t.Errorf("Activate = %v, %v", started, err)
			}
			if _, err := os.Stat(trace); err != nil {
				t.Fatalf("the service would have left no trace: %v", err)
			}
		})
	}
}

func second[T any](_ T, err error) error { return err }

func indexOf(infos []bus.NameInfo, name bus.Name) int {
	for i, info := range infos {
		if info.Name == name {
			return i
		}
	}
	return -1
}

// watchOnce watches a property for as long as it takes to be told about it once.
func watchOnce(t *testing.T, conn bus.Conn, matches *bus.Matches, name bus.Name, known []bus.Property) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var told []bus.PropertyChange
	err := bus.WatchProperties(ctx, conn, matches, bus.PropertyWatch{
		Name: name, Path: "/", Interface: "com.example.A", Properties: known, Poll: time.Millisecond,
	}, func(change bus.PropertyChange) {
		told = append(told, change)
		cancel()
	})
	if bus.KindOf(err) != bus.KindCanceled || len(told) == 0 || bus.KindOf(told[0].Err) != bus.KindNoSuchName {
		t.Errorf("WatchProperties: %+v, %v", told, err)
	}
}
