package bus

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// ListNamesSpec describes the task of [ListNames]: it is what such a task's
// Spec.Data holds. The task's result is a [NameInfo] slice.
type ListNamesSpec struct{ Endpoint Endpoint }

// SubmitListNames submits a [ListNames] as a task. The error is that of
// [Connections.SubmitCall].
func (c *Connections) SubmitListNames(spec ListNamesSpec) (tasks.Future[[]NameInfo], error) {
	var err error
	if spec.Endpoint, _, err = c.resolve(spec.Endpoint); err != nil {
		return tasks.Future[[]NameInfo]{}, err
	}
	return submitOn(c, onConn[[]NameInfo]{
		endpoint: spec.Endpoint, title: "List names", data: spec,
		run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) ([]NameInfo, error) {
			return ListNames(ctx, conn)
		},
	})
}

func (s ListNamesSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitListNames(s)
	return future.Task(), err
}

// CredentialsSpec describes the task of [GetCredentials]: it is what such a
// task's Spec.Data holds. The task's result is a [Credentials].
type CredentialsSpec struct {
	Endpoint Endpoint
	Name     Name
}

// SubmitCredentials submits a [GetCredentials] as a task. A name that is not
// well formed is refused with its [*SyntaxError]; the error may also be that of
// [Connections.SubmitCall].
func (c *Connections) SubmitCredentials(spec CredentialsSpec) (tasks.Future[Credentials], error) {
	_, err := ParseName(string(spec.Name))
	if err == nil {
		spec.Endpoint, _, err = c.resolve(spec.Endpoint)
	}
	if err != nil {
		return tasks.Future[Credentials]{}, err
	}
	return submitOn(c, onConn[Credentials]{
		endpoint: spec.Endpoint, title: "Get credentials of " + string(spec.Name), data: spec,
		run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) (Credentials, error) {
			return GetCredentials(ctx, conn, spec.Name)
		},
	})
}

func (s CredentialsSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitCredentials(s)
	return future.Task(), err
}

// ActivateSpec describes the task of [Activate]: it is what such a task's
// Spec.Data holds. The task's result is an [Activation].
type ActivateSpec struct {
	Endpoint Endpoint
	Name     Name
	Timeout  time.Duration // 0 is none; buses give up by themselves, after two minutes at most
}

// SubmitActivate submits an [Activate] as a task. A name that is not well formed
// is refused with its [*SyntaxError]; the error may also be that of
// [Connections.SubmitCall].
func (c *Connections) SubmitActivate(spec ActivateSpec) (tasks.Future[Activation], error) {
	_, err := ParseName(string(spec.Name))
	if err == nil {
		spec.Endpoint, _, err = c.resolve(spec.Endpoint)
	}
	if err != nil {
		return tasks.Future[Activation]{}, err
	}
	return submitOn(c, onConn[Activation]{
		endpoint: spec.Endpoint, title: "Activate " + string(spec.Name), data: spec, timeout: spec.Timeout, once: true,
		run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) (Activation, error) {
			return Activate(ctx, conn, spec.Name)
		},
	})
}

func (s ActivateSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitActivate(s)
	return future.Task(), err
}
