package practice

import (
	"context"
	_ "embed"
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// The descriptions of the objects.
var (
	//go:embed practice.xml
	data string
	//go:embed shelf.xml
	shelfData string
	//go:embed item.xml
	itemData string
)

const doctype = `<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
`

// introspect describes the object, or names the next one on the way to it.
func introspect(_ context.Context, r *request) ([]bus.Value, error) {
	switch {
	case r.path == Path:
		return []bus.Value{bus.String(data)}, nil
	case r.path == Shelf:
		return []bus.Value{bus.String(shelfData)}, nil
	case itemAt(r.path) > 0:
		return []bus.Value{bus.String(itemData)}, nil
	}
	below := strings.TrimPrefix(string(Path), strings.TrimSuffix(string(r.path), "/")+"/")
	child, _, _ := strings.Cut(below, "/")
	return []bus.Value{bus.String(doctype + `<node><node name="` + child + `"/></node>` + "\n")}, nil
}
