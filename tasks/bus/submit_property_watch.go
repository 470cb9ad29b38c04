package bus

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// DefaultPoll is how often a watch reads properties that do not announce their
// changes, unless told otherwise.
const DefaultPoll = 2 * time.Second

// WatchPropertySpec describes the task of [WatchProperties]: it is what such a
// task's Spec.Data holds. The task runs until it is canceled. The items in its
// ring are [PropertyChange] values, and [Gap] values where changes may be missing
// between.
type WatchPropertySpec struct {
	Object
	Interface  Interface
	Properties []Property    // at least one; see PropertyWatch
	Poll       time.Duration // 0 is DefaultPoll, below 0 never
	Keep       int           // how many changes and gaps are kept; 0 is DefaultKeep
}

// SubmitWatchProperty submits a watch of properties, connecting first if need be.
// It takes no place among the calls of its connection. When the connection is
// lost, the watch waits until it is made anew, begins again there, and marks the
// gap. The error is that of [Connections.SubmitWatch], and a [*SyntaxError] for
// what cannot be called.
func (c *Connections) SubmitWatchProperty(spec WatchPropertySpec) (tasks.Future[struct{}], error) {
	object, err := spec.onInterface(c, spec.Interface)
	if err == nil {
		spec.Keep, err = checkKeep(spec.Keep)
	}
	if err == nil && len(spec.Properties) == 0 {
		err = &SyntaxError{What: "properties", Reason: Because("choose at least one property")}
	}
	if err != nil {
		return tasks.Future[struct{}]{}, err
	}
	spec.Object = object
	return c.submitStanding(standing{
		endpoint: spec.Endpoint, title: spec.title(), detail: string(spec.Name), data: spec, ring: spec.Keep,
		run: spec.run, lost: func(r *tasks.Reporter, gap Gap) { r.Emit(gap) },
	})
}

func (s WatchPropertySpec) title() string {
	if len(s.Properties) == 1 {
		return "Watch " + string(s.Interface) + "." + s.Properties[0].Name
	}
	return "Watch properties of " + string(s.Interface)
}

func (s WatchPropertySpec) run(ctx context.Context, conn *slottedConn, r *tasks.Reporter) error {
	w := PropertyWatch{Name: s.Name, Path: s.Path, Interface: s.Interface, Properties: s.Properties, Poll: s.Poll}
	if w.Poll == 0 {
		w.Poll = DefaultPoll
	}
	return WatchProperties(ctx, conn, conn.subscriptions(), w, func(change PropertyChange) { r.Emit(change) })
}

func (s WatchPropertySpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitWatchProperty(s)
	return future.Task(), err
}
