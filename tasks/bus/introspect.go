package bus

import (
	"context"
	"time"
)

// The interfaces that the specification defines, and that are looked with.
const (
	introspectable Interface = "org.freedesktop.DBus.Introspectable"
	propertiesName Interface = "org.freedesktop.DBus.Properties"
	objectManager  Interface = "org.freedesktop.DBus.ObjectManager"
)

// LookTimeout is how long each call may take that only looks: a service that
// is well answers within milliseconds.
const LookTimeout = 5 * time.Second

// look makes a call that only looks. It starts no service, has nobody asked for
// a password, and does not wait for long. The reply has to be of the type want.
func look(ctx context.Context, conn Conn, call Call, want Signature) (Reply, error) {
	ctx, cancel := context.WithTimeout(ctx, LookTimeout)
	defer cancel()
	call.Flags = NoAutoStart
	reply, err := conn.Call(ctx, call)
	if err != nil {
		return Reply{}, err
	}
	if reply.Signature != want {
		return Reply{}, &Error{
			Kind: KindProtocol, Op: "call", Subject: string(call.Interface) + "." + string(call.Member),
			Reason: Because("the reply is of type “%s”, not “%s”", clip(string(reply.Signature)), want),
		}
	}
	return reply, nil
}

// Introspect asks the object at path what it is. It starts no service, and does
// not wait longer than [LookTimeout]. The objects below are only named, unless
// the object tells all about them; see [Expand].
//
// The error is an [*Error]; if errors.As finds a [*DescriptionError] in it, the
// node is what could be read nevertheless. The node has its Path in any case.
func Introspect(ctx context.Context, conn Conn, name Name, path ObjectPath) (Node, error) {
	reply, err := look(ctx, conn, Call{
		Destination: name, Path: path, Interface: introspectable, Member: "Introspect",
	}, "s")
	if err != nil {
		return Node{Path: path}, err
	}
	text, _ := reply.Body[0].AsString()
	n, err := ParseIntrospection(path, text)
	n.XML = text
	if err != nil {
		return n, &Error{Kind: KindProtocol, Op: "introspect", Subject: string(path), Err: err}
	}
	return n, nil
}
