package present

import (
	"errors"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// HasCommand reports whether what a task does is one call, for which [Command] can
// be asked.
func HasCommand(s *tasks.Snapshot) bool {
	_, _, _, ok := callOf(s.Spec.Data)
	return ok
}

// Command gives a shell command that does what a task does. The error says why the
// tool cannot, in words to show.
func Command(s *tasks.Snapshot, tool bus.Tool) (string, error) {
	address, call, timeout, ok := callOf(s.Spec.Data)
	if !ok {
		return "", errors.New(tr.T("the task is not a call"))
	}
	return bus.CallCommand(tool, address, call, timeout)
}

// callOf gives the one call that the work comes down to.
func callOf(data any) (address bus.Address, call bus.Call, timeout time.Duration, ok bool) {
	switch spec := data.(type) {
	case bus.CallSpec:
		return spec.Endpoint.Address, spec.Call, spec.Timeout, true
	case bus.RepeatSpec:
		return spec.Endpoint.Address, spec.Call, spec.Timeout, true
	case bus.GetPropertySpec:
		return spec.Endpoint.Address, objectCall(spec.Object, properties, "Get", string(spec.Interface), spec.Property), 0, true
	case bus.GetPropertiesSpec:
		return spec.Endpoint.Address, objectCall(spec.Object, properties, "GetAll", string(spec.Interface)), 0, true
	case bus.SetPropertySpec:
		call := objectCall(spec.Object, properties, "Set", string(spec.Interface), spec.Property)
		call.Args = append(call.Args, bus.Variant(spec.Value))
		return spec.Endpoint.Address, call, spec.Timeout, true
	case bus.IntrospectSpec:
		return spec.Endpoint.Address, objectCall(spec.Object, "org.freedesktop.DBus.Introspectable", "Introspect"), 0, true
	case bus.ManagedObjectsSpec:
		return spec.Endpoint.Address, objectCall(spec.Object, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"), 0, true
	}
	return bus.Address{}, bus.Call{}, 0, false
}

const properties bus.Interface = "org.freedesktop.DBus.Properties"

func objectCall(object bus.Object, in bus.Interface, member bus.Member, args ...string) bus.Call {
	call := bus.Call{Destination: object.Name, Path: object.Path, Interface: in, Member: member}
	for _, arg := range args {
		call.Args = append(call.Args, bus.String(arg))
	}
	return call
}

// Place is where a task looks for objects: the object paths in its result are of
// this name on this connection. ok is false if it is not known.
func Place(s *tasks.Snapshot) (endpoint bus.Endpoint, name bus.Name, ok bool) {
	object := bus.Object{}
	switch spec := s.Spec.Data.(type) {
	case bus.CallSpec:
		object = bus.Object{Endpoint: spec.Endpoint, Name: spec.Call.Destination}
	case bus.GetPropertySpec:
		object = spec.Object
	case bus.GetPropertiesSpec:
		object = spec.Object
	case bus.SetPropertySpec:
		object = spec.Object
	case bus.ManagedObjectsSpec:
		object = spec.Object
	default:
		return bus.Endpoint{}, "", false
	}
	return object.Endpoint, object.Name, true
}
