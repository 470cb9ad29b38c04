package bus

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// CallSpec describes the task of a method call: it is what such a task's
// Spec.Data holds. The task's result is a [Reply].
type CallSpec struct {
	Endpoint Endpoint
	Call     Call
	Timeout  time.Duration // from the start of the call; 0 is none
	Title    string        // for people; empty is the interface and member
}

// SubmitCall submits a method call as a task, connecting first if need be. The
// call waits while as many are in flight on its connection as may. A call that
// fails [Call.Validate] is refused with its [*SyntaxError]; the error may also be
// [ErrNoSuchBackend], or that of [tasks.Submit].
func (c *Connections) SubmitCall(spec CallSpec) (tasks.Future[Reply], error) {
	if err := spec.validate(); err != nil {
		return tasks.Future[Reply]{}, err
	}
	ep, _, err := c.resolve(spec.Endpoint)
	if err != nil {
		return tasks.Future[Reply]{}, err
	}
	spec.Endpoint = ep
	return c.submitCall(spec, nil)
}

// submitCall submits a call that has been checked and whose backend is named.
func (c *Connections) submitCall(spec CallSpec, parent *tasks.Task) (tasks.Future[Reply], error) {
	return submitOn(c, onConn[Reply]{
		endpoint: spec.Endpoint,
		title:    spec.title(),
		detail:   string(spec.Call.Destination),
		data:     spec,
		timeout:  spec.Timeout,
		parent:   parent,
		once:     true,
		run: func(ctx context.Context, conn Conn, r *tasks.Reporter) (Reply, error) {
			if parent == nil { // of many calls at once, each would ask
				defer tellOfStart(ctx, conn, spec.Call, r)()
			}
			return conn.Call(ctx, spec.Call)
		},
	})
}

func (s CallSpec) validate() error {
	if s.Endpoint.Address.Kind() == AddressPeer {
		return s.Call.ValidateOnPeer()
	}
	return s.Call.Validate()
}

func (s CallSpec) title() string {
	switch {
	case s.Title != "":
		return s.Title
	case s.Call.Interface != "":
		return string(s.Call.Interface) + "." + string(s.Call.Member)
	}
	return string(s.Call.Member)
}

func (s CallSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitCall(s)
	return future.Task(), err
}

// ConnectSpec describes the task of connecting: it is what such a task's
// Spec.Data holds. The task's result is a [ConnectionInfo].
type ConnectSpec struct{ Endpoint Endpoint }

func (s ConnectSpec) submit(c *Connections) (*tasks.Task, error) { return c.Open(s.Endpoint) }
