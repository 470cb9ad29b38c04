package practice

import (
	"context"
	"errors"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Run serves until ctx ends, which is no error, or until the connection does.
// It returns when the service is closed. For the error of the start see [Start].
func Run(ctx context.Context, address bus.Address) error {
	service, err := Start(ctx, address)
	if err != nil {
		return err
	}
	defer service.Close()
	select {
	case <-ctx.Done():
		return nil
	case <-service.Done():
		return service.Err()
	}
}

// Host keeps a service for those who need one on a bus, whoever runs it. Use
// [NewHost]; its methods may be called from any goroutine.
type Host struct {
	address bus.Address
	turn    chan struct{} // a lock that can be waited for with a context

	// Guarded by turn.
	service *Service // nil where it was not started here
	closed  bool
}

// NewHost makes a host for the bus at address, which it does not touch yet.
func NewHost(address bus.Address) *Host {
	return &Host{address: address, turn: make(chan struct{}, 1)}
}

// Ensure starts the service unless it runs already, here or in another program.
// A service whose connection has ended is started anew. The error is that of
// [Start], or [bus.ErrClosed] after Close.
func (h *Host) Ensure(ctx context.Context) error {
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return bus.NewContextError(ctx)
	}
	if h.closed {
		return bus.NewDisconnectedError(bus.ErrClosed)
	}
	if h.service != nil {
		select {
		case <-h.service.Done():
			h.service.Close()
			h.service = nil
		default:
			return nil
		}
	}
	service, err := Start(ctx, h.address)
	if errors.Is(err, ErrNameTaken) {
		return nil
	}
	h.service = service
	return err
}

// Close ends the service if it was started here, and waits for its methods and
// for an Ensure under way. Ensure fails from then on.
func (h *Host) Close() error {
	h.turn <- struct{}{}
	defer func() { <-h.turn }()
	h.closed = true
	if h.service == nil {
		return nil
	}
	service := h.service
	h.service = nil
	return service.Close()
}
