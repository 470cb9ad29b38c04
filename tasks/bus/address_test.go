package bus_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestParseAddress(t *testing.T) {
	const usable = "cannot be used; use unix, tcp or nonce-tcp"
	for text, want := range map[string]fault{
		"session":                {},
		"system":                 {},
		"unix:path=/run/bus":     {},
		"unix:abstract=/tmp/a-b": {},
		"unix:path=/tmp/a%20b,guid=0123456789abcdefABCDEF0123456789": {},
		"unix:path=/a;unix:path=/b;":                                 {},
		"launchd:env=X;unix:path=/a":                                 {},
		"tcp:host=127.0.0.1,port=4000,family=ipv4":                   {},
		"nonce-tcp:host=h,port=1,noncefile=/n":                       {},
		"accessibility":                                              {},
		"peer:unix:path=/run/x":                                      {},
		"peer:unix:path=/a;tcp:host=h,port=1":                        {},

		"":                            {0, "an address is needed"},
		"unix":                        {4, "“:” expected after the transport, as in “unix:path=…”"},
		":path=/a":                    {0, "the name of the transport is missing"},
		"un ix:path=/a":               {2, "a space is not allowed here"},
		"unix:path=/a;;unix:path=/b":  {13, "an entry of the address is empty"},
		"unix:path":                   {5, "a setting is written as “name=value”"},
		"unix:path=/a,":               {13, "a setting is missing after the comma"},
		"unix:path=/a,,guid=0":        {13, "a setting is written as “name=value”"},
		"unix:pa'th=/a":               {7, "“'” is not allowed here"},
		"unix:path=/a,path=/b":        {13, "“path” is set twice"},
		"unix:path=/a b":              {12, "a space must be written as “%20”"},
		"unix:path=/a~":               {12, "“~” must be written as “%7e”"},
		"unix:path=/é":                {11, "“é” must be written as “%c3%a9”"},
		"unix:path=/%4":               {11, "“%” needs two hexadecimal digits after it"},
		"unix:path=/%zz":              {11, "“%” needs two hexadecimal digits after it"},
		"unix:path=/%+1":              {11, "“%” needs two hexadecimal digits after it"},
		"unix:path=/a%00":             {12, "a NUL is not allowed here"},
		"unix:":                       {0, "“unix” needs either “path” or “abstract”"},
		"unix:path=/a,abstract=b":     {0, "“unix” needs either “path” or “abstract”"},
		"unix:path=":                  {0, "the path of the socket is empty"},
		"unix:path=/a,guid=1":         {0, "“guid” is 32 hexadecimal digits"},
		"unix:path=/a;tcp:host=h":     {13, "“tcp” needs a port from 1 to 65535"},
		"tcp:host=h,port=0":           {0, "“tcp” needs a port from 1 to 65535"},
		"tcp:host=h,port=65536":       {0, "“tcp” needs a port from 1 to 65535"},
		"tcp:host=h,port=1,family=x":  {0, "“family” is ipv4 or ipv6"},
		"nonce-tcp:host=h,port=1":     {0, "“nonce-tcp” needs “noncefile”"},
		"launchd:env=X;autolaunch:":   {0, "“launchd” " + usable},
		"unixexec:path=/bin/sh":       {0, "“unixexec” " + usable},
		"peer:":                       {5, "an address is needed"},
		"peer:unix:path=/a b":         {17, "a space must be written as “%20”"},
		"peer:session":                {12, "“:” expected after the transport, as in “unix:path=…”"},
		"peer:unixexec:path=/bin/sh":  {5, "“unixexec” " + usable},
		"peer:ssh:host=h":             {5, "“ssh” " + usable},
		"Session":                     {7, "“:” expected after the transport, as in “unix:path=…”"},
		strings.Repeat("x", 16<<10+1): {16 << 10, "the address is too long"},
	} {
		addr, err := bus.ParseAddress(text)
		checkFault(t, text, err, want)
		switch {
		case err == nil && addr.String() != text:
			t.Errorf("%q became %q", text, addr)
		case err != nil && addr != bus.Address{}:
			t.Errorf("%q: %q came with an error", text, addr)
		}
	}
}

func TestAddressKinds(t *testing.T) {
	custom, err := bus.ParseAddress("unix:path=/a")
	if err != nil {
		t.Fatal(err)
	}
	peer, err := bus.PeerAddress("unix:path=/run/a%20b")
	if err != nil {
		t.Fatal(err)
	}
	abstract, err := bus.PeerAddress("unix:abstract=x")
	if err != nil {
		t.Fatal(err)
	}
	unseen, err := bus.PeerAddress("unix:path=/a%0ab")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		addr  bus.Address
		kind  bus.AddressKind
		text  string
		label string
	}{
		{bus.Address{}, bus.AddressNone, "", ""},
		{bus.SessionAddress(), bus.AddressSession, "session", "Session"},
		{bus.SystemAddress(), bus.AddressSystem, "system", "System"},
		{bus.AccessibilityBus(), bus.AddressAccessibility, "accessibility", "Accessibility"},
		{peer, bus.AddressPeer, "peer:unix:path=/run/a%20b", "Peer at /run/a b"},
		{abstract, bus.AddressPeer, "peer:unix:abstract=x", "Peer at @x"},
		{unseen, bus.AddressPeer, "peer:unix:path=/a%0ab", "Peer at unix:path=/a%0ab"},
		{custom, bus.AddressCustom, "unix:path=/a", "unix:path=/a"},
	} {
		if c.addr.Kind() != c.kind || c.addr.String() != c.text || c.addr.Label() != c.label {
			t.Errorf("got %d %q %q, want %d %q %q", c.addr.Kind(), c.addr, c.addr.Label(), c.kind, c.text, c.label)
		}
	}
	if again, _ := bus.ParseAddress("unix:path=/a"); again != custom {
		t.Error("equal addresses differ")
	}
}

func TestResolve(t *testing.T) {
	custom, err := bus.ParseAddress("tcp:host=h,port=1")
	if err != nil {
		t.Fatal(err)
	}
	list, err := bus.ParseAddress("autolaunch:;unix:path=/a;unixexec:path=/bin/sh;unix:path=/b;")
	if err != nil {
		t.Fatal(err)
	}
	peer, err := bus.PeerAddress("unix:path=/p;unixexec:path=/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	ssh, err := bus.SSHAddress(bus.SSHTarget{Host: "h"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		addr bus.Address
		env  map[string]string
		want string // "" for an error
	}{
		{bus.SessionAddress(), map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/s", "XDG_RUNTIME_DIR": "/run"}, "unix:path=/s"},
		{bus.SessionAddress(), map[string]string{"XDG_RUNTIME_DIR": "/run/user/1 0"}, "unix:path=/run/user/1%200/bus"},
		{bus.SessionAddress(), map[string]string{"XDG_RUNTIME_DIR": "run"}, ""},
		{bus.SessionAddress(), nil, ""},
		{bus.SessionAddress(), map[string]string{"DBUS_SESSION_BUS_ADDRESS": "disabled:"}, ""},
		{bus.SystemAddress(), nil, "unix:path=/var/run/dbus/system_bus_socket"},
		{bus.SystemAddress(), map[string]string{"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/y"}, "unix:path=/y"},
		{bus.SystemAddress(), map[string]string{"DBUS_SYSTEM_BUS_ADDRESS": "system"}, ""},
		{custom, nil, "tcp:host=h,port=1"},
		{list, nil, "unix:path=/a;unix:path=/b"},
		{peer, nil, "unix:path=/p"},
		{bus.SessionAddress(), map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/s;unixexec:path=/bin/sh"}, "unix:path=/s"},
		{bus.AccessibilityBus(), map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/s"}, ""},
		{bus.AccessibilityBus(), map[string]string{"AT_SPI_BUS_ADDRESS": "unix:path=/a"}, "unix:path=/a"},
		{ssh, nil, ""},
		{bus.Address{}, nil, ""},
	} {
		got, err := c.addr.Resolve(func(name string) string { return c.env[name] })
		if got != c.want {
			t.Errorf("%q with %v resolves to %q, want %q", c.addr, c.env, got, c.want)
		}
		if e, ok := errors.AsType[*bus.Error](err); c.want == "" && (!ok || e.Kind != bus.KindBadAddress) {
			t.Errorf("%q with %v: error %v, want one of KindBadAddress", c.addr, c.env, err)
		}
	}
}
