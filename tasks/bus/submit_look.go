package bus

import (
	"context"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// Object is where an object is found. On a peer, Name may be empty.
type Object struct {
	Endpoint Endpoint
	Name     Name
	Path     ObjectPath
}

// validate checks what a bus would punish.
func (o Object) validate() error {
	return CallSpec{Endpoint: o.Endpoint, Call: Call{Destination: o.Name, Path: o.Path, Member: "Introspect"}}.validate()
}

// resolved is o with the backend named, if it can be called.
func (o Object) resolved(c *Connections) (Object, error) {
	if err := o.validate(); err != nil {
		return o, err
	}
	ep, _, err := c.resolve(o.Endpoint)
	o.Endpoint = ep
	return o, err
}

// IntrospectSpec describes the task of [Introspect]: it is what such a task's
// Spec.Data holds. The task's result is a [Node].
type IntrospectSpec struct{ Object }

// SubmitIntrospect submits an [Introspect] as a task. The error is that of
// [Connections.SubmitCall].
func (c *Connections) SubmitIntrospect(spec IntrospectSpec) (tasks.Future[Node], error) {
	var err error
	if spec.Object, err = spec.resolved(c); err != nil {
		return tasks.Future[Node]{}, err
	}
	return submitOn(c, onConn[Node]{
		endpoint: spec.Endpoint, title: "Introspect " + string(spec.Path), detail: string(spec.Name), data: spec, once: true,
		run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) (Node, error) {
			return Introspect(ctx, conn, spec.Name, spec.Path)
		},
	})
}

func (s IntrospectSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitIntrospect(s)
	return future.Task(), err
}

// ExpandSpec describes the task of [Expand]: it is what such a task's Spec.Data
// holds. The task's result is a [Tree]; its items are the [TreeNode]s as they are
// found, whose Parent is not known yet, and stay if the task is canceled.
type ExpandSpec struct {
	Object
	Limits ExpandLimits
}

// SubmitExpand submits an [Expand] as a task, with its progress in objects. The
// error is that of [Connections.SubmitCall].
func (c *Connections) SubmitExpand(spec ExpandSpec) (tasks.Future[Tree], error) {
	var err error
	if spec.Object, err = spec.resolved(c); err != nil {
		return tasks.Future[Tree]{}, err
	}
	return submitOn(c, onConn[Tree]{
		endpoint: spec.Endpoint, title: "Expand " + string(spec.Path), detail: string(spec.Name), data: spec,
		ring: spec.Limits.orUsual().Nodes,
		run:  spec.run,
	})
}

func (s ExpandSpec) run(ctx context.Context, conn Conn, r *tasks.Reporter) (Tree, error) {
	var nodes []TreeNode
	summary, err := Expand(ctx, conn, s.Name, s.Path, s.Limits, func(done, total int) {
		r.Progress(int64(done), int64(total), "")
	}, func(path ObjectPath, n Node, err error) {
		n.Children = nil
		node := TreeNode{Node: n, Err: err, Parent: -1}
		nodes = append(nodes, node)
		r.Emit(node)
	})
	if err != nil {
		return Tree{}, err
	}
	return newTree(s.Name, s.Path, nodes, summary), nil
}

func (s ExpandSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitExpand(s)
	return future.Task(), err
}

// ManagedObjectsSpec describes the task of [ManagedObjects]: it is what such a
// task's Spec.Data holds. The task's result is a [ManagedObject] slice.
type ManagedObjectsSpec struct{ Object }

// SubmitManagedObjects submits a [ManagedObjects] as a task. The error is that of
// [Connections.SubmitCall].
func (c *Connections) SubmitManagedObjects(spec ManagedObjectsSpec) (tasks.Future[[]ManagedObject], error) {
	var err error
	if spec.Object, err = spec.resolved(c); err != nil {
		return tasks.Future[[]ManagedObject]{}, err
	}
	return submitOn(c, onConn[[]ManagedObject]{
		endpoint: spec.Endpoint, title: "List objects of " + string(spec.Path), detail: string(spec.Name), data: spec, once: true,
		run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) ([]ManagedObject, error) {
			return ManagedObjects(ctx, conn, spec.Name, spec.Path)
		},
	})
}

func (s ManagedObjectsSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitManagedObjects(s)
	return future.Task(), err
}
