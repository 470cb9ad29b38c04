package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// How many messages a watch keeps: the latest.
const (
	DefaultKeep = 1_000
	MaxKeep     = 10_000
)

// WatchSpec describes the task that watches for messages: it is what such a task's
// Spec.Data holds. The task runs until it is canceled or Limit messages have come;
// its result is a [WatchResult]. The items in its ring are [Message] values in the
// order in which they came, and [Gap] values where some may be missing between.
type WatchSpec struct {
	Endpoint Endpoint
	Rule     MatchRule
	Keep     int    // how many messages and gaps are kept; 0 is DefaultKeep
	Limit    uint64 // after how many messages the task succeeds; 0 is never
}

// WatchResult is what a watch or a monitor gave.
type WatchResult struct {
	Messages uint64      // that came while it was not paused
	Missed   uint64      // that came while it was paused
	Mode     MonitorMode // of a monitor
}

// Gap stands among the items of a watch for a time in which nothing was kept.
type Gap struct {
	From, Until time.Time
	Why         error  // the end of the connection, or ErrPaused
	Missed      uint64 // how many messages came in a pause; what came without a connection nobody knows
}

// SubmitWatch submits a watch, connecting first if need be. It takes no place among
// the calls of its connection, which it shares with other watches: a rule that
// several use is added once. When the connection is lost, the watch waits until it
// is made anew, is armed again there, and marks the gap; Close cancels it. It fails
// if it cannot connect at first, and if the bus refuses the rule.
//
// Of a message that would take more than its share of the memory, the body is not
// kept: see [ErrNotKept].
//
// The error is a [*SyntaxError] for a rule that fails [MatchRule.Validate] or a
// Keep out of its bounds, or that of SubmitCall.
func (c *Connections) SubmitWatch(spec WatchSpec) (tasks.Future[WatchResult], error) {
	err := spec.Rule.Validate()
	if err == nil {
		spec.Keep, err = checkKeep(spec.Keep)
	}
	if err == nil {
		spec.Endpoint, _, err = c.resolve(spec.Endpoint)
	}
	if err != nil {
		return tasks.Future[WatchResult]{}, err
	}
	l, opening, err := c.open(spec.Endpoint)
	if err != nil {
		return tasks.Future[WatchResult]{}, err
	}
	title := "Watch everything"
	if rule := spec.Rule.String(); rule != "" {
		title = "Watch " + rule
	}
	w := newWatch(spec.Keep, spec.Limit)
	return c.submitWatch(w, tasks.Spec{
		Title: title, Detail: spec.Endpoint.Label(), Data: spec, Key: spec.Endpoint.standingKey(), Ring: spec.Keep,
	}, func(ctx context.Context) error {
		conn, err := c.await(ctx, l, opening)
		if err != nil {
			return err
		}
		return c.keepWatching(ctx, l, conn, spec.Rule, w)
	})
}

// keepWatching watches on one connection after the other.
func (c *Connections) keepWatching(ctx context.Context, l *link, conn *slottedConn, rule MatchRule, w *watch) error {
	for {
		remove, err := conn.subscriptions().Add(ctx, rule, w.deliverOn(conn))
		if err == nil {
			w.arm()
			select {
			case <-conn.Done():
			case <-w.full:
			case <-ctx.Done():
			}
			remove()
		}
		select {
		case <-w.full:
			return nil
		default:
		}
		if ctx.Err() != nil {
			return NewContextError(ctx)
		}
		select {
		case <-conn.Done():
			w.lose(conn.Err())
		default:
			return err
		}
		if conn, err = c.nextConn(ctx, l, conn); err != nil {
			return err
		}
	}
}

// nextConn waits for the connection that somebody makes after conn has ended.
func (c *Connections) nextConn(ctx context.Context, l *link, conn *slottedConn) (*slottedConn, error) {
	for {
		c.mu.Lock()
		next, news := l.conn, l.news
		c.mu.Unlock()
		if next != nil && next != conn {
			return next, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return nil, NewContextError(ctx)
		}
	}
}

func (s WatchSpec) submit(c *Connections) (*tasks.Task, error) {
	future, err := c.SubmitWatch(s)
	return future.Task(), err
}

func checkKeep(keep int) (int, error) {
	switch {
	case keep == 0:
		return DefaultKeep, nil
	case keep < 0 || keep > MaxKeep:
		return 0, &SyntaxError{What: "number of messages to keep", Text: fmt.Sprint(keep), Reason: Because("it is from 1 to %d", MaxKeep)}
	}
	return keep, nil
}
