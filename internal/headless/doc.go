// Package headless is Bellhop without a window: a command line whose verbs run the
// same tasks over the same connections, with neither a display nor a toolkit.
//
//	bellhop VERB [OPTION...] [OPERAND...]
//
// Options stand between the verb and its operands: what comes after the first
// operand is never an option, so -5 is a number. [Help] lists the verbs, and
// "bellhop VERB --help" the options of one.
//
// # Where
//
// Every verb works on the bus that --bus names, the session bus unless told
// otherwise: whatever [bus.ParseAddress] reads, which is the session, the system
// and the accessibility bus, a D-Bus address, a peer without a bus, a host through
// ssh, and a container of this machine. --backend chooses the library. A destination or an interface that is
// left to the service, or of which a peer has none, is written as an empty word.
//
// # Values
//
// A value is one operand, in GVariant's notation, or in JSON with --json-in. It is
// read as the type that --signature says, or else as the one that the object says
// it has, and where neither is known, as it looks. What is to be a text, an object
// path or a signature and cannot be read as one in quotes stands for itself.
//
// # Output
//
// What was asked for goes to standard output, in GVariant's notation or, with --json,
// as one JSON document on one line. Values are written as busctl does,
// {"type":"as","data":["a"]}, with the data as [bus.Value.JSON] has it. watch,
// watch-properties and monitor write a line to each message or change as it comes.
// If they come faster than they are read, the oldest are dropped, and a line says
// how many. Everything else is said on standard error. What people read may be in
// their language: programs are to read JSON, which is the same in all. Text from a bus
// cannot control a terminal: its control characters are made visible.
//
// # Exit status
//
//	0    it was done
//	1    it failed; what the service answered is on standard error
//	2    the command line is wrong
//	3    the bus was not reached, or the connection to it was lost
//	124  no answer came in time
//	130  interrupted by SIGINT, as Ctrl+C sends; 143 by SIGTERM
//
// # Interrupting
//
// The end of the context that [Program.Run] is given cancels the task and waits for
// it, as Cancel in the window does: what was written until then stays.
// [Interruptible] makes a context that a signal ends. A second signal ends the
// process at once.
package headless
