// Package godbusconn is [bus.Conn] over the library godbus.
//
// godbus opens the connection: it authenticates, and lends the goroutine that
// reads. Messages are made and read by package wire instead, and decoded by the
// caller that waits for them, because godbus believes the lengths and strings
// that a peer sends, turns dictionaries into Go maps, which lose their order,
// hides the sender and the signature of a reply, drops the flag for interactive
// authorization, keeps a goroutine for every call that waits and a serial for
// every one that was given up, and leaves open the file descriptors that come
// along.
//
// # Concurrency
//
// Any number of goroutines may use a connection at once. Messages are written
// in the order in which they were sent, by one goroutine of the connection's;
// one other reads. Sending never waits for the far end: a call that the bus is
// slow to take is given up as easily as one that it is slow to answer.
//
// # Shutdown
//
// Close writes what was sent before it, for at most a quarter of a second, so
// that a call without a reply followed by Close does get through. It then fails
// what waits and returns once both goroutines are done. When the bus ends the
// connection, or says something that the protocol forbids, the same happens by
// itself; Close must still be called.
//
// # Files
//
// Files go out and come in over local sockets alone, at most [bus.MaxFiles] with a
// call. Those that come in are described and closed before anybody is handed the
// message, also where nobody waits for it. A message that says it brings more or
// fewer than it does ends the connection.
//
// # Memory
//
// A reply has at most 128 MiB on the wire. To decode it takes as much memory again,
// and 256 MiB at most: one that holds more than 1,048,576 values, not counting those
// in arrays of bytes and of numbers, fails with KindLimit.
//
// # Other hosts
//
// Through ssh, whose process is the connection's: it is ended, and waited for, when
// the connection is closed or dies. A peer without a bus is refused with
// KindUnsupported.
//
// # Serving
//
// A [Dialer] can be given a handler for the method calls that come in, and a
// connection can emit signals: that is how the practice service is made. Without
// a handler, incoming calls are refused, but for Ping. Calls to others, which who
// eavesdrops sees, are left alone, and so is every call once the connection is mute.
package godbusconn
