package bustest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
	"github.com/bellhop-gtk/bellhop/tasks/bus/practice"
)

func (s suite) testReply(t *testing.T) {
	conn, _ := s.start(t)
	owner, _ := call(t, conn, busMethod("GetNameOwner", bus.String(string(practice.Name)))).Body[0].AsString()

	reply := call(t, conn, method("Add", bus.Int32(-2), bus.Int32(44)))
	if reply.Signature != "i" || string(reply.Sender) != owner || reply.Text() != "(42,)" {
		t.Errorf("Add: %s of type “%s” from %s; want (42,) of type “i” from %s", reply.Text(), reply.Signature, reply.Sender, owner)
	}
	reply = call(t, conn, method("Sleep", bus.Uint32(0)))
	if reply.Signature != "" || len(reply.Body) != 0 || string(reply.Sender) != owner {
		t.Errorf("Sleep: %s of type “%s” from %s; want nothing from %s", reply.Text(), reply.Signature, reply.Sender, owner)
	}
	// Through the unique name, and without an interface.
	direct := method("Add", bus.Int32(1), bus.Int32(1))
	direct.Destination, direct.Interface = bus.Name(owner), ""
	if reply = call(t, conn, direct); reply.Text() != "(2,)" {
		t.Errorf("Add without an interface: %s", reply.Text())
	}
	if reply = call(t, conn, busMethod("GetId")); reply.Sender != "org.freedesktop.DBus" {
		t.Errorf("GetId: from %s", reply.Sender)
	}
	stats(t, conn, bus.Stats{})
}

func (s suite) testErrors(t *testing.T) {
	conn, _ := s.start(t)
	for _, test := range []struct{ name, message string }{
		{"com.example.Broken", "no luck: ‘50 %’ of it\n"},
		{"com.example.Error.With_Under_Score.X1", ""},
		{"org.freedesktop.DBus.Error.Failed", "GDBus.Error:com.example.Fake: not what it seems"},
		{"org.gtk.GDBus.UnmappedGError.Quark._g_2dio_2derror_2dquark.Code19", "encoded"},
	} {
		e := fails(t, conn, method("Fail", bus.String(test.name), bus.String(test.message)), bus.KindOther)
		if e.Name != test.name || e.Message != test.message {
			t.Errorf("Fail(%q, %q): the error says %q, %q", test.name, test.message, e.Name, e.Message)
		}
		if e.Op != "call" || e.Subject != string(practice.Interface)+".Fail" {
			t.Errorf("the error is of %s %s; want the call named", e.Op, e.Subject)
		}
	}
	for member, kind := range map[string]bus.Kind{
		"AccessDenied": bus.KindAccessDenied, "NoReply": bus.KindNoReply,
		"Disconnected": bus.KindDisconnected, "TimedOut": bus.KindTimeout, "LimitsExceeded": bus.KindLimit,
	} {
		e := fails(t, conn, method("Fail", bus.String("org.freedesktop.DBus.Error."+member), bus.String("said the service")), kind)
		if e.Name == "" || e.Message != "said the service" {
			t.Errorf("%s: the error says %q, %q", member, e.Name, e.Message)
		}
	}
	nobody := method("Add")
	nobody.Destination = "com.example.Nobody"
	if e := fails(t, conn, nobody, bus.KindNoSuchName); e.Name != "org.freedesktop.DBus.Error.ServiceUnknown" || !strings.Contains(e.Message, "com.example.Nobody") {
		t.Errorf("a call to nobody: %q, %q", e.Name, e.Message)
	}
	fails(t, conn, method("Nothing"), bus.KindNoSuchMember)
	fails(t, conn, method("Add", bus.String("2"), bus.Int32(2)), bus.KindBadArguments)
	stats(t, conn, bus.Stats{})
}

func (s suite) testBadCalls(t *testing.T) {
	conn, _ := s.start(t)
	for what, spoil := range map[string]func(*bus.Call){
		"no destination":     func(c *bus.Call) { c.Destination = "" },
		"bad destination":    func(c *bus.Call) { c.Destination = "com..example" },
		"bad path":           func(c *bus.Call) { c.Path = "com/example" },
		"local path":         func(c *bus.Call) { c.Path = "/org/freedesktop/DBus/Local" },
		"bad interface":      func(c *bus.Call) { c.Interface = "Interface" },
		"no member":          func(c *bus.Call) { c.Member = "" },
		"bad member":         func(c *bus.Call) { c.Member = "a.b" },
		"no value":           func(c *bus.Call) { c.Args = []bus.Value{{}} },
		"text not UTF-8":     func(c *bus.Call) { c.Args = []bus.Value{bus.String("caf\xe9"), bus.String("x")} },
		"text with a NUL":    func(c *bus.Call) { c.Args = []bus.Value{bus.String("a\x00b"), bus.String("x")} },
		"too many arguments": func(c *bus.Call) { c.Args = make([]bus.Value, 256) },
	} {
		c := method("Add", bus.Int32(1), bus.Int32(2))
		spoil(&c)
		e := fails(t, conn, c, bus.KindBadArguments)
		if _, ok := errors.AsType[*bus.SyntaxError](e); !ok {
			t.Errorf("%s: %v; want the reason as a *bus.SyntaxError in it", what, e)
		}
	}
	// None of them was sent, which the bus would not have survived.
	call(t, conn, method("Add", bus.Int32(1), bus.Int32(2)))
	stats(t, conn, bus.Stats{})
}

func (s suite) testTooLong(t *testing.T) {
	conn, _ := s.start(t)
	const most = 64 << 20 // bytes in an array
	zeros := make([]byte, most+1)
	third := bus.Bytes(zeros[:48<<20])
	for what, args := range map[string][]bus.Value{
		"an array of more than 64 MiB":    {bus.Bytes(zeros)},
		"a message of more than 128 MiB":  {third, third, third},
		"too much at the end of a struct": {bus.Struct(third, third, bus.Variant(third))},
	} {
		e := fails(t, conn, method("Echo", args...), bus.KindBadArguments)
		if _, ok := errors.AsType[*bus.SyntaxError](e); !ok {
			t.Errorf("%s: %v; want the reason as a *bus.SyntaxError in it", what, e)
		}
	}
	call(t, conn, method("Add", bus.Int32(1), bus.Int32(2)))
	stats(t, conn, bus.Stats{})
}

// testFlags looks at what arrives at a service.
func (s suite) testFlags(t *testing.T) {
	conn, daemon := s.start(t)
	seen := make(chan bus.Flags, 1)
	service, err := godbusconn.NewDialer(godbusconn.WithHandler(func(in *godbusconn.Incoming) {
		seen <- in.Flags()
		in.Reply()
	})).DialConn(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close()
	for flags := range bus.NoReply | bus.NoAutoStart | bus.InteractiveAuthorization + 1 {
		call(t, conn, bus.Call{Destination: service.UniqueName(), Path: "/", Member: "Look", Flags: flags})
		if got := <-seen; got != flags {
			t.Errorf("a call with the flags %03b arrived with %03b", flags, got)
		}
	}
}

func (s suite) testNoReply(t *testing.T) {
	conn, _ := s.start(t)
	silent := busMethod("RequestName", bus.String("com.example.Mine"), bus.Uint32(0))
	silent.Flags = bus.NoReply
	if reply := call(t, conn, silent); len(reply.Body) != 0 || reply.Signature != "" || reply.Sender != "" {
		t.Errorf("a call without a reply returned %+v", reply)
	}
	never := method("NeverAnswer")
	never.Flags = bus.NoReply
	call(t, conn, never)
	stats(t, conn, bus.Stats{})
	owner := call(t, conn, busMethod("GetNameOwner", bus.String("com.example.Mine")))
	if name, _ := owner.Body[0].AsString(); name != string(conn.UniqueName()) {
		t.Errorf("com.example.Mine belongs to %s: the call without a reply did not arrive", name)
	}
}

// testLastWords closes a connection right after calls without a reply, which have to
// arrive all the same.
func (s suite) testLastWords(t *testing.T) {
	const count = 100
	_, daemon := s.start(t)
	heard := make(chan bus.Flags, count)
	service, err := godbusconn.NewDialer(godbusconn.WithHandler(func(in *godbusconn.Incoming) {
		heard <- in.Flags()
	})).DialConn(t.Context(), daemon.BusAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close()
	conn := s.dial(t, daemon.BusAddress(t))
	for range count {
		call(t, conn, bus.Call{Destination: service.UniqueName(), Path: "/", Member: "Hear", Flags: bus.NoReply})
	}
	conn.Close()
	for i := range count {
		select {
		case <-heard:
		case <-time.After(patience):
			t.Fatalf("%d of %d calls arrived", i, count)
		}
	}
}

// testNoAutoStart uses a service that leaves a file behind when it is started.
func (s suite) testNoAutoStart(t *testing.T) {
	mark := filepath.Join(t.TempDir(), "started")
	conn, _ := s.start(t, WithService("com.example.Lazy", fmt.Sprintf("/bin/sh -c '>%s; exit 1'", mark)))
	lazy := bus.Call{Destination: "com.example.Lazy", Path: "/", Interface: "com.example.Lazy", Member: "Do", Flags: bus.NoAutoStart}
	fails(t, conn, lazy, bus.KindNoSuchName)
	if _, err := os.Stat(mark); err == nil {
		t.Fatal("a call with NoAutoStart started the service")
	}
	lazy.Flags = 0
	fails(t, conn, lazy, bus.KindStartFailed)
	if _, err := os.Stat(mark); err != nil {
		t.Errorf("a call without the flag did not start the service: %v", err)
	}
}

func (s suite) testConcurrent(t *testing.T) {
	conn, _ := s.start(t)
	var wg sync.WaitGroup
	for worker := range int32(64) {
		wg.Go(func() {
			for i := range int32(20) {
				reply, err := conn.Call(t.Context(), method("Add", bus.Int32(worker*1000), bus.Int32(i)))
				if err != nil || !reply.Body[0].Equal(bus.Int32(worker*1000+i)) {
					t.Errorf("Add(%d, %d): %s, %v", worker*1000, i, reply.Text(), err)
					return
				}
			}
		})
	}
	wg.Wait()
	stats(t, conn, bus.Stats{})
}
