package bus_test

import (
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"pgregory.net/rapid"
)

func TestParseSSHAddress(t *testing.T) {
	const port, settings = "a port is a number from 1 to 65535", "“ssh” has the settings host, user, port and bus"
	for text, want := range map[string]fault{
		"ssh:host=tv.local":                               {},
		"ssh:host=fe80%3a%3a1%25eth0,user=me":             {},
		"ssh:host=tv.local,user=CORP\\me,port=22":         {},
		"ssh:host=tv.local,bus=session":                   {},
		"ssh:host=tv.local,bus=unix%3apath%3d/run/bus":    {},
		"ssh:host=tv.local,bus=tcp%3ahost%3dh%2cport%3d1": {},

		"ssh:":                          {4, "a host is needed"},
		"ssh:user=me":                   {11, "a host is needed"},
		"ssh:host=":                     {9, "a host is needed"},
		"ssh:tv.local":                  {4, "a setting is written as “name=value”"},
		"ssh:host=a,host=b":             {11, "“host” is set twice"},
		"ssh:host=a,proxy=b":            {11, settings},
		"ssh:host=a;unix:path=/b":       {10, "an address with “ssh” stands alone"},
		"ssh:host=-oProxyCommand%3dx":   {9, "the name of the host must not start with “-”"},
		"ssh:host=%2dx":                 {9, "the name of the host must not start with “-”"},
		"ssh:host=a,user=-x":            {16, "the name of the user must not start with “-”"},
		"ssh:host=me%40tv":              {11, "“@” is not allowed here"},
		"ssh:host=a,user=me%40b":        {18, "“@” is not allowed here"},
		"ssh:host=a%20b":                {10, "a space is not allowed here"},
		"ssh:host=%61%62%0a":            {15, "U+000A is not allowed here"},
		"ssh:host=a%e2%80%8bb":          {10, "U+200B is not allowed here"},
		"ssh:host=a,user=b%20c":         {17, "a space is not allowed here"},
		"ssh:host=a,user=b%5c":          {17, "“\\” is not allowed at the end"},
		"ssh:host=a%24%28id%29":         {10, "“$” is not allowed here"},
		"ssh:host=a%3bid":               {10, "“;” is not allowed here"},
		"ssh:host=a%00":                 {10, "a NUL is not allowed here"},
		"ssh:host=a%ff":                 {10, "the name of the host is not UTF-8"},
		"ssh:host=a,port=0":             {16, port},
		"ssh:host=a,port=65536":         {16, port},
		"ssh:host=a,port=ssh":           {16, port},
		"ssh:host=a,bus=x":              {16, "“:” expected after the transport, as in “unix:path=…”"},
		"ssh:host=a,bus=unix%3apath%3d": {15, "the path of the socket is empty"},
		"ssh:host=a,bus=unix%3apath%3d/a%3bunixexec%3apath%3d/bin/sh": {34, "“unixexec” cannot be used on another host; use unix or tcp"},
		"ssh:host=" + strings.Repeat("x", 256):                        {264, "the name of the host is too long"},
		"ssh:host=" + strings.Repeat("x", 16<<10):                     {16 << 10, "the address is too long"},
	} {
		addr, err := bus.ParseAddress(text)
		checkFault(t, text, err, want)
		switch {
		case err == nil && (addr.String() != text || addr.Kind() != bus.AddressSSH):
			t.Errorf("%q became %q", text, addr)
		case err != nil && addr != bus.Address{}:
			t.Errorf("%q: %q came with an error", text, addr)
		}
	}
}

func TestSSHAddressIsWrittenInOneWay(t *testing.T) {
	want, err := bus.SSHAddress(bus.SSHTarget{Host: "tv.local", User: "me", Port: 2222})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"ssh:host=tv.local,user=me,port=2222", "ssh:port=2222,user=me,host=tv.local", "ssh:host=%74v.local,user=me,port=02222,bus=system", "ssh:host=tv.local,user=me,port=2222,bus=",
	} {
		if got, err := bus.ParseAddress(text); got != want {
			t.Errorf("%q became %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestSSHLabel(t *testing.T) {
	for text, want := range map[string]string{
		"ssh:host=tv.local":                                         "System on tv.local",
		"ssh:host=tv.local,user=me,bus=session":                     "Session on me@tv.local",
		"ssh:host=fe80%3a%3a1,user=me,port=22":                      "System on me@[fe80::1]:22",
		"ssh:host=tv.local,bus=unix%3apath%3d%2frun%2fbus":          "/run/bus on tv.local",
		"ssh:host=tv.local,bus=tcp%3ahost%3dh%2cport%3d4000":        "tcp:host=h,port=4000 on tv.local",
		"ssh:host=tv.local,bus=unix%3apath%3d%2fa%3btcp%3aport%3d1": "unix:path=/a;tcp:port=1 on tv.local",
	} {
		addr, err := bus.ParseAddress(text)
		if err != nil || addr.Label() != want {
			t.Errorf("%q is called %q, want %q (%v)", text, addr.Label(), want, err)
		}
	}
}

func TestSSHTargetIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		target := bus.SSHTarget{
			Host: rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z:.%\[\]é-]{1,20}`)).Draw(t, "host"),
			User: rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-Z$.,=%\\-]{0,20}`)).Draw(t, "user"),
			Port: rapid.Uint16().Draw(t, "port"),
			Bus:  rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "session", "system", "unix:path=/a%20b,guid=0123456789abcdef0123456789abcdef;tcp:host=h,port=1;"})).Draw(t, "bus"),
		}
		addr, err := bus.SSHAddress(target)
		if fault := target.Validate(); (err == nil) != (fault == nil) {
			t.Fatalf("%+v: Validate says %v, SSHAddress %v", target, fault, err)
		}
		if err != nil {
			return
		}
		again, err := bus.ParseAddress(addr.String())
		if err != nil || again != addr {
			t.Fatalf("%q became %q: %v", addr, again, err)
		}
		if target.Bus == "" {
			target.Bus = "system"
		}
		if got, ok := again.SSH(); !ok || got != target {
			t.Fatalf("%+v became %+v", target, got)
		}
	})
}

func TestPeerAddressIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inner := rapid.StringMatching(`((unix:(path|abstract)=/[a-z%2]{0,8}|tcp:host=h,port=[0-9]{1,5}|unixexec:path=/x);?){1,3}`).Draw(t, "inner")
		peer, err := bus.PeerAddress(inner)
		if _, custom := bus.ParseAddress(inner); (err == nil) != (custom == nil) {
			t.Fatalf("%q: %v as a peer, %v as a bus", inner, err, custom)
		}
		if err != nil {
			return
		}
		if again, err := bus.ParseAddress(peer.String()); err != nil || again != peer {
			t.Fatalf("%q became %q: %v", peer, again, err)
		}
		if dial, err := peer.Resolve(nil); err != nil || dial == "" {
			t.Fatalf("%q resolves to %q: %v", peer, dial, err)
		}
	})
}

func TestNoOtherAddressIsSSH(t *testing.T) {
	peer, err := bus.PeerAddress("unix:path=/a")
	if err != nil {
		t.Fatal(err)
	}
	for _, addr := range []bus.Address{{}, bus.SessionAddress(), bus.SystemAddress(), bus.AccessibilityBus(), peer} {
		if target, ok := addr.SSH(); ok || target != (bus.SSHTarget{}) {
			t.Errorf("%q leads to %+v", addr, target)
		}
	}
}
