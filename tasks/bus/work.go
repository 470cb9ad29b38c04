package bus

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// work is what a task's Spec.Data holds if the task can be submitted again.
type work interface {
	submit(c *Connections) (*tasks.Task, error)
	on() Endpoint
}

// EndpointOf gives the connection that a task works on, or false for data that
// describes no work on a bus.
func EndpointOf(data any) (Endpoint, bool) {
	if work, ok := data.(work); ok {
		return work.on(), true
	}
	return Endpoint{}, false
}

func (s CallSpec) on() Endpoint        { return s.Endpoint }
func (s ConnectSpec) on() Endpoint     { return s.Endpoint }
func (s WatchSpec) on() Endpoint       { return s.Endpoint }
func (s MonitorSpec) on() Endpoint     { return s.Endpoint }
func (s ListNamesSpec) on() Endpoint   { return s.Endpoint }
func (s CredentialsSpec) on() Endpoint { return s.Endpoint }
func (s ActivateSpec) on() Endpoint    { return s.Endpoint }
func (o Object) on() Endpoint          { return o.Endpoint }

// onConn is work for a task that uses the connection to an endpoint.
type onConn[T any] struct {
	endpoint Endpoint // whose backend is named, see Connections.resolve
	title    string
	detail   string // what follows the connection's label; may be empty
	data     work   // for Spec.Data
	timeout  time.Duration
	ring     int
	parent   *tasks.Task
	once     bool // run makes one call and gives its error: if the bus refuses it for want of a slot, the task is queued again
	run      func(ctx context.Context, conn Conn, r *tasks.Reporter) (T, error)
}

// submitOn submits w as a task that connects first if need be. The work waits
// while as many are in flight on its connection as may. The error is
// [ErrNoSuchBackend], or that of [tasks.Submit].
func submitOn[T any](c *Connections, w onConn[T]) (tasks.Future[T], error) {
	l, opening, err := c.open(w.endpoint)
	if err != nil {
		return tasks.Future[T]{}, err
	}
	detail := w.endpoint.Label()
	if w.detail != "" {
		detail += " · " + w.detail
	}
	return tasks.Submit(c.engine, tasks.Spec{
		Title: w.title, Detail: detail, Data: w.data, Key: w.endpoint.key(),
		Timeout: w.timeout, Ring: w.ring, Parent: w.parent,
	}, func(ctx context.Context, r *tasks.Reporter) (T, error) {
		conn, err := c.await(ctx, l, opening)
		if err != nil {
			var zero T
			return zero, err
		}
		if w.once {
			return w.run(ctx, onceConn{conn}, r)
		}
		return w.run(ctx, conn, r)
	})
}
