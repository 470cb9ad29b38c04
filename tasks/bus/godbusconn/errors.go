package godbusconn

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// callError says in err which call failed. It changes a copy: the reason that a
// connection ended is shared by all the calls that waited.
func callError(call bus.Call, err error) error {
	e, ok := errors.AsType[*bus.Error](err)
	if !ok {
		e = &bus.Error{Err: err}
	}
	told := *e
	told.Op, told.Subject = "call", string(call.Member)
	if call.Interface != "" {
		told.Subject = string(call.Interface) + "." + told.Subject
	}
	return &told
}

// sendError is the error of sending on a connection that has ended, or of
// waiting for it longer than ctx lets one.
func (c *Conn) sendError(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		return bus.NewContextError(ctx)
	}
	if why := c.reason(); why != nil {
		return why
	}
	return bus.NewDisconnectedError(err)
}

// dialError says in err what was dialled, and sorts it.
func dialError(ctx context.Context, address bus.Address, err error) error {
	var e bus.Error
	switch known, ok := errors.AsType[*bus.Error](err); {
	case ctx.Err() != nil:
		e = *bus.NewContextError(ctx)
	case ok && known.Kind == bus.KindBadAddress:
		e = *known
		return &e
	case errors.Is(err, errAuth):
		e = bus.Error{Kind: bus.KindAuthentication, Err: err}
	case ok && known.Kind != bus.KindDisconnected:
		e = bus.Error{Kind: known.Kind, Name: known.Name, Message: known.Message, Reason: known.Reason, Err: known.Err}
	default:
		e = bus.Error{Kind: bus.KindNoServer, Err: err}
	}
	e.Op, e.Subject = "dial", address.String()
	return &e
}

// isHangup reports whether err is the other side's going away.
func isHangup(err error) bool {
	_, isNet := errors.AsType[net.Error](err)
	return isNet || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
