// Package gdbusconn is [bus.Conn] over GDBus, GLib's own D-Bus.
//
// Whole messages pass between GDBus and this package in the format of the wire,
// so that nothing of a value is lost on the way, neither the order of a
// dictionary nor the sender of a reply nor the name of an error, and no GVariant
// has to be walked.
//
// One thing GDBus itself loses: in an array of structs or of entries that starts
// with a gap after its length, the last item, if it takes four bytes or fewer and
// the item before it ends where it starts, as in a(ay) with an empty array at the
// end.
//
// # Concurrency
//
// Any number of goroutines may use a connection at once. Replies come in on GDBus's
// own thread and go from there to the callers, past the main loop, so that a busy
// loop delays none. Encoding, decoding and sending are done by the caller's
// goroutine. For dialing, for closing, and to hear of a connection's end, the main
// loop has to run. On its own thread, nothing here may be called that waits: Dial,
// Call and Close return gasync's ErrOnMainThread there.
//
// # Cancel
//
// When the context of a call ends, Call returns at once, and its answer, should it
// come, is dropped. When that of a dial ends, its GCancellable is cancelled, and its
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
