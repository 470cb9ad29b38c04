package bus_test

import (
	"cmp"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

// practicing starts a bus with the practice service and connects to it.
func practicing(t *testing.T, dialer bus.Dialer) (bus.Conn, *bustest.Daemon) {
	t.Helper()
	daemon := bustest.StartDaemon(t)
	service, err := practice.Start(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close() })
	return dial(t, dialer, daemon), daemon
}

// TestBusctlSeesTheSame compares what we find out about the practice service with
// what another project's tool does.
func TestBusctlSeesTheSame(t *testing.T) {
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			conn, daemon := practicing(t, dialer)
			n, err := bus.Introspect(t.Context(), conn, bus.PracticeName, bus.PracticePath)
			if err != nil || len(n.Rejects) != 0 {
				t.Fatalf("%+v, %v", n.Rejects, err)
			}
			in := n.Interface(bus.PracticeInterface)
			values, err := bus.GetProperties(t.Context(), conn, bus.PracticeName, bus.PracticePath, in.Name, in.Properties)
			if err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), "busctl", "--address="+daemon.Address(), "introspect",
				string(bus.PracticeName), string(bus.PracticePath), string(bus.PracticeInterface)).CombinedOutput()
			if err != nil {
				t.Fatalf("busctl: %v: %s", err, out)
			}
			var theirs []string
			for line := range strings.Lines(string(out)) {
				theirs = append(theirs, strings.Join(strings.Fields(line), " "))
			}
			ours := rows(in, values)
			slices.Sort(ours)
			theirs = theirs[1:] // without the headings
			slices.Sort(theirs)
			if !slices.Equal(ours, theirs) {
				t.Errorf("we say\n%s\nbusctl says\n%s", strings.Join(ours, "\n"), strings.Join(theirs, "\n"))
			}
		})
	}
}

// rows writes an interface as busctl does, but for the spaces between.
func rows(in *bus.InterfaceInfo, values []bus.PropertyValue) []string {
	var all []string
	row := func(name, kind, sig, value string, flags ...string) {
		flag := strings.TrimSpace(strings.Join(flags, " "))
		all = append(all, strings.Join(strings.Fields(fmt.Sprintf(".%s %s %s %s %s", name, kind, cmp.Or(sig, "-"), cmp.Or(value, "-"), cmp.Or(flag, "-"))), " "))
	}
	word := func(is bool, word string) string {
		if is {
			return word
		}
		return ""
	}
	types := func(args []bus.Arg) (sig string) {
		for _, a := range args {
			sig += string(a.Type)
		}
		return sig
	}
	for _, m := range in.Methods {
		row(string(m.Name), "method", types(m.In), types(m.Out), word(m.Deprecated, "deprecated"), word(m.NoReply, "no-reply"))
	}
	for _, s := range in.Signals {
		row(string(s.Name), "signal", types(s.Args), "")
	}
	announced := map[bus.EmitsChanged]string{bus.EmitsValue: "emits-change", bus.EmitsInvalidate: "emits-invalidation", bus.EmitsConst: "const"}
	for i, p := range in.Properties {
		value := ""
		if v := values[i].Value; v.IsValid() {
			value = strings.ReplaceAll(v.PlainText(), "'", `"`)
		}
		row(p.Name, "property", string(p.Type), value, announced[p.Emits], word(p.Access.Writable(), "writable"))
	}
	return all
}

func TestExpandOfThePracticeService(t *testing.T) {
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			conn, daemon := practicing(t, dialer)
			var ours []string
			if _, err := bus.Expand(t.Context(), conn, bus.PracticeName, "/", bus.ExpandLimits{}, nil, func(path bus.ObjectPath, _ bus.Node, err error) {
				if ours = append(ours, string(path)); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}); err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), "busctl", "--address="+daemon.Address(), "tree", "--list", string(bus.PracticeName)).CombinedOutput()
			if err != nil {
				t.Fatalf("busctl: %v: %s", err, out)
			}
			theirs := append(strings.Fields(string(out)), "/")
			slices.Sort(ours)
			slices.Sort(theirs)
			if theirs = slices.Compact(theirs); !slices.Equal(ours, theirs) {
				t.Errorf("found %q, busctl %q", ours, theirs)
			}
		})
	}
}

func TestWatchOfThePracticeService(t *testing.T) {
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			conn, _ := practicing(t, dialer)
			matches := bus.NewMatches(conn)
			defer matches.Close()
			n, err := bus.Introspect(t.Context(), conn, bus.PracticeName, bus.PracticePath)
			if err != nil {
				t.Fatal(err)
			}
			changes := make(chan bus.PropertyChange, 100)
			result := make(chan error, 1)
			watching, cancel := context.WithCancel(t.Context())
			go func() {
				result <- bus.WatchProperties(watching, conn, matches, bus.PropertyWatch{
					Name: bus.PracticeName, Path: bus.PracticePath, Interface: bus.PracticeInterface,
					Properties: n.Interface(bus.PracticeInterface).Properties, Poll: 10 * time.Millisecond,
				}, func(change bus.PropertyChange) { changes <- change })
			}()
			first := map[string]bus.PropertyChange{}
			for range 7 {
				change := <-changes
				first[change.Name] = change
			}
			if len(first) != 7 || first["Broken"].Err == nil || first["WriteOnly"].Err != bus.ErrWriteOnly || first["Counter"].Err != nil {
				t.Errorf("at first %+v", first)
			}
			if _, err := conn.Call(t.Context(), bus.Call{
				Destination: bus.PracticeName, Path: bus.PracticePath, Interface: bus.PracticeInterface, Member: "Tick",
			}); err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for len(got) < 3 {
				change := <-changes
				got[change.Name] = change.How.String() + " " + change.Value.Text()
			}
			if got["Counter"] != "signal uint32 1" || got["Summary"] != "reread 'The counter is at 1'" || got["Hidden"] != "polled 'Changed 1 times in silence'" {
				t.Errorf("after a tick %q", got)
			}
			cancel()
			if err := <-result; bus.KindOf(err) != bus.KindCanceled {
				t.Errorf("the watch ended with %v", err)
			}
		})
	}
}
