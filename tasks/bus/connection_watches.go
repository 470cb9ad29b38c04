package bus

import (
	"context"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// Pause has a watch or a monitor count what comes without keeping it, until
// Resume. It reports false if the task is neither, has ended, or is paused.
func (c *Connections) Pause(task *tasks.Task) bool {
	w := c.watchOf(task)
	return w != nil && w.setPaused(true)
}

// Resume ends a Pause. A [Gap] among the items tells of what came in between. It
// reports false if the task was not paused.
func (c *Connections) Resume(task *tasks.Task) bool {
	w := c.watchOf(task)
	return w != nil && w.setPaused(false)
}

// Watching tells how a watch or a monitor is. ok is false if the task is neither or
// has ended.
func (c *Connections) Watching(task *tasks.Task) (info WatchInfo, ok bool) {
	w := c.watchOf(task)
	if w == nil {
		return WatchInfo{}, false
	}
	return w.info(), true
}

func (c *Connections) watchOf(task *tasks.Task) *watch {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.watches[task]
}

// submitWatch submits a task whose work delivers messages to w.
func (c *Connections) submitWatch(w *watch, spec tasks.Spec, work func(context.Context) error) (tasks.Future[WatchResult], error) {
	known := make(chan struct{})
	defer close(known)
	future, err := tasks.Submit(c.engine, spec, func(ctx context.Context, r *tasks.Reporter) (WatchResult, error) {
		<-known // not before it can be paused
		defer func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			delete(c.watches, r.Task())
		}()
		w.start(r)
		if err := work(ctx); err != nil {
			return WatchResult{}, err
		}
		return w.info().WatchResult, nil
	})
	if err != nil {
		return future, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.watches[future.Task()] = w
	return future, nil
}
