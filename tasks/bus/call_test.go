package bus_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func validCall() bus.Call {
	return bus.Call{
		Destination: "org.example.Service", Path: "/a", Interface: "org.example.Service", Member: "Do",
		Args: []bus.Value{bus.String("x"), bus.Bytes(nil)},
	}
}

func files(n int) []bus.File { return slices.Repeat([]bus.File{{Path: "/dev/null"}}, n) }

func TestValidate(t *testing.T) {
	if err := validCall().Validate(); err != nil {
		t.Fatalf("a good call is refused: %v", err)
	}
	if sig := validCall().Signature(); sig != "say" {
		t.Errorf("the signature is %q", sig)
	}
	long := bus.Struct(slices.Repeat([]bus.Value{bus.Byte(0)}, 200)...)
	chunk := bus.Bytes(make([]byte, 60<<20))
	for _, c := range []struct {
		change func(*bus.Call)
		what   string // "" if the call stays good
		reason string
	}{
		{func(c *bus.Call) { c.Interface = "" }, "", ""},
		{func(c *bus.Call) { c.Args = nil }, "", ""},
		{func(c *bus.Call) { c.Destination = ":1.5" }, "", ""},
		{func(c *bus.Call) { c.Args = []bus.Value{chunk, chunk} }, "", ""},
		{func(c *bus.Call) { c.Args, c.Files = []bus.Value{bus.Handle(1)}, files(2) }, "", ""},
		{func(c *bus.Call) { c.Files = files(bus.MaxFiles) }, "", ""},
		{func(c *bus.Call) { c.Destination = "" }, "bus name", "a name is needed"},
		{func(c *bus.Call) { c.Path = "a" }, "object path", "the path must start with “/”"},
		{func(c *bus.Call) { c.Interface = "a" }, "interface", noDot},
		{func(c *bus.Call) { c.Member = "a.b" }, "member", "the name of a member has no dots"},
		{func(c *bus.Call) { c.Path = "/org/freedesktop/DBus/Local" }, "object path", "this name is reserved and cannot be called"},
		{func(c *bus.Call) { c.Interface = "org.freedesktop.DBus.Local" }, "interface", "this name is reserved and cannot be called"},
		{func(c *bus.Call) { c.Args = []bus.Value{{}} }, "arguments", "an argument has no value"},
		{func(c *bus.Call) { c.Args = []bus.Value{long, long} }, "arguments", "the arguments’ signature is longer than 255 characters"},
		{func(c *bus.Call) { c.Args = []bus.Value{bus.Bytes(make([]byte, 64<<20+1))} }, "arguments", "an array takes more than 64 MiB"},
		{func(c *bus.Call) { c.Args = []bus.Value{chunk, chunk, chunk} }, "arguments", "the arguments take more than 128 MiB"},
		{func(c *bus.Call) { c.Args = []bus.Value{bus.Handle(0)} }, "arguments", "the handle 0 stands for no file: there are 0"},
		{func(c *bus.Call) { c.Args, c.Files = []bus.Value{bus.Variant(bus.Handle(2)), bus.Handle(0)}, files(2) }, "arguments", "the handle 2 stands for no file: there are 2"},
		{func(c *bus.Call) { c.Args, c.Files = []bus.Value{bus.Handle(1<<32 - 1)}, files(2) }, "arguments", "the handle 4294967295 stands for no file: there are 2"},
		{func(c *bus.Call) { c.Files = files(bus.MaxFiles + 1) }, "arguments", "there are more than 16 files"},
		{func(c *bus.Call) { c.Files = []bus.File{{}} }, "arguments", "a file has no path"},
	} {
		call := validCall()
		c.change(&call)
		err := call.Validate()
		e, ok := errors.AsType[*bus.SyntaxError](err)
		switch {
		case c.what == "" && err != nil:
			t.Errorf("a good call is refused: %v", err)
		case c.what != "" && (!ok || e.What != c.what || e.Reason.String() != c.reason):
			t.Errorf("got %v, want %s: %s", err, c.what, c.reason)
		}
	}
}

// The sizes follow from the protocol's rules for alignment, counted by hand.
func TestReplySize(t *testing.T) {
	str := bus.String
	for _, c := range []struct {
		want int
		body []bus.Value
	}{
		{0, nil},
		{1, []bus.Value{bus.Byte(1)}},
		{8, []bus.Value{bus.Byte(1), bus.Uint32(1)}},
		{16, []bus.Value{bus.Byte(1), bus.Double(1)}},
		{4, []bus.Value{bus.Byte(1), bus.Int16(1)}},
		{4, []bus.Value{bus.Bool(true)}},
		{4 + 3 + 1, []bus.Value{str("abc")}},
		{1 + 2 + 1, []bus.Value{bus.SignatureValue("as")}},
		{4 + 3, []bus.Value{bus.Bytes([]byte("abc"))}},
		{4, []bus.Value{must(bus.Array("u"))}},
		{8, []bus.Value{must(bus.Array("t"))}}, // the gap is there without items
		{4 + 4 + 8, []bus.Value{must(bus.Array("x", bus.Int64(1)))}},
		{8 + 8 + 1, []bus.Value{must(bus.Array("(y)", bus.Struct(bus.Byte(1)), bus.Struct(bus.Byte(2))))}},
		{1 + 1 + 1 + 1 + 4, []bus.Value{bus.Variant(bus.Uint32(1))}}, // signature, gap, number
		{3 + 1, []bus.Value{bus.Variant(bus.Byte(1))}},
		{
			4 + 4 + (4 + 1 + 1) + (3 + 3) + 4, // length, gap, key, signature and gap, value
			[]bus.Value{must(bus.Dict("s", "v", bus.Entry{str("k"), bus.Variant(bus.Handle(0))}))},
		},
	} {
		reply := bus.Reply{Body: c.body}
		if got := reply.Size(); got != c.want {
			t.Errorf("%s takes %d bytes, want %d", reply.Text(), got, c.want)
		}
	}
}
