package practice

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// method is one method of the service. A method without run is never answered.
type method struct {
	in  bus.Signature
	run func(context.Context, *request) ([]bus.Value, error)
}

// request is one call of a method.
type request struct {
	conn  *godbusconn.Conn // where to send signals
	path  bus.ObjectPath   // the object that was called
	state *state
	args  []bus.Value    // as many, and of the types, as the method takes
	files []bus.FileInfo // what came along
	give  []*os.File     // what goes along with the answer, and is closed then
}

// The names of the errors that the service answers with, but for those that
// Fail is asked for.
const (
	errorInvalidArgs      = "org.freedesktop.DBus.Error.InvalidArgs"
	errorLimitsExceeded   = "org.freedesktop.DBus.Error.LimitsExceeded"
	errorUnknownObject    = "org.freedesktop.DBus.Error.UnknownObject"
	errorUnknownInterface = "org.freedesktop.DBus.Error.UnknownInterface"
	errorUnknownMethod    = "org.freedesktop.DBus.Error.UnknownMethod"
	errorUnknownProperty  = "org.freedesktop.DBus.Error.UnknownProperty"
	errorReadOnly         = "org.freedesktop.DBus.Error.PropertyReadOnly"
	errorFailed           = "org.freedesktop.DBus.Error.Failed"
)

// serve starts the method that was called. Answers that cannot be sent any more
// are nobody's loss.
func (s *Service) serve(ctx context.Context, in *godbusconn.Incoming) {
	m, err := find(in)
	if err != nil {
		answer(in, nil, nil, err)
		return
	}
	if m.run == nil {
		return
	}
	select {
	case s.places <- struct{}{}:
	default:
		in.Fail(errorLimitsExceeded, fmt.Sprintf("%d calls are being served already.", maxRunning))
		return
	}
	s.methods.Go(func() {
		defer func() { <-s.places }()
		args, err := in.Args()
		if err != nil {
			in.Fail(errorInvalidArgs, err.Error())
			return
		}
		r := &request{conn: in.Conn(), path: in.Path(), state: s.state, args: args, files: in.Files()}
		values, err := m.run(ctx, r)
		if ctx.Err() == nil && !errors.Is(err, errNoAnswer) {
			answer(in, r.give, values, err)
		}
		for _, file := range r.give {
			file.Close()
		}
	})
}

func answer(in *godbusconn.Incoming, files []*os.File, values []bus.Value, err error) {
	if err == nil {
		err = in.ReplyFiles(files, values...)
	}
	switch e, ok := errors.AsType[*bus.Error](err); {
	case err == nil:
	case ok && e.Name != "":
		in.Fail(e.Name, e.Message)
	default:
		in.Fail(errorFailed, err.Error())
	}
}

// find looks a call's method up, by its interface if it names one.
func find(in *godbusconn.Incoming) (method, error) {
	if interfacesOf(in.Path()) == nil {
		return method{}, bus.NewRemoteError(errorUnknownObject, fmt.Sprintf("There is no object at %s.", in.Path()))
	}
	known := false
	for iface, methods := range interfaces {
		if in.Interface() != "" && in.Interface() != iface || !has(in.Path(), iface) {
			continue
		}
		known = true
		m, ok := methods[in.Member()]
		switch {
		case !ok:
		case in.Signature() != m.in:
			return method{}, bus.NewRemoteError(errorInvalidArgs, fmt.Sprintf(
				"%s takes arguments of type “(%s)”, not “(%s)”.", in.Member(), m.in, in.Signature()))
		default:
			return m, nil
		}
	}
	if !known {
		return method{}, bus.NewRemoteError(errorUnknownInterface, fmt.Sprintf("The object has no interface %s.", in.Interface()))
	}
	return method{}, bus.NewRemoteError(errorUnknownMethod, fmt.Sprintf("The object has no method %s.", in.Member()))
}
