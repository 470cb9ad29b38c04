package wire

// HeaderSize is how many bytes of a message tell how long it is.
const HeaderSize = fixedHeader

// Size returns how many bytes the message has that starts with these, of which
// there are at least [HeaderSize]. Its error is a *[FormatError].
func Size(start []byte) (int, error) { return frameSize(start) }
