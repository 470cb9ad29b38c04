package bus

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// DialTimeout is how long connecting may take.
const DialTimeout = 30 * time.Second

// ErrNoSuchBackend is the error for an endpoint whose backend there is not.
var ErrNoSuchBackend = errors.New("bus: there is no such backend")

// ErrNothingToRetry is Retry's error for data that describes no work on a bus.
var ErrNothingToRetry = errors.New("bus: the task cannot be run again")

// Connections runs bus work as tasks, over one connection to each endpoint that
// the work shares. Connecting is a task too, submitted when it is first needed
// or when [Connections.Open] asks for it; calls wait for it. A connection that
// has ended is made anew by the next call.
//
// Use [NewConnections]; end it with [Connections.Shutdown], after the engine's.
// The engine must have no limit of its own, only those of keys: a call that
// waits for its connection holds a place while connecting needs one. All methods
// but Shutdown return at once, and may be called from any goroutine.
type Connections struct {
	engine   *tasks.Engine
	backends []Backend
	wg       sync.WaitGroup // watchers and closers of connections

	mu    sync.Mutex
	links map[Endpoint]*link
	order []*link // by first use
	wakes map[*func()]struct{}
}

// link is the connection to an endpoint over time. It is guarded by
// Connections.mu.
type link struct {
	endpoint Endpoint
	state    ConnectionState
	since    time.Time
	conn     Conn // while Connected
	err      error
	opening  tasks.Future[ConnectionInfo] // the latest task that connects
}

// NewConnections makes an empty set of connections whose tasks run on engine.
// The first of the backends is the default.
func NewConnections(engine *tasks.Engine, backends ...Backend) *Connections {
	return &Connections{
		engine:   engine,
		backends: backends,
		links:    make(map[Endpoint]*link),
		wakes:    make(map[*func()]struct{}),
	}
}

// Backends gives the names of the backends, the default first.
func (c *Connections) Backends() []string {
	names := make([]string, len(c.backends))
	for i, backend := range c.backends {
		names[i] = backend.Name
	}
	return names
}

// All gives the connections in the order of first use.
func (c *Connections) All() []ConnectionInfo {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]ConnectionInfo, len(c.order))
	for i, l := range c.order {
		all[i] = l.infoLocked()
	}
	return all
}

// Subscribe calls wake whenever the state of a connection has changed, from any
// goroutine and without a lock, until cancel is called. wake must not block.
func (c *Connections) Subscribe(wake func()) (cancel func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wakes[&wake] = struct{}{}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.wakes, &wake)
	}
}

// Open connects to ep, or reconnects if the connection has ended, as a task of
// its own, which it gives. While the connection is there or being made, it gives
// the task that made or makes it. The error is [ErrNoSuchBackend], or that of
// [tasks.Submit].
func (c *Connections) Open(ep Endpoint) (*tasks.Task, error) {
	_, opening, err := c.open(ep)
	if err != nil {
		return nil, err
	}
	return opening.Task(), nil
}

// Close cancels the tasks that use the connection to ep, because of
// [tasks.ReasonConnectionClosed], and closes it. Calls that come later connect
// anew.
func (c *Connections) Close(ep Endpoint) {
	ep, _, err := c.resolve(ep)
	if err != nil {
		return
	}
	c.mu.Lock()
	l := c.links[ep]
	if l == nil || l.state != Connected && l.state != Connecting {
		c.mu.Unlock()
		return
	}
	conn, opening := l.conn, l.opening
	l.setLocked(Closed, nil, nil)
	c.mu.Unlock()
	cause := &tasks.CancelError{Reason: tasks.ReasonConnectionClosed}
	opening.Task().Cancel(cause)
	users := c.engine.CancelKey(ep.key(), cause)
	if conn != nil {
		c.wg.Go(func() {
			// Not before its users have seen the cancel, or they would find a
			// dead connection and fail.
			for _, task := range users {
				<-task.Done()
			}
			_ = conn.Close()
		})
	}
	c.changed()
}

// Retry submits again what a task's Spec.Data describes, and gives the new task:
// a [CallSpec], a [ConnectSpec], or the description of any other work that this
// package submits. For other data the error is [ErrNothingToRetry].
func (c *Connections) Retry(data any) (*tasks.Task, error) {
	if work, ok := data.(work); ok {
		return work.submit(c)
	}
	return nil, ErrNothingToRetry
}

// Shutdown closes every connection and waits until their goroutines have ended,
// or until ctx ends, with its cause. The engine must have been shut down before.
func (c *Connections) Shutdown(ctx context.Context) error {
	for _, info := range c.All() {
		c.Close(info.Endpoint)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.wg.Wait()
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (c *Connections) changed() {
	c.mu.Lock()
	wakes := make([]func(), 0, len(c.wakes))
	for wake := range c.wakes {
		wakes = append(wakes, *wake)
	}
	c.mu.Unlock()
	for _, wake := range wakes {
		wake()
	}
}

// resolve names the default backend in ep, and finds the one it names.
func (c *Connections) resolve(ep Endpoint) (Endpoint, Dialer, error) {
	i := 0
	if ep.Backend != "" {
		i = slices.IndexFunc(c.backends, func(b Backend) bool { return b.Name == ep.Backend })
	}
	if i < 0 || i >= len(c.backends) {
		return ep, nil, ErrNoSuchBackend
	}
	ep.Backend = c.backends[i].Name
	return ep, c.backends[i].Dialer, nil
}
