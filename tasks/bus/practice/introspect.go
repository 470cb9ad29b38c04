package practice

import (
	"context"
	_ "embed"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

//go:embed practice.xml
var data string

const doctype = `<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
`

// introspect describes the object, or names the next one on the way to it.
func introspect(_ context.Context, r *request) ([]bus.Value, error) {
	if r.path == Path {
		return []bus.Value{bus.String(data)}, nil
	}
	below := strings.TrimPrefix(string(Path), strings.TrimSuffix(string(r.path), "/")+"/")
	child, _, _ := strings.Cut(below, "/")
	return []bus.Value{bus.String(doctype + `<node><node name="` + child + `"/></node>` + "\n")}, nil
}

// onTheWay reports whether path is the service's object or one above it.
func onTheWay(path bus.ObjectPath) bool {
	return path == "/" || path == Path || strings.HasPrefix(string(Path), string(path)+"/")
}
