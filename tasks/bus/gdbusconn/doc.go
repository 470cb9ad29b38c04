// Package gdbusconn is [bus.Conn] over GDBus, GLib's own D-Bus.
//
// Whole messages pass between GDBus and this package in the format of the wire,
// so that nothing of a value is lost on the way, neither the order of a
// dictionary nor the sender of a reply nor the name of an error, and no GVariant
// has to be walked. Only what is too simple to lose anything passes as it is: a call
// without arguments, and an answer of one basic value or none.
//
// One thing GDBus itself loses: in an array of structs or of entries that starts
// with a gap after its length, the last item, if it takes four bytes or fewer and
// the item before it ends where it starts, as in a(ay) with an empty array at the
// end; and where such an array is inside another, it cannot read the message. A call
// with such arguments is refused, with KindUnsupported. In what a bus sends, the item
// is missing.
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
// # How long a call takes
//
// With an idle bus, most of a call's time goes into waking threads: GDBus's, the
// bus's, GDBus's again, and the caller's. So who makes the only call of a connection
// does not sleep at once, but looks for the answer for up to 150 µs. That saves the
// last of these, and the processor that he keeps awake makes the others shorter.
//
// Where the answer was not there in time, he sleeps, and the next callers do so at
// once: two after the first miss, four after a second in a row, at most 1024. A slow
// service, or processors with other work, thus cost next to nothing. Nobody looks
// while the connection is tapped, since answers would overtake signals, nor with
// GOMAXPROCS at 1.
//
// # What comes in
//
// The answers to calls go to the callers, and while somebody has tapped the
// connection, all other messages go to the taps, in one order and by one goroutine.
// GDBus sees nothing but the calls that others make, which it answers itself:
// Ping, and errors for whatever else; a connection that is mute keeps those from it
// too. GDBus's thread, which reads for every connection of the process, waits when
// more than about a thousand messages or 8 MiB have not been taken, so a flood costs
// no more memory than that.
//
// File descriptors that come in are looked at, never opened, and closed with their
// message, whatever becomes of it.
//
// # Others than buses
//
// A daemon checks what its clients send, but nobody has checked what comes from a
// peer without a bus, over a network or through ssh. There a guard of this package
// stands between the socket and GDBus and lets only well-formed messages pass. A
// fault ends that connection, and Err tells what it was. A message of which GDBus
// would lose a part counts as malformed.
//
// A peer has no name and gives none. Through ssh no files can be sent, since bytes
// alone pass; the ssh that was started ends with the connection.
//
// # Cancel
//
// When the context of a call ends, Call returns at once, or if it looks for its
// answer, when it has done so. Should an answer come, it is dropped. When that of a dial ends, its GCancellable is cancelled, and its
// socket is shut down too, since GDBus lets nobody cancel Hello; an ssh is ended.
//
// # Shutdown
//
// Close writes what was sent before it, for at most a quarter of a second, and
// returns when every call has. When the bus ends the connection, what waits fails
// by itself, and the process lives on; Close must still be called.
package gdbusconn
