package godbusconn

import (
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// ownNames are the names that the bus says are the connection's. They tell a
// message to us from one to somebody else, which a monitor sees too, and whoever
// asked to eavesdrop.
type ownNames struct {
	unique bus.Name
	others map[bus.Name]bool
}

// maxNames bounds the memory that a bus can take by giving us names; real ones
// let nobody have as many.
const maxNames = 1 << 16

// hold reports whether a message to the destination is for us. One to nobody in
// particular is.
func (n *ownNames) hold(destination bus.Name) bool {
	switch destination {
	case "", n.unique:
		return true
	}
	return n.unique == "" || n.others[destination]
}

// note learns from a message: the answer to Hello, the first that comes, is to our
// unique name, and of the others the bus tells with signals.
func (n *ownNames) note(frame *wire.Frame) {
	switch {
	case n.unique == "":
		if frame.Type == wire.MethodReturn {
			n.unique = frame.Destination
		}
	case frame.Type != wire.Signal || frame.Sender != theBus || frame.Destination != n.unique || frame.Interface != theBus:
	case frame.Member == "NameAcquired":
		if name := nameIn(frame); name != "" && len(n.others) < maxNames {
			if n.others == nil {
				n.others = make(map[bus.Name]bool)
			}
			n.others[name] = true
		}
	case frame.Member == "NameLost":
		delete(n.others, nameIn(frame))
	}
}

const theBus = "org.freedesktop.DBus"

// nameIn is the name that a signal tells of, "" if it tells nothing.
func nameIn(frame *wire.Frame) bus.Name {
	if frame.Signature != "s" {
		return ""
	}
	body, err := frame.Body()
	if err != nil {
		return ""
	}
	text, _ := body[0].AsString()
	name, err := bus.ParseName(text)
	if err != nil {
		return ""
	}
	return name
}
