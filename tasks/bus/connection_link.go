package bus

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

func (l *link) infoLocked() ConnectionInfo {
	info := ConnectionInfo{Endpoint: l.endpoint, State: l.state, Err: l.err, Since: l.since}
	if l.conn != nil {
		info.UniqueName = l.conn.UniqueName()
		info.Stats = l.conn.Stats()
	}
	return info
}

func (l *link) setLocked(state ConnectionState, conn Conn, err error) {
	l.state, l.conn, l.err, l.since = state, conn, err, time.Now()
}

// open gives the link to ep, connected or connecting, and the task that made or
// makes the connection.
func (c *Connections) open(ep Endpoint) (*link, tasks.Future[ConnectionInfo], error) {
	c.mu.Lock()
	l, opened, err := c.openLocked(ep)
	if err != nil {
		c.mu.Unlock()
		return nil, tasks.Future[ConnectionInfo]{}, err
	}
	opening := l.opening
	c.mu.Unlock()
	if opened {
		c.changed()
	}
	return l, opening, nil
}

// await gives the connection of l once opening has made it; one that has ended
// since is made anew.
func (c *Connections) await(ctx context.Context, l *link, opening tasks.Future[ConnectionInfo]) (Conn, error) {
	for {
		if _, err := opening.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return nil, NewContextError(ctx)
			}
			return nil, &Error{Kind: KindOf(err), Op: "connect to", Subject: l.endpoint.Label(), Err: err}
		}
		c.mu.Lock()
		conn := l.conn
		c.mu.Unlock()
		if conn != nil {
			return conn, nil
		}
		var err error
		if _, opening, err = c.open(l.endpoint); err != nil {
			return nil, err
		}
	}
}

// openLocked gives the link to ep, connected or connecting, and tells whether it
// has just begun to connect.
func (c *Connections) openLocked(ep Endpoint) (l *link, opened bool, err error) {
	ep, dialer, err := c.resolve(ep)
	if err != nil {
		return nil, false, err
	}
	l = c.links[ep]
	if l != nil && (l.state == Connecting || l.state == Connected) {
		return l, false, nil
	}
	known := make(chan struct{})
	defer close(known)
	fresh := l == nil
	if fresh {
		l = &link{endpoint: ep}
	}
	opening, err := tasks.Submit(c.engine, tasks.Spec{
		Title:   "Connect to " + ep.Label(),
		Detail:  ep.Backend,
		Data:    ConnectSpec{ep},
		Timeout: DialTimeout,
	}, func(ctx context.Context, r *tasks.Reporter) (ConnectionInfo, error) {
		<-known // not before the link knows its task
		return c.dial(ctx, l, r.Task(), dialer)
	})
	if err != nil {
		return nil, false, err
	}
	if fresh {
		c.links[ep] = l
		c.order = append(c.order, l)
		c.engine.SetKeyLimit(ep.key(), ep.inFlight())
	}
	l.opening = opening
	l.setLocked(Connecting, nil, nil)
	return l, true, nil
}

// dial is the work of the task that connects.
func (c *Connections) dial(ctx context.Context, l *link, task *tasks.Task, dialer Dialer) (ConnectionInfo, error) {
	conn, err := dialer.Dial(ctx, l.endpoint.Address)
	c.mu.Lock()
	current := l.state == Connecting && l.opening.Task() == task
	switch {
	case !current && err == nil:
		// Closed while it was being made: it came too late.
		c.mu.Unlock()
		_ = conn.Close()
		return ConnectionInfo{}, NewDisconnectedError(ErrClosed)
	case !current:
		c.mu.Unlock()
		return ConnectionInfo{}, err
	case err != nil && ctx.Err() != nil && context.Cause(ctx) != context.DeadlineExceeded:
		l.setLocked(Closed, nil, nil)
	case err != nil:
		l.setLocked(Failed, nil, err)
	default:
		l.setLocked(Connected, conn, nil)
		c.wg.Go(func() { c.watch(l, conn) })
	}
	info := l.infoLocked()
	c.mu.Unlock()
	c.changed()
	return info, err
}

// watch waits for the end of a connection and says so.
func (c *Connections) watch(l *link, conn Conn) {
	<-conn.Done()
	c.mu.Lock()
	lost := l.conn == conn
	if lost {
		l.setLocked(Lost, nil, conn.Err())
	}
	c.mu.Unlock()
	_ = conn.Close()
	if lost {
		c.changed()
	}
}
