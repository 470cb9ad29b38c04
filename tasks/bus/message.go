package bus

import "time"

// MessageType is what a message is for.
type MessageType uint8

// The types of messages, with the protocol's numbers. Peers may send others,
// which are to be ignored.
const (
	MessageCall   MessageType = 1
	MessageReturn MessageType = 2
	MessageError  MessageType = 3
	MessageSignal MessageType = 4
)

// Message is a message as it came in. Its names are checked, and its body is
// within the protocol's limits; what it says is still the sender's word.
type Message struct {
	Type        MessageType
	Flags       Flags
	Serial      uint32
	ReplySerial uint32 // of a return or an error
	Sender      Name
	Destination Name // empty for a signal to everybody
	Path        ObjectPath
	Interface   Interface
	Member      Member
	ErrorName   string
	Signature   Signature
	Body        []Value
	Malformed   error      // why the body could not be read; nil if it could
	Files       []FileInfo // the file descriptors that came along; they are closed
	Size        int        // of the whole message, in bytes
	Received    time.Time
}
