package bus

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// GetPropertySpec describes the task of [GetProperty]: it is what such a task's
// Spec.Data holds. The task's result is a [Value].
type GetPropertySpec struct {
	Object
	Interface Interface
	Property  string
}

// SubmitGetProperty submits a [GetProperty] as a task. The error is that of
// [Connections.SubmitCall].
func (c *Connections) SubmitGetProperty(spec GetPropertySpec) (tasks.Future[Value], error) {
	object, err := spec.onInterface(c, spec.Interface)
	if err != nil {
		return tasks.Future[Value]{}, err
	}
	spec.Object = object
	return submitOn(c, onConn[Value]{
		endpoint: spec.Endpoint, title: "Get " + string(spec.Interface) + "." + spec.Property,
		detail: string(spec.Name), data: spec, once: true,
		run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) (Value, error) {
			return GetProperty(ctx, conn, spec.Name, spec.Path, spec.Interface, spec.Property)
		},
	})
}

func (s GetPropertySpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitGetProperty(s)
	return future.Task(), err
}

// GetPropertiesSpec describes the task of [GetProperties]: it is what such a
// task's Spec.Data holds. The task's result is a [PropertyValue] slice.
type GetPropertiesSpec struct {
	Object
	Interface Interface
	Known     []Property // by introspection; may be empty
}

// SubmitGetProperties submits a [GetProperties] as a task. The error is that of
// [Connections.SubmitCall].
func (c *Connections) SubmitGetProperties(spec GetPropertiesSpec) (tasks.Future[[]PropertyValue], error) {
	object, err := spec.onInterface(c, spec.Interface)
	if err != nil {
		return tasks.Future[[]PropertyValue]{}, err
	}
	spec.Object = object
	return submitOn(c, onConn[[]PropertyValue]{
		endpoint: spec.Endpoint, title: "Get properties of " + string(spec.Interface), detail: string(spec.Name), data: spec,
		run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) ([]PropertyValue, error) {
			return GetProperties(ctx, conn, spec.Name, spec.Path, spec.Interface, spec.Known)
		},
	})
}

func (s GetPropertiesSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitGetProperties(s)
	return future.Task(), err
}

// SetPropertySpec describes the task of [SetProperty]: it is what such a task's
// Spec.Data holds. The task's result is the [Value] that was set.
type SetPropertySpec struct {
	Object
	Interface Interface
	Property  string
	Value     Value
	Timeout   time.Duration // 0 is none
}

// SubmitSetProperty submits a [SetProperty] as a task. The error is that of
// [Connections.SubmitCall].
func (c *Connections) SubmitSetProperty(spec SetPropertySpec) (tasks.Future[Value], error) {
	object, err := spec.onInterface(c, spec.Interface)
	if err != nil {
		return tasks.Future[Value]{}, err
	}
	spec.Object = object
	return submitOn(c, onConn[Value]{
		endpoint: spec.Endpoint, title: "Set " + string(spec.Interface) + "." + spec.Property,
		detail: string(spec.Name), data: spec, timeout: spec.Timeout, once: true,
		run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) (Value, error) {
			if err := SetProperty(ctx, conn, spec.Name, spec.Path, spec.Interface, spec.Property, spec.Value); err != nil {
				return Value{}, err
			}
			return spec.Value, nil
		},
	})
}

func (s SetPropertySpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitSetProperty(s)
	return future.Task(), err
}

// onInterface is o with the backend named, if it can be called on an interface.
func (o Object) onInterface(c *Connections, in Interface) (Object, error) {
	if _, err := ParseInterface(string(in)); err != nil {
		return o, err
	}
	return o.resolved(c)
}
