// Package wire is what goes over a D-Bus socket: messages read whole and
// checked, bodies turned into [bus.Value] and back, and the [Transport] that
// carries both beneath godbus. GDBus takes and gives whole messages in the same
// format.
//
// Whatever is read comes from somebody else and is believed in nothing: a
// length is compared with the limits of the specification and with what is
// there before memory is set aside for it, strings are checked to be UTF-8,
// names, paths and signatures to be what they claim, nesting to be no deeper
// than the specification lets it. Values come out in the order and with the
// signatures of the wire, so that dictionaries keep their order and their
// doubles, and empty arrays keep their type.
//
// A message has at most 128 MiB. To decode its body takes as much memory again as
// that is long, and 256 MiB at most, whatever it is made of: bytes and arrays of
// numbers stay as they are, and of everything else there may be [MaxValues].
package wire
