package bus

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// standing is work that goes on, on one connection to an endpoint after the
// other, until it is canceled or fails.
type standing struct {
	endpoint      Endpoint // whose backend is named
	title, detail string
	data          any
	ring          int
	// run works on one connection; when that ends, so does run.
	run func(ctx context.Context, conn *slottedConn, r *tasks.Reporter) error
	// lost is told, before run is called again, of the time without a
	// connection.
	lost func(r *tasks.Reporter, gap Gap)
}

// What the progress of work that goes on says while it does not.
//
//tr:mark
const (
	saysLost   = "Connection lost, waiting"
	saysPaused = "Paused"
)

func (c *Connections) submitStanding(s standing) (tasks.Future[struct{}], error) {
	l, opening, err := c.open(s.endpoint)
	if err != nil {
		return tasks.Future[struct{}]{}, err
	}
	detail := s.endpoint.Label()
	if s.detail != "" {
		detail += " · " + s.detail
	}
	return tasks.Submit(c.engine, tasks.Spec{
		Title: s.title, Detail: detail, Data: s.data, Key: s.endpoint.standingKey(), Ring: s.ring,
	}, func(ctx context.Context, r *tasks.Reporter) (struct{}, error) {
		conn, err := c.await(ctx, l, opening)
		for err == nil {
			if err = s.run(ctx, conn, r); ctx.Err() != nil || !isOver(conn) {
				break
			}
			gap := Gap{From: time.Now(), Why: conn.Err()}
			r.Progress(0, 0, saysLost)
			if conn, err = c.nextConn(ctx, l, conn); err == nil {
				gap.Until = time.Now()
				r.Progress(0, 0, "")
				s.lost(r, gap)
			}
		}
		return struct{}{}, err
	})
}
