package present

import (
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestAddressLabel(t *testing.T) {
	for text, want := range map[string]string{
		"session":                                "Session",
		"peer:unix:path=/run/app":                "Peer at /run/app",
		"ssh:host=tv.local,user=me":              "System on me@tv.local",
		"container:name=web":                     "System on web",
		"container:name=web,user=me,bus=session": "Session on me@web",
	} {
		address, err := bus.ParseAddress(text)
		if got := AddressLabel(address); err != nil || got != want {
			t.Errorf("%s is called %q, want %q (%v)", text, got, want, err)
		}
	}
}
