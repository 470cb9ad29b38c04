package bus

import (
	"context"
	"slices"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// MonitorSpec describes the task that monitors a bus: it is what such a task's
// Spec.Data holds. The task runs until it is canceled, its items and result are
// those of a watch. Its progress says in words how much it sees, and
// [Connections.Watching] in which [MonitorMode] it is.
type MonitorSpec struct {
	Endpoint Endpoint
	Rules    []MatchRule // a message is wanted if one of them wants it; none is all
	Keep     int         // how many messages are kept; 0 is DefaultKeep
}

// SubmitMonitor submits a monitor. It has a connection of its own, which is not
// among those of All, and which Close and Reset leave alone; the task fails when
// that ends. For how much it sees, and its errors, see [OpenMonitor]; for what it
// keeps, and the errors of the spec, see SubmitWatch.
func (c *Connections) SubmitMonitor(spec MonitorSpec) (tasks.Future[WatchResult], error) {
	spec.Rules = slices.Clone(spec.Rules)
	keep, err := checkKeep(spec.Keep)
	for _, rule := range spec.Rules {
		if err == nil {
			rule.Eavesdrop = true // as OpenMonitor may send it
			err = rule.Validate()
		}
	}
	if err != nil {
		return tasks.Future[WatchResult]{}, err
	}
	ep, dialer, err := c.resolve(spec.Endpoint)
	if err != nil {
		return tasks.Future[WatchResult]{}, err
	}
	spec.Endpoint, spec.Keep = ep, keep
	w := newWatch(spec.Keep, 0)
	return c.submitWatch(w, tasks.Spec{
		Title: "Monitor " + ep.Label(), Detail: ep.Backend, Data: spec, Ring: spec.Keep,
	}, func(ctx context.Context) error { return spec.run(ctx, dialer, w) })
}

func (s MonitorSpec) run(ctx context.Context, dialer Dialer, w *watch) error {
	opening, stop := context.WithTimeout(ctx, DialTimeout)
	defer stop()
	m, err := OpenMonitor(opening, dialer, s.Endpoint.Address, s.Rules, w.deliverOn(nil))
	if err != nil {
		return err
	}
	defer m.Close()
	w.armMonitor(m.Mode())
	select {
	case <-m.Done():
		return m.Err()
	case <-ctx.Done():
		return NewContextError(ctx)
	}
}

// armMonitor is arm for a monitor.
func (w *watch) armMonitor(mode MonitorMode) {
	w.mu.Lock()
	w.result.Mode, w.mode = mode, mode.Sentence()
	w.mu.Unlock()
	w.arm()
}

func (s MonitorSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitMonitor(s)
	return future.Task(), err
}
