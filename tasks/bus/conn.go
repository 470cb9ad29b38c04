package bus

import "context"

// Dialer makes connections. Package main chooses the one that the rest of the
// program uses.
type Dialer interface {
	// Dial connects to the bus at addr. The end of ctx stops it wherever it
	// is: dialling, authenticating or saying Hello. Once it has returned, ctx
	// no longer matters to the connection. The connection is the caller's own,
	// shared with nobody, and the caller must close it. An error is an
	// [*Error], and leaves nothing behind.
	Dial(ctx context.Context, addr Address) (Conn, error)
}

// Conn is a connection to a bus. Any number of goroutines may use one at once;
// calls are sent in no promised order unless one follows the other's return.
// Every method but Call and Close returns at once.
type Conn interface {
	// Call sends a method call and waits for its reply, without limit unless
	// ctx has one. A call that fails [Call.Validate] is not sent: it fails with
	// KindBadArguments, and errors.As finds the [*SyntaxError].
	//
	// Every error is an [*Error]. When ctx ends first, the wait is given up at
	// once, with KindCanceled or KindTimeout, and errors.Is finds
	// context.Canceled or context.DeadlineExceeded as well as the cause of
	// ctx. That frees nothing at the far end: the service may go on working,
	// and the bus keeps the call's slot until the answer comes, which is then
	// dropped. Stats counts such orphans. When the connection ends, every
	// waiting call fails with KindDisconnected.
	//
	// The files of the call are opened when it is sent, with KindBadArguments if
	// one cannot be, and KindUnsupported where none can go along: only over a
	// local socket can they. Descriptors that come with the reply are described
	// and closed. A reply of more than 1,048,576 values, not counting those in
	// arrays of bytes and of numbers, is not taken apart: it fails with KindLimit.
	//
	// With NoReply it returns an empty reply once the message is on its way.
	Call(ctx context.Context, call Call) (Reply, error)

	// UniqueName is the name that the bus gave this connection.
	UniqueName() Name

	// Stats counts the calls that the connection has open.
	Stats() Stats

	// OnOrphans has changed called whenever the number of orphans has changed,
	// with their number, by one goroutine at a time and in order. It must not
	// block, nor use the connection. There is one such function; nil is none.
	OnOrphans(changed func(orphans int))

	// Tap has every message that comes in and is not the reply to one of our
	// calls given to deliver, in the order in which they came, by the goroutine
	// that reads: deliver must not block, nor use the connection. Nothing is
	// delivered after untap has returned; it waits for a delivery that is going
	// on, so deliver must not call it.
	// A connection to a bus that has asked for nothing gets the signals that
	// are sent to it alone; see [Matches] and [OpenMonitor].
	Tap(deliver func(Message)) (untap func())

	// Mute has the connection send nothing by itself any more, not even an
	// error to a method call that nobody handles. A monitor must be mute, since
	// a bus throws out monitors that send.
	Mute()

	// Done is closed when the connection has ended, for whatever reason.
	Done() <-chan struct{}

	// Err says why the connection ended: an [*Error] with KindDisconnected,
	// for which errors.Is finds [ErrClosed] if Close ended it. It is nil until
	// Done is closed.
	Err() error

	// Close ends the connection and returns when all its goroutines have. It
	// may be called any number of times, from any goroutine.
	Close() error
}

// Stats counts the calls that a connection has open. A bus allows each
// connection a number of calls without an answer; InFlight and Orphans
// together are what it counts.
type Stats struct {
	InFlight int // calls whose caller waits
	Orphans  int // calls given up before they were answered
}
