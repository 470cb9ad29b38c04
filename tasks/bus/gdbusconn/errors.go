package gdbusconn

import (
	"context"
	"errors"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// callError says in err which call failed, and sorts what GDBus says. It changes a
// copy: the reason that a connection ended is shared by all the calls that waited.
func (c *Conn) callError(ctx context.Context, call bus.Call, err error) error {
	var told bus.Error
	known, isKnown := errors.AsType[*bus.Error](err)
	_, isCanceled := errors.AsType[*gasync.CanceledError](err)
	switch {
	case isKnown:
		told = *known
	case isCanceled:
		told = *bus.NewContextError(ctx)
	case errors.Is(err, gasync.ErrOnMainThread):
		told = bus.Error{Err: err}
	default:
		// Errors of the service are replies; what fails here is the connection.
		told = *bus.NewDisconnectedError(err)
		if why, ok := errors.AsType[*bus.Error](c.calls.reason()); ok {
			told = *why
		}
	}
	told.Op, told.Subject = "call", string(call.Member)
	if call.Interface != "" {
		told.Subject = string(call.Interface) + "." + told.Subject
	}
	return &told
}

// dialError says in err what was dialled, and sorts it.
func dialError(ctx context.Context, address bus.Address, err error) error {
	var told bus.Error
	known, isKnown := errors.AsType[*bus.Error](err)
	switch {
	case errors.Is(err, gasync.ErrOnMainThread):
		told = bus.Error{Err: err}
	case ctx.Err() != nil:
		told = *bus.NewContextError(ctx)
	case isKnown:
		told = *known
	default:
		told = bus.Error{Kind: dialKind(err), Err: err}
	}
	if told.Kind != bus.KindBadAddress {
		told.Op, told.Subject = "dial", address.String()
	}
	return &told
}

// dialKind sorts a GError from dialling. GDBus has no code for a bus that refuses
// us: Failed is what it says then, and of other things that go wrong in the
// handshake.
func dialKind(err error) bus.Kind {
	e, ok := errors.AsType[*gasync.Error](err)
	switch {
	case ok && e.Domain == dbusDomain:
		return helloKind(gio.DBusError(e.Code))
	case !ok || e.Domain != gasync.IODomain:
		return bus.KindNoServer
	}
	switch gio.IOErrorEnum(e.Code) {
	case gio.IOErrorFailed:
		return bus.KindAuthentication
	case gio.IOErrorPermissionDenied:
		return bus.KindAccessDenied
	case gio.IOErrorInvalidArgument, gio.IOErrorNotSupported:
		return bus.KindBadAddress
	}
	return bus.KindNoServer
}

// dbusDomain is the domain of GDBus's errors that stand for those of a bus.
const dbusDomain = "g-dbus-error-quark"

// helloKind sorts what a bus says instead of its welcome.
func helloKind(code gio.DBusError) bus.Kind {
	switch code {
	case gio.DBusErrorLimitsExceeded:
		return bus.KindLimit
	case gio.DBusErrorAccessDenied:
		return bus.KindAccessDenied
	case gio.DBusErrorAuthFailed:
		return bus.KindAuthentication
	}
	return bus.KindNoServer
}
