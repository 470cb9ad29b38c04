package wire

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Type is a message's type.
type Type byte

// The types of messages. Others are legal, and to be ignored.
const (
	MethodCall   Type = 1
	MethodReturn Type = 2
	ErrorReply   Type = 3
	Signal       Type = 4
)

// NoReplyExpected is the flag of a method call that wants no answer.
const NoReplyExpected byte = 1

// Frame is one message as it came: the fields of its header, checked, and its
// body, not yet looked at.
type Frame struct {
	Type        Type
	Flags       byte
	Serial      uint32
	ReplySerial uint32 // of a MethodReturn or ErrorReply; never zero there
	Path        bus.ObjectPath
	Interface   bus.Interface
	Member      bus.Member
	ErrorName   string
	Destination bus.Name
	Sender      bus.Name
	Signature   bus.Signature // of the body
	FileCount   uint32        // how many descriptors go with it, as it says
	// Files are the descriptors that did; whoever received them has closed them.
	Files []bus.FileInfo

	order binary.ByteOrder
	body  []byte
	raw   []byte // the whole message
}

// Size returns the length of the message in bytes.
func (f *Frame) Size() int { return len(f.raw) }

// Body decodes the body. Its error is a *[FormatError] or [ErrTooMany].
func (f *Frame) Body() ([]bus.Value, error) {
	return Decode(f.body, f.order, f.Signature)
}

// Message decodes the whole of the frame, which came in at a time.
func (f *Frame) Message(received time.Time) bus.Message {
	body, err := f.Body()
	return bus.Message{
		Type: bus.MessageType(f.Type), Flags: bus.Flags(f.Flags), Serial: f.Serial, ReplySerial: f.ReplySerial,
		Sender: f.Sender, Destination: f.Destination, Path: f.Path, Interface: f.Interface, Member: f.Member,
		ErrorName: f.ErrorName, Signature: f.Signature, Body: body, Malformed: err, Files: f.Files, Size: f.Size(), Received: received,
	}
}

// The fixed part of a header: byte order, type, flags, version, the body's
// length, the serial and the length of the header's fields.
const fixedHeader = 16

// byteOrder returns the order that a message's first byte announces.
func byteOrder(b byte) (binary.ByteOrder, bool) {
	switch b {
	case 'l':
		return binary.LittleEndian, true
	case 'B':
		return binary.BigEndian, true
	}
	return nil, false
}

// frameSize returns how many bytes the message has whose fixed header this is.
func frameSize(fixed []byte) (int, error) {
	order, ok := byteOrder(fixed[0])
	if !ok {
		return 0, &FormatError{Reason: bus.Because("a byte order that is neither l nor B")}
	}
	if fixed[3] != 1 {
		return 0, &FormatError{Offset: 3, Reason: bus.Because("a protocol version other than 1")}
	}
	// In 64 bits, where the sum of both cannot wrap round.
	body, fields := int64(order.Uint32(fixed[4:])), int64(order.Uint32(fixed[12:]))
	size := fixedHeader + (fields+7)&^7 + body
	if fields > maxArray || size > MaxMessage {
		return 0, &FormatError{Offset: 4, Reason: bus.Because("a message longer than 128 MiB")}
	}
	return int(size), nil
}

// Parse reads a whole message. The frame keeps raw. The error is a
// *[FormatError].
func Parse(raw []byte) (*Frame, error) {
	if len(raw) < fixedHeader {
		return nil, &FormatError{Offset: len(raw), Reason: bus.Because("it ends too soon")}
	}
	size, err := frameSize(raw)
	if err == nil && size != len(raw) {
		err = &FormatError{Offset: len(raw), Reason: bus.Because("a message that is not as long as it says")}
	}
	if err != nil {
		return nil, err
	}
	return parseFrame(raw)
}

// parseFrame is Parse for a message whose length has been looked at.
func parseFrame(raw []byte) (*Frame, error) {
	order, _ := byteOrder(raw[0])
	f := &Frame{Type: Type(raw[1]), Flags: raw[2], order: order, raw: raw}
	s := &scanner{data: raw, pos: 8, order: order}
	f.Serial = s.uint32()
	if f.Serial == 0 {
		s.fail(bus.Because("a serial number of zero"))
	}
	end := s.array(8)
	for s.err == nil && s.pos < end {
		f.field(s)
	}
	if s.pos != end {
		s.fail(bus.Because("a header that is not as long as it says"))
	}
	s.align(8)
	f.require(s)
	if s.err != nil {
		return nil, s.err
	}
	f.body = raw[s.pos:]
	if f.Signature == "" && len(f.body) > 0 {
		s.fail(bus.Because("a body without a signature"))
	}
	return f, s.err
}

// The header fields that are known; see the specification's table.
const (
	fieldPath byte = iota + 1
	fieldInterface
	fieldMember
	fieldErrorName
	fieldReplySerial
	fieldDestination
	fieldSender
	fieldSignature
	fieldUnixFDs
)

// fieldTypes are the signatures of the known fields.
var fieldTypes = [...]string{
	fieldPath: "o", fieldInterface: "s", fieldMember: "s", fieldErrorName: "s",
	fieldReplySerial: "u", fieldDestination: "s", fieldSender: "s", fieldSignature: "g",
	fieldUnixFDs: "u",
}

// field reads one field of the header.
func (f *Frame) field(s *scanner) {
	s.align(8)
	code := s.byte()
	sig := s.signature()
	if code == 0 {
		s.fail(bus.Because("a header field that must not occur"))
		return
	}
	if int(code) >= len(fieldTypes) {
		d := decoder{scanner: *s}
		d.variant(sig, 2) // unknown fields are to be ignored; each is in an array and a struct
		s.pos, s.err = d.pos, d.err
		return
	}
	if s.err == nil && sig != fieldTypes[code] {
		s.fail(bus.Because("a header field of the wrong type"))
		return
	}
	switch code {
	case fieldPath:
		f.Path = checked(s, bus.ParseObjectPath)
	case fieldInterface:
		f.Interface = checked(s, bus.ParseInterface)
	case fieldMember:
		f.Member = checked(s, bus.ParseMember)
	case fieldErrorName:
		f.ErrorName = string(checked(s, bus.ParseInterface)) // the same rules hold
	case fieldReplySerial:
		f.ReplySerial = s.uint32()
	case fieldDestination:
		f.Destination = checked(s, bus.ParseName)
	case fieldSender:
		f.Sender = checked(s, bus.ParseName)
	case fieldSignature:
		text := s.signature()
		sig, err := bus.ParseSignature(text)
		if err != nil {
			s.fail(bus.Because("an invalid signature"))
		}
		f.Signature = sig
	case fieldUnixFDs:
		f.FileCount = s.uint32()
	}
}

// checked reads a string that has to be a name of some kind.
func checked[T ~string](s *scanner, parse func(string) (T, error)) T {
	text := s.string()
	if s.err != nil {
		return ""
	}
	name, err := parse(text)
	if err != nil {
		s.fail(bus.ReasonOf(err))
	}
	return name
}

// require checks that the header has what a message of its type needs.
func (f *Frame) require(s *scanner) {
	missing := false
	switch f.Type {
	case MethodCall:
		missing = f.Path == "" || f.Member == ""
	case MethodReturn:
		missing = f.ReplySerial == 0
	case ErrorReply:
		missing = f.ReplySerial == 0 || f.ErrorName == ""
	case Signal:
		missing = f.Path == "" || f.Interface == "" || f.Member == ""
	case 0:
		s.fail(bus.Because("a message without a type"))
	}
	if missing {
		s.fail(bus.Because("a required header field is missing"))
	}
}

// RemoteError is the error that an [ErrorReply] of this name and body stands
// for: by convention, the first value is a message for people.
func RemoteError(frame *Frame, body []bus.Value) *bus.Error {
	message := ""
	if len(body) > 0 && body[0].Type() == bus.TypeString {
		message, _ = body[0].AsString()
	}
	e := bus.NewRemoteError(frame.ErrorName, message)
	e.Sender = frame.Sender
	return e
}

// BodyError is the error of an answer whose body could not be read, for the reason
// that [Frame.Body] gave.
func BodyError(err error) *bus.Error {
	if errors.Is(err, ErrTooMany) {
		return &bus.Error{Kind: bus.KindLimit, Reason: bus.Because("the answer is too big to be taken apart"), Err: err}
	}
	return &bus.Error{Kind: bus.KindProtocol, Reason: bus.Because("the answer is malformed"), Err: err}
}
