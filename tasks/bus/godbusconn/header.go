package godbusconn

import (
	"bytes"

	"github.com/godbus/dbus/v5"

	"github.com/bellhop-gtk/bellhop/tasks/bus/godbusconn/internal/wire"
)

// header returns a message of godbus's up to its body. The message has none:
// the body that follows is encoded by package wire, and only its signature is
// among the header's fields. Where the length of the body and the serial go is
// fixed by the protocol.
func header(msg *dbus.Message, serial uint32, bodySize int) ([]byte, error) {
	var buf bytes.Buffer
	if err := msg.EncodeTo(&buf, wire.Order); err != nil {
		return nil, err
	}
	if buf.Len()+bodySize > wire.MaxMessage {
		return nil, wire.ErrTooLong
	}
	b := buf.Bytes()
	wire.Order.PutUint32(b[4:], uint32(bodySize))
	wire.Order.PutUint32(b[8:], serial)
	return b, nil
}
