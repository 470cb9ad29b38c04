// Package bus is D-Bus work in its own words: the names, types and values of
// the protocol, what a connection to a bus can do, and what can go wrong. It
// imports no D-Bus library and no toolkit; a package that does, such as
// godbusconn, fills in [Dialer] and [Conn].
//
// # What is checked where
//
// Whatever comes from a person or from a bus is a plain string or number until
// a function of this package has checked it: [ParseName], [ParseObjectPath],
// [ParseInterface], [ParseMember], [ParseSignature], [ParseAddress],
// [ParseMatchRule], [ParseValue], [ParseJSON], and the constructors of [Value].
// A fault is a [*SyntaxError] or a [*TextError], which tell where it is and, in
// plain words, what it is. The types themselves can be made by conversion too,
// from text that is known to be good; [Call.Validate], which every Conn asks
// first, and [MatchRule.Validate] check them once more.
//
// A Value is always whole: within the protocol's limits for nesting and
// signatures, its strings valid UTF-8 without a NUL, its items all of the type
// that the signature says. It keeps everything that was on the wire, so dicts
// have an order and may hold a key twice.
//
// # Text
//
// Values are written and read in GVariant's text format. [Value.Text] gives
// what g_variant_print does, and [ParseValue] accepts what g_variant_parse
// accepts and takes it for the same type and value, with these exceptions:
//
//   - D-Bus has no maybe types, no empty structs, and no entries of a dictionary
//     outside one, so they are refused.
//   - "-" and "--1", which GLib takes for numbers, are refused, and so is a byte
//     string with a NUL in it, of which GLib keeps what stands before.
//   - A handle is from 0 to 4294967295, as on the wire.
//   - Numbers too small for all the digits of a double are read; GLib writes
//     them but does not read them.
//
// Values are written and read as JSON too: [Value.JSON] loses nothing, and
// [ParseJSON] takes what other programs write as well.
//
// Reading takes memory in proportion to the text, of which there may be 16 MiB
// and 524,288 values. Writing a value takes several times the memory of the
// value: use [Value.TextUpTo] and [Value.JSONUpTo] for one of unknown size.
//
// # Looking
//
// [ListNames], [GetCredentials], [Introspect], [ManagedObjects], [Expand],
// [GetProperties] and their like tell what is on a bus. None of their calls starts
// a service or has somebody asked for a password, which they leave to [Activate]
// and to plain calls; none waits longer than [LookTimeout]. What services say of
// themselves is read in parts: a bad part is left out and told, and the rest is
// good. However they answer, what is read and what is asked has bounds, and so has
// the number of answers that are waited for in vain.
//
// [Names], with the processes that have them, and [WatchProperties] go on to tell what
// changes.
//
// # Failing
//
// What fails on a bus is an [*Error]. What a peer or a library says of it stands there
// as it came; what this package and its backends say is a [Reason], which can be said
// in other languages, and which [ReasonOf] finds in any error that has one.
//
// # Work
//
// [Connections] runs work on buses as tasks of an engine. Each kind has a spec, such
// as [CallSpec], and a method that submits it, such as [Connections.SubmitCall]; the
// spec is the task's Spec.Data, from which [Connections.Retry] submits it again.
//
// # Concurrency
//
// Everything but a Conn, what uses one, and [Connections] is an immutable value, and
// pure: any number of goroutines may share it, nothing blocks, and nothing panics
// whatever it is given. The contract of a connection is that of [Conn], and what uses
// one says its own.
package bus
