package bus

import (
	"context"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// SubmitCalls submits a task that makes several calls, as looking at a service does.
func (c *Connections) SubmitCalls(ep Endpoint, run func(ctx context.Context, conn Conn) error) (tasks.Future[struct{}], error) {
	ep, _, err := c.resolve(ep)
	if err != nil {
		return tasks.Future[struct{}]{}, err
	}
	return submitOn(c, onConn[struct{}]{endpoint: ep, title: "calls", data: ConnectSpec{ep}, run: func(ctx context.Context, conn Conn, _ *tasks.Reporter) (struct{}, error) {
		return struct{}{}, run(ctx, conn)
	}})
}
