package bus

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
)

// DialTimeout is how long connecting may take.
const DialTimeout = 30 * time.Second

// ErrNoSuchBackend is the error for an endpoint whose backend there is not, and
// for a peer without a bus where no backend can dial one.
var ErrNoSuchBackend = Because("there is no such backend").Err()

// ErrNothingToRetry is Retry's error for data that describes no work on a bus.
var ErrNothingToRetry = Because("the task cannot be run again").Err()

// Connections runs bus work as tasks, over one connection to each endpoint that
// the work shares. Connecting is a task too, submitted when it is first needed
// or when [Connections.Open] asks for it; calls wait for it. A connection that
// has ended is made anew by the next call, by Open, or by Reset. Work that uses a
// connection fails with it; a watch lives on and waits for the next one.
//
// # Slots
//
// A bus lets each connection have so many calls without an answer, and a call that
// was canceled or timed out counts until its answer comes: it is an orphan. Calls
// that would be too many wait in the engine, as queued tasks, first in first out;
// with nothing but orphans left, all of them do, until an answer comes or
// [Connections.Reset] makes the connection anew. How many there may be is known of
// session and system buses. For others it is taken for 100, and a bus that allows
// fewer refuses some calls: those were not delivered, so they go back into the
// queue, and fewer are made from then on, with one more tried now and then. No call
// fails since there were too many.
//
// # Use
//
// Use [NewConnections]; end it with [Connections.Shutdown], after the engine's.
// The engine must have no limit of its own, only those of keys: a call that
// waits for its connection holds a place while connecting needs one. All methods
// but Shutdown return at once, and may be called from any goroutine. What
// subscribes to the engine must not use Connections in its wake function, not even
// to look: it may be called while a connection counts its calls.
type Connections struct {
	engine   *tasks.Engine
	backends atomic.Pointer[[]Backend] // the default first; replaced and never changed
	wg       sync.WaitGroup            // watchers and closers of connections

	mu    sync.Mutex
	links map[Endpoint]*link
	order []*link // by first use
	wakes map[*func()]struct{}

	watches map[*tasks.Task]*watch // those that run
}

// NewConnections makes an empty set of connections whose tasks run on engine.
// The first of the backends is the default; see [Connections.Prefer].
func NewConnections(engine *tasks.Engine, backends ...Backend) *Connections {
	c := &Connections{
		engine:  engine,
		links:   make(map[Endpoint]*link),
		wakes:   make(map[*func()]struct{}),
		watches: make(map[*tasks.Task]*watch),
	}
	c.backends.Store(&backends)
	return c
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

// Close cancels the tasks that use the connection to ep or wait for it, watches
// too, because of [tasks.ReasonConnectionClosed], and closes it. Work that comes
// later connects anew.
func (c *Connections) Close(ep Endpoint) {
	ep, _, err := c.resolve(ep)
	if err != nil {
		return
	}
	c.mu.Lock()
	l := c.links[ep]
	if l == nil || l.state == Closed {
		c.mu.Unlock()
		return
	}
	conn, opening := l.conn, l.opening
	c.setLocked(l, Closed, nil, nil)
	c.mu.Unlock()
	cause := &tasks.CancelError{Reason: tasks.ReasonConnectionClosed}
	opening.Task().Cancel(cause)
	users := append(c.engine.CancelKey(ep.standingKey(), cause), c.engine.CancelKey(ep.key(), cause)...)
	c.closeAfter(conn, users)
	c.changed()
}

// Reset frees the slots of the connection to ep, orphans and all: it cancels the
// calls that are out, because of [tasks.ReasonConnectionReset], closes the
// connection and makes it anew. Calls that wait in the queue go out on the new
// one, and watches are armed again there. It gives the task that connects; where
// there is no connection it does what Open does, with the same errors.
func (c *Connections) Reset(ep Endpoint) (*tasks.Task, error) {
	ep, dialer, err := c.resolve(ep)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	l := c.links[ep]
	if l == nil || l.state != Connected {
		c.mu.Unlock()
		return c.Open(ep)
	}
	conn := l.conn
	conn.slots.end()
	// None starts any more that would have to be canceled with the others.
	c.setPlaces(ep, 0)
	users := c.engine.CancelRunning(ep.key(), &tasks.CancelError{Reason: tasks.ReasonConnectionReset})
	if err = c.connectLocked(l, dialer); err != nil {
		c.setLocked(l, Closed, nil, nil)
	}
	opening := l.opening
	c.mu.Unlock()
	c.closeAfter(conn, users)
	c.changed()
	if err != nil {
		return nil, err
	}
	return opening.Task(), nil
}

// closeAfter closes a connection once its users have seen their cancel: before,
// they would find it dead, and fail.
func (c *Connections) closeAfter(conn *slottedConn, users []*tasks.Task) {
	if conn == nil {
		return
	}
	c.wg.Go(func() {
		for _, task := range users {
			<-task.Done()
		}
		_ = conn.Close()
	})
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

// CanRetry reports whether data describes work that Retry submits.
func CanRetry(data any) bool {
	_, ok := data.(work)
	return ok
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
