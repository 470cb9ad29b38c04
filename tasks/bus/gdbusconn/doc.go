// Package gdbusconn is [bus.Conn] over GDBus, GLib's own D-Bus.
//
// Whole messages pass between GDBus and this package in the format of the wire,
// so that nothing of a value is lost on the way, neither the order of a
// dictionary nor the sender of a reply nor the name of an error, and no GVariant
// has to be walked.
//
// # Concurrency
//
// Any number of goroutines may use a connection at once, but the main loop has
// to run: replies come in over it. Encoding, decoding and sending are done by
// the caller's goroutine, so that a large reply does not hold up the loop. On the
// main loop's thread itself, nothing here may be called that waits: Dial, Call
// and Close return gasync's ErrOnMainThread there.
//
// # Cancel
//
// When the context of a call ends, its GCancellable is cancelled, and Call
// returns once GDBus's ready callback has come. When that of a dial ends, its
// socket is shut down too, since GDBus lets nobody cancel Hello.
//
// # Shutdown
//
// Close writes what was sent before it, for at most a quarter of a second, and
// returns when every call has. When the bus ends the connection, what waits fails
// by itself, and the process lives on; Close must still be called.
//
// File descriptors that come along with a reply are closed: nothing asks for any
// yet.
package gdbusconn
