package bus_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
)

// processOf is what is known of the process that has a name; nothing if nobody has.
func processOf(infos []bus.NameInfo, name bus.Name) bus.Process {
	if i := indexOf(infos, name); i >= 0 {
		return infos[i].Process
	}
	return bus.Process{}
}

func TestNamesTellTheirProcesses(t *testing.T) {
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			daemon := bustest.StartDaemon(t)
			conn := dial(t, dialer, daemon)
			woken := make(chan struct{}, 1000)
			live := followNames(t, conn, func() { woken <- struct{}{} })
			us := bus.Process{PID: os.Getpid(), Name: filepath.Base(os.Args[0])}
			for processOf(live.Snapshot(), conn.UniqueName()) != us {
				await(t, woken)
			}
			if bus := processOf(live.Snapshot(), "org.freedesktop.DBus"); bus.PID == 0 || bus.Name != "dbus-daemon" {
				t.Errorf("the bus is %+v", bus)
			}
			// One that comes later, which GLib's tool is.
			tool := exec.CommandContext(t.Context(), "gdbus", "monitor", "--address", daemon.Address(), "--dest", "com.example.Nobody")
			if err := tool.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { tool.Process.Kill(); tool.Wait() }()
			want := bus.Process{PID: tool.Process.Pid, Name: "gdbus"}
			isTool := func(info bus.NameInfo) bool { return info.Process == want && info.Name == info.Owner }
			for !slices.ContainsFunc(live.Snapshot(), isTool) {
				await(t, woken)
			}
		})
	}
}

func TestNamesOfABusThatKnowsNoProcesses(t *testing.T) {
	for backend, dialer := range backends() {
		t.Run(backend, func(t *testing.T) {
			daemon := bustest.StartDaemon(t, bustest.WithTCP())
			conn := dial(t, dialer, daemon)
			woken := make(chan struct{}, 1000)
			live := followNames(t, conn, func() { woken <- struct{}{} })
			for processOf(live.Snapshot(), "org.freedesktop.DBus").PID == 0 {
				await(t, woken) // the bus's own
			}
			for _, info := range live.Snapshot() {
				if info.Name.IsUnique() && info.Process != (bus.Process{}) {
					t.Errorf("%+v is known", info)
				}
			}
		})
	}
}

// credentialsOf answers for a bus of names as busOf does, and what each owner's
// process is.
func credentialsOf(names map[string]string, pid func(owner string) string) func(*bustest.Pending) {
	answer := busOf(names, nil, "")
	return func(p *bustest.Pending) {
		if p.Call.Member != "GetConnectionCredentials" {
			answer(p)
			return
		}
		owner, _ := p.Call.Args[0].AsString()
		told, err := bus.ParseValue(pid(owner), "a{sv}")
		if err != nil {
			panic(err)
		}
		p.Reply(told)
	}
}

func TestNamesAskAboutEachProcessOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		names := map[string]string{":1.5": ":1.5", ":1.6": ":1.6", "com.example.A": ":1.5", "com.example.B": ":1.5"}
		var wakes atomic.Int64
		conn := bustest.NewConn(credentialsOf(names, func(owner string) string {
			return fmt.Sprintf("{'ProcessID': <uint32 1%s>}", strings.TrimPrefix(owner, ":1."))
		}))
		live := followNames(t, conn, func() { wakes.Add(1) })
		live.Snapshot()
		conn.Deliver(ownerChanged(":1.7", "", ":1.7"))
		conn.Deliver(ownerChanged("com.example.C", "", ":1.7"))
		conn.Deliver(ownerChanged("com.example.B", ":1.5", ":1.6"))
		synctest.Wait()
		for name, want := range map[bus.Name]int{":1.5": 15, "com.example.A": 15, "com.example.B": 16, ":1.7": 17, "com.example.C": 17} {
			if got := processOf(live.Snapshot(), name); got != (bus.Process{PID: want}) {
				t.Errorf("%s is %+v, want %d", name, got, want)
			}
		}
		conn.Deliver(ownerChanged("com.example.C", ":1.7", ""))
		conn.Deliver(ownerChanged(":1.7", ":1.7", ""))
		conn.Deliver(ownerChanged("com.example.A", ":1.5", ":1.6"))
		synctest.Wait()
		asked := map[string]int{}
		for _, call := range conn.Calls() {
			if call.Flags != bus.NoAutoStart {
				t.Errorf("%s was called with the flags %b", call.Member, call.Flags)
			}
			if call.Member == "GetConnectionCredentials" {
				owner, _ := call.Args[0].AsString()
				asked[owner]++
			}
		}
		delete(asked, string(conn.UniqueName()))
		if len(asked) != 3 || asked[":1.5"]+asked[":1.6"]+asked[":1.7"] != 3 {
			t.Errorf("asked about %v", asked)
		}
		if got := wakes.Load(); got > 4 {
			t.Errorf("%d wakes", got)
		}
	})
}

// silentBusOf answers for a bus of so many connections, but says nothing of their
// processes.
func silentBusOf(connections int) func(*bustest.Pending) {
	names := map[string]string{}
	for i := range connections {
		names[fmt.Sprintf(":1.%d", i)] = fmt.Sprintf(":1.%d", i)
	}
	answer := busOf(names, nil, "")
	return func(p *bustest.Pending) {
		if p.Call.Member != "GetConnectionCredentials" {
			answer(p)
		}
	}
}

// The names are there while the bus has told of no process yet, and Close does not
// wait for it to.
func TestNamesDoNotWaitForTheirProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := bustest.NewConn(silentBusOf(100))
		live := followNames(t, conn, func() { t.Error("there is no news") })
		synctest.Wait()
		if got := len(live.Snapshot()); got != 100 {
			t.Errorf("there are %d names", got)
		}
		live.Close()
		if s := conn.Stats(); s.InFlight != 0 || s.Orphans > 8 {
			t.Errorf("%+v are open", s)
		}
	})
}

// A bus that is silent about processes is not asked for ever.
func TestNamesOfASilentBus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := bustest.NewConn(silentBusOf(1000))
		followNames(t, conn, func() {})
		for range 10 {
			synctest.Wait()
			time.Sleep(bus.LookTimeout) // in the bubble
		}
		if s := conn.Stats(); s.InFlight != 0 || s.Orphans > 25 {
			t.Errorf("%+v are open", s)
		}
	})
}

func TestProcessesOutliveTheirConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := lookDesk(t, credentialsOf(map[string]string{":1.5": ":1.5"}, func(string) string { return "{'ProcessID': <uint32 7>}" }))
		directory, f, err := d.FollowNames(session, func() {})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		d.dialed[0].Disconnect(errors.New("gone"))
		synctest.Wait()
		if infos, live := directory.Snapshot(); live || processOf(infos, ":1.5").PID != 7 {
			t.Errorf("the names are %+v, live %v", infos, live)
		}
		f.Task().Cancel(nil)
		<-f.Task().Done()
	})
}
