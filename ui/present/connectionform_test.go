package present

import (
	"maps"
	"slices"
	"testing"
)

func TestConnectionForm(t *testing.T) {
	for _, tt := range []struct {
		name  string
		form  ConnectionForm
		want  string
		wrong []ConnectionField
	}{
		{"an address", ConnectionForm{Address: " unix:path=/run/bus "}, "unix:path=/run/bus", nil},
		{"a well-known one", ConnectionForm{Address: "system"}, "system", nil},
		{"no address", ConnectionForm{}, "", []ConnectionField{ConnectionAddress}},
		{"no such transport", ConnectionForm{Address: "smoke:signals=yes"}, "", []ConnectionField{ConnectionAddress}},
		{"a peer", ConnectionForm{Kind: ToPeer, Address: "unix:path=/run/app"}, "peer:unix:path=/run/app", nil},
		{"a peer, written as one", ConnectionForm{Kind: ToPeer, Address: "peer:unix:path=/run/app"}, "peer:unix:path=/run/app", nil},
		{"a peer that is no address", ConnectionForm{Kind: ToPeer, Address: "session"}, "", []ConnectionField{ConnectionAddress}},
		{"a host", ConnectionForm{Kind: OverSSH, Host: "tv.local", Bus: SystemBus}, "ssh:host=tv.local", nil},
		{
			"a host, and all about it",
			ConnectionForm{Kind: OverSSH, Host: "tv.local", User: "me", Port: " 2222 ", Bus: SessionBus},
			"ssh:host=tv.local,user=me,port=2222,bus=session", nil,
		},
		{
			"a bus of a host",
			ConnectionForm{Kind: OverSSH, Host: "tv.local", Bus: OtherBus, FarAddress: "unix:path=/run/bus"},
			"ssh:host=tv.local,bus=unix%3apath%3d/run/bus", nil,
		},
		{"no host", ConnectionForm{Kind: OverSSH, Bus: SystemBus}, "", []ConnectionField{ConnectionHost}},
		{"a host that ssh would take for an option", ConnectionForm{Kind: OverSSH, Host: "-oProxyCommand=x", Bus: SystemBus}, "", []ConnectionField{ConnectionHost}},
		{
			"everything wrong",
			ConnectionForm{Kind: OverSSH, Host: "a b", User: "-l", Port: "0", Bus: OtherBus},
			"",
			[]ConnectionField{ConnectionHost, ConnectionUser, ConnectionPort, ConnectionFarAddress},
		},
		{"a port too high", ConnectionForm{Kind: OverSSH, Host: "a", Port: "65536", Bus: SystemBus}, "", []ConnectionField{ConnectionPort}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address, wrong := tt.form.Check()
			if got := address.String(); got != tt.want {
				t.Errorf("the address is %q, want %q", got, tt.want)
			}
			if got := slices.Sorted(maps.Keys(wrong)); !slices.Equal(got, tt.wrong) {
				t.Errorf("wrong is %v, want %v", wrong, tt.wrong)
			}
			for field, reason := range wrong {
				if reason == "" || !tt.form.Uses(field) {
					t.Errorf("of field %d, which is asked for: %v, it says %q", field, tt.form.Uses(field), reason)
				}
			}
		})
	}
}
