package bus

import (
	"context"
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// Directory is who is on a bus, as a task keeps it up to date. See
// [Connections.FollowNames]. Its methods may be called from any goroutine.
type Directory struct {
	wake func()

	mu    sync.Mutex
	names *Names     // while there is a connection
	last  []NameInfo // what was known when there was one
}

// FollowNamesSpec describes the task of [Connections.FollowNames]: it is what such
// a task's Spec.Data holds.
type FollowNamesSpec struct{ Endpoint Endpoint }

// FollowNames submits a task that keeps the names of a bus up to date until it is
// canceled, connecting first if need be. It takes no place among the calls of
// its connection, nor do the calls with which the bus is asked about processes
// once the names are there: see [NewNames]. When the connection is lost, the names
// stay as they were until it is made anew; then they are listed again.
//
// Whenever something has changed after the last Snapshot, wake is called once, by
// any goroutine: it must not block. After the task's end no call begins. The error
// is that of [Connections.SubmitListNames]. Such a task cannot be run again by
// Retry: who shows the names has to ask for it.
func (c *Connections) FollowNames(ep Endpoint, wake func()) (*Directory, tasks.Future[struct{}], error) {
	ep, _, err := c.resolve(ep)
	if err != nil {
		return nil, tasks.Future[struct{}]{}, err
	}
	d := &Directory{wake: wake}
	future, err := c.submitStanding(standing{
		endpoint: ep, title: "Follow names", data: FollowNamesSpec{ep}, run: d.follow, lost: func(*tasks.Reporter, Gap) {},
	})
	if err != nil {
		return nil, tasks.Future[struct{}]{}, err
	}
	return d, future, nil
}

// follow keeps the names while there is one connection.
func (d *Directory) follow(ctx context.Context, conn *slottedConn, _ *tasks.Reporter) error {
	names, err := NewNames(ctx, conn, conn.subscriptions(), d.wake)
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.names = names
	d.mu.Unlock()
	d.wake()
	select {
	case <-ctx.Done():
		err = NewContextError(ctx)
	case <-conn.Done():
		err = conn.Err()
	}
	names.Close()
	d.mu.Lock()
	d.names, d.last = nil, names.Snapshot()
	d.mu.Unlock()
	if ctx.Err() == nil {
		d.wake()
	}
	return err
}

// Snapshot gives the names as they are known, in the order of [ListNames], and
// whether they are kept up to date at the moment. They are empty until the bus
// has been asked.
func (d *Directory) Snapshot() (names []NameInfo, live bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.names == nil {
		return d.last, false
	}
	return d.names.Snapshot(), true
}
