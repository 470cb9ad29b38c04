package bus

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// link is the connection to an endpoint over time. It is guarded by
// Connections.mu.
type link struct {
	endpoint Endpoint
	state    ConnectionState
	since    time.Time
	conn     *slottedConn // while Connected
	err      error
	opening  tasks.Future[ConnectionInfo] // the latest task that connects
	news     chan struct{}                // closed at the next change of state
}

func (l *link) infoLocked() ConnectionInfo {
	info := ConnectionInfo{Endpoint: l.endpoint, State: l.state, Err: l.err, Since: l.since}
	if l.conn != nil {
		info.UniqueName = l.conn.UniqueName()
		info.Stats = l.conn.Stats()
		info.Limit, info.Full = l.conn.slots.info()
	}
	return info
}

// setLocked is the only place where a link's state changes. Unless there are
// slots to count, its tasks may start as if there were: they find out what is
// wrong.
func (c *Connections) setLocked(l *link, state ConnectionState, conn *slottedConn, err error) {
	if l.conn != nil && l.conn != conn {
		l.conn.slots.end()
	}
	l.state, l.conn, l.err, l.since = state, conn, err, time.Now()
	close(l.news)
	l.news = make(chan struct{})
	if state != Connecting && state != Connected {
		c.setPlaces(l.endpoint, l.endpoint.allowance().most)
	}
}

// setPlaces says how many tasks may have a call out.
func (c *Connections) setPlaces(ep Endpoint, n int) {
	if n <= 0 {
		n = -1 // 0 would be no limit
	}
	c.engine.SetKeyLimit(ep.key(), n)
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
func (c *Connections) await(ctx context.Context, l *link, opening tasks.Future[ConnectionInfo]) (*slottedConn, error) {
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
		switch {
		case conn != nil && !isOver(conn):
			return conn, nil
		case conn != nil:
			c.lose(l, conn)
		}
		var err error
		if _, opening, err = c.open(l.endpoint); err != nil {
			return nil, err
		}
	}
}

// isDown reports whether there is no connection to ep, and none is being made.
func (c *Connections) isDown(ep Endpoint) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.links[ep]
	if l.conn == nil {
		return l.state != Connecting
	}
	return isOver(l.conn) // and nobody has been told yet
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
	fresh := l == nil
	if fresh {
		l = &link{endpoint: ep, news: make(chan struct{})}
	}
	if err := c.connectLocked(l, dialer); err != nil {
		return nil, false, err
	}
	if fresh {
		c.links[ep] = l
		c.order = append(c.order, l)
		c.setPlaces(ep, ep.allowance().most)
		c.engine.SetKeyLimit(ep.standingKey(), 0)
	}
	return l, true, nil
}

// connectLocked submits the task that connects.
func (c *Connections) connectLocked(l *link, dialer Dialer) error {
	known := make(chan struct{})
	defer close(known)
	opening, err := tasks.Submit(c.engine, tasks.Spec{
		Title:   "Connect to " + l.endpoint.Label(),
		Detail:  l.endpoint.Backend,
		Data:    ConnectSpec{l.endpoint},
		Timeout: DialTimeout,
	}, func(ctx context.Context, r *tasks.Reporter) (ConnectionInfo, error) {
		<-known // not before the link knows its task
		return c.dial(ctx, l, r.Task(), dialer)
	})
	if err != nil {
		return err
	}
	l.opening = opening
	c.setLocked(l, Connecting, nil, nil)
	return nil
}

// dial is the work of the task that connects.
func (c *Connections) dial(ctx context.Context, l *link, task *tasks.Task, dialer Dialer) (ConnectionInfo, error) {
	conn, err := dialer.Dial(ctx, l.endpoint.Address)
	if sandbox, ok := OurSandbox(); ok && err != nil {
		err = sandbox.explain(l.endpoint.Address, err)
	}
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
		c.setLocked(l, Closed, nil, nil)
	case err != nil:
		c.setLocked(l, Failed, nil, err)
	default:
		slotted := newSlottedConn(conn, l.endpoint.allowance(), func(n int) { c.setPlaces(l.endpoint, n) })
		c.setLocked(l, Connected, slotted, nil)
		c.wg.Go(func() { c.watch(l, slotted) })
	}
	info := l.infoLocked()
	c.mu.Unlock()
	c.changed()
	return info, err
}

// watch tells of a connection's news until its end, and of that.
func (c *Connections) watch(l *link, conn *slottedConn) {
	for ended := false; !ended; {
		select {
		case <-conn.news:
			c.changed()
		case <-conn.Done():
			ended = true
		}
	}
	c.lose(l, conn)
	conn.subscriptions().Close()
	_ = conn.Close()
}

// lose says that a connection has ended, unless it was closed on purpose or
// somebody has said so already.
func (c *Connections) lose(l *link, conn *slottedConn) {
	c.mu.Lock()
	lost := l.conn == conn
	if lost {
		c.setLocked(l, Lost, nil, conn.Err())
	}
	c.mu.Unlock()
	if lost {
		c.changed()
	}
}
