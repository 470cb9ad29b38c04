package practice

import (
	"context"
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn"
)

// Where the service is found.
const (
	Name      = bus.PracticeName
	Path      = bus.PracticePath
	Interface = bus.PracticeInterface
)

// ErrNameTaken is the error of [Start] when the service runs on that bus
// already.
var ErrNameTaken = bus.Because("the practice service is already on this bus").Err()

// maxRunning is how many methods run at once.
const maxRunning = 4096

// Service is a practice service that runs. Use [Start].
type Service struct {
	conn    *godbusconn.Conn
	cancel  context.CancelFunc
	places  chan struct{} // one token for each method that runs
	methods sync.WaitGroup
	state   *state
}

// Start connects to the bus and takes the service's name. The end of ctx stops
// it only until it has returned; from then on, [Service.Close] does. Its error
// is a *[bus.Error], and [ErrNameTaken] is found in it if somebody has the name.
func Start(ctx context.Context, address bus.Address, opts ...godbusconn.Option) (*Service, error) {
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s := &Service{cancel: cancel, places: make(chan struct{}, maxRunning), state: newState()}
	opts = append(opts, godbusconn.WithHandler(func(in *godbusconn.Incoming) { s.serve(running, in) }))
	conn, err := godbusconn.NewDialer(opts...).DialConn(ctx, address)
	if err != nil {
		cancel()
		return nil, err
	}
	s.conn = conn
	if err := s.takeName(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// The bus's words for RequestName.
const (
	doNotQueue   uint32 = 4
	primaryOwner uint32 = 1
)

func (s *Service) takeName(ctx context.Context) error {
	reply, err := s.conn.Call(ctx, bus.Call{
		Destination: "org.freedesktop.DBus", Path: "/org/freedesktop/DBus",
		Interface: "org.freedesktop.DBus", Member: "RequestName",
		Args: []bus.Value{bus.String(string(Name)), bus.Uint32(doNotQueue)},
	})
	if err != nil {
		return err
	}
	if len(reply.Body) != 1 || !reply.Body[0].Equal(bus.Uint32(primaryOwner)) {
		return &bus.Error{Kind: bus.KindLimit, Op: "take", Subject: string(Name), Err: ErrNameTaken}
	}
	return nil
}

// Done is closed when the service's connection has ended.
func (s *Service) Done() <-chan struct{} { return s.conn.Done() }

// Err says why it ended, once Done is closed; see [bus.Conn].
func (s *Service) Err() error { return s.conn.Err() }

// Close leaves the bus, gives up the methods that run, unanswered, and waits
// for them. It may be called more than once.
func (s *Service) Close() error {
	s.cancel()
	err := s.conn.Close() // no method is started after it
	s.methods.Wait()
	return err
}
