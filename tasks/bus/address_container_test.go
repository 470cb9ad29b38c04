package bus_test

import (
	"errors"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestParseContainerAddress(t *testing.T) {
	for _, c := range []struct {
		text, label string
		target      bus.ContainerTarget
	}{
		{"container:name=web", "System on web", bus.ContainerTarget{Name: "web", Bus: "system"}},
		{"container:name=web,user=me,bus=session", "Session on me@web", bus.ContainerTarget{Name: "web", User: "me", Bus: "session"}},
	} {
		for _, text := range []string{c.text, c.text + ",bus=" + c.target.Bus} {
			address, err := bus.ParseAddress(text)
			if err != nil {
				if text == c.text {
					t.Errorf("%q: %v", text, err)
				}
				continue
			}
			if target, ok := address.Container(); !ok || target != c.target || address.Label() != c.label || address.String() != c.text {
				t.Errorf("%q is %+v, %q, written as %q", text, target, address.Label(), address)
			}
			if _, ok := address.SSH(); ok || address.Kind() != bus.AddressContainer {
				t.Errorf("%q is another kind", text)
			}
			if made, err := bus.ContainerAddress(c.target); made != address || err != nil {
				t.Errorf("%+v makes %q (%v)", c.target, made, err)
			}
		}
	}
}

func TestContainerAddressSaysWhatIsWrong(t *testing.T) {
	for text, offset := range map[string]int{
		"container:":                                len("container:"),
		"container:name=":                           len("container:name="),
		"container:name=-M":                         len("container:name="),
		"container:name=a%20b":                      len("container:name=a"),
		"container:name=me@web":                     len("container:name=me"),
		"container:name=a,user=-x":                  len("container:name=a,user="),
		"container:name=a,bus=unix":                 len("container:name=a,bus="),
		"container:name=a,host=b":                   len("container:name=a,"),
		"container:name=a;unix:path=/run/something": len("container:name=a"),
	} {
		_, err := bus.ParseAddress(text)
		if e, ok := errors.AsType[*bus.SyntaxError](err); !ok || e.Offset != offset || e.Reason.IsZero() {
			t.Errorf("%q: %v", text, err)
		}
	}
}
