package practice

import (
	"slices"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// TestDescriptionsAreTrue compares what the objects say of themselves with what
// they do.
func TestDescriptionsAreTrue(t *testing.T) {
	for path, text := range map[bus.ObjectPath]string{Path: data, Shelf: shelfData, itemPath(1): itemData} {
		n, err := bus.ParseIntrospection(path, text)
		if err != nil || len(n.Rejects) > 0 {
			t.Fatalf("%s: %v, %+v", path, err, n.Rejects)
		}
		var described []bus.Interface
		for _, in := range n.Interfaces {
			described = append(described, in.Name)
			compareMethods(t, in)
			compareProperties(t, in)
		}
		if served := interfacesOf(path); !slices.Equal(described, served) {
			t.Errorf("%s has %q and says %q", path, served, described)
		}
		for _, child := range n.Children {
			if interfacesOf(child.Path) == nil {
				t.Errorf("there is no %s", child.Path)
			}
		}
	}
}

func compareMethods(t *testing.T, in bus.InterfaceInfo) {
	t.Helper()
	served := interfaces[in.Name]
	if len(served) != len(in.Methods) {
		t.Errorf("%s has %d methods and says %d", in.Name, len(served), len(in.Methods))
	}
	for _, m := range in.Methods {
		var sig bus.Signature
		for _, a := range m.In {
			sig += a.Type
		}
		if method, ok := served[m.Name]; !ok || method.in != sig {
			t.Errorf("%s.%s takes %q and says %q", in.Name, m.Name, method.in, sig)
		}
	}
}

func compareProperties(t *testing.T, in bus.InterfaceInfo) {
	t.Helper()
	served := properties[in.Name]
	if len(served) != len(in.Properties) {
		t.Fatalf("%s has %d properties and says %d", in.Name, len(served), len(in.Properties))
	}
	for i, p := range in.Properties {
		if s := served[i]; s.name != p.Name || s.typ != p.Type || (s.get != nil) != p.Access.Readable() || (s.set != nil) != p.Access.Writable() {
			t.Errorf("%s.%s is %+v and says %+v", in.Name, s.name, s, p)
		}
	}
}
