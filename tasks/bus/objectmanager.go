package bus

import (
	"context"
	"strings"
)

// ManagedObject is an object as the manager above it tells of it.
type ManagedObject struct {
	Path       ObjectPath
	Interfaces []ManagedInterface
}

// ManagedInterface is an interface of a managed object, with the properties that
// can be read, in the manager's order.
type ManagedInterface struct {
	Name       Interface
	Properties []PropertyValue
}

// ManagedObjects asks the object at path, an ObjectManager, for the objects that
// it manages, in its order. It starts no service, and does not wait longer than
// [LookTimeout]. Objects that are not below path, and interfaces whose names are
// not well formed, are left out. The error is an [*Error].
func ManagedObjects(ctx context.Context, conn Conn, name Name, path ObjectPath) ([]ManagedObject, error) {
	objects, _, err := managedObjects(ctx, conn, name, path)
	return objects, err
}

// managedObjects tells the size of the reply, too.
func managedObjects(ctx context.Context, conn Conn, name Name, path ObjectPath) ([]ManagedObject, int, error) {
	reply, err := look(ctx, conn, Call{
		Destination: name, Path: path, Interface: objectManager, Member: "GetManagedObjects",
	}, "a{oa{sa{sv}}}")
	if err != nil {
		return nil, 0, err
	}
	var objects []ManagedObject
	for entry := range reply.Body[0].Entries() {
		text, _ := entry.Key.AsString()
		object := ManagedObject{Path: ObjectPath(text), Interfaces: managedInterfaces(entry.Value)}
		if isBelow(object.Path, path) {
			objects = append(objects, object)
		}
	}
	return objects, reply.Size(), nil
}

func managedInterfaces(dict Value) []ManagedInterface {
	var interfaces []ManagedInterface
	for entry := range dict.Entries() {
		text, _ := entry.Key.AsString()
		name, err := ParseInterface(text)
		if err != nil {
			continue
		}
		interfaces = append(interfaces, ManagedInterface{name, propertyValues(entry.Value)})
	}
	return interfaces
}

// isBelow reports whether path is one of the paths below root.
func isBelow(path, root ObjectPath) bool { return path != root && path.isWithin(root) }

// level is how many names there are in p.
func (p ObjectPath) level() int {
	if p == "/" {
		return 0
	}
	return strings.Count(string(p), "/")
}
