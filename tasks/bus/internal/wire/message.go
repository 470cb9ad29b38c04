package wire

import (
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Message is a message to send. Which fields it needs depends on its type, as
// in the specification; those that are empty are left out.
type Message struct {
	Type        Type
	Flags       byte
	Serial      uint32
	ReplySerial uint32
	Path        bus.ObjectPath
	Interface   bus.Interface
	Member      bus.Member
	ErrorName   string
	Destination bus.Name
	Sender      bus.Name // which a bus sets, so that only who plays one does
	Files       int      // how many descriptors go with it
	Body        []bus.Value
}

// Encode returns the header and the body of the message, which make it up one
// after the other. The error is [ErrTooLong] or [ErrNoValue].
func (m *Message) Encode() (header, body []byte, err error) {
	body, sig, err := Encode(m.Body)
	if err != nil {
		return nil, nil, err
	}
	e := encoder{body: make([]byte, 0, 256)}
	e.body = append(e.body, 'l', byte(m.Type), m.Flags, 1)
	e.body = Order.AppendUint32(e.body, uint32(len(body)))
	e.body = Order.AppendUint32(e.body, m.Serial)
	e.body = append(e.body, zeros[:4]...) // the length of the fields, once it is known
	if m.ReplySerial != 0 {
		e.field(fieldReplySerial, "u")
		e.align(4)
		e.body = Order.AppendUint32(e.body, m.ReplySerial)
	}
	e.textField(fieldPath, string(m.Path))
	e.textField(fieldInterface, string(m.Interface))
	e.textField(fieldMember, string(m.Member))
	e.textField(fieldErrorName, m.ErrorName)
	e.textField(fieldDestination, string(m.Destination))
	e.textField(fieldSender, string(m.Sender))
	if sig != "" {
		e.field(fieldSignature, "g")
		e.signature(string(sig))
	}
	if m.Files > 0 {
		e.field(fieldUnixFDs, "u")
		e.align(4)
		e.body = Order.AppendUint32(e.body, uint32(m.Files))
	}
	Order.PutUint32(e.body[12:], uint32(len(e.body)-fixedHeader))
	e.align(8)
	if len(e.body)+len(body) > MaxMessage {
		return nil, nil, ErrTooLong
	}
	return e.body, body, nil
}

// field appends the start of a header field, up to its value.
func (e *encoder) field(code byte, typ string) {
	e.align(8)
	e.body = append(e.body, code)
	e.signature(typ)
}

// textField appends a field of text, unless it is empty.
func (e *encoder) textField(code byte, text string) {
	if text == "" {
		return
	}
	e.field(code, fieldTypes[code])
	e.text(text)
}
