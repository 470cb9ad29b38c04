package gdbusconn

import (
	"slices"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

// received is what GDBus makes of a message.
func received(t *testing.T, msg wire.Message) message {
	header, body, err := msg.Encode()
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMessage(append(header, body...))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// An answer says the same whichever way it is read.
func TestBareAnswer(t *testing.T) {
	answers := []wire.Message{
		{Type: wire.MethodReturn},
		{Type: wire.MethodReturn, Sender: ":1.7"},
		{Type: wire.ErrorReply, ErrorName: "com.example.Broken"},
	}
	for _, value := range []bus.Value{
		bus.Byte(255), bus.Bool(true), bus.Bool(false), bus.Int16(-2), bus.Uint16(65535), bus.Int32(-3),
		bus.Uint32(1 << 31), bus.Int64(-1 << 63), bus.Uint64(1 << 63), bus.Double(0.1),
		bus.String(""), bus.String("grün"), bus.PathValue("/org/example"), bus.SignatureValue("a{sv}"),
	} {
		answers = append(answers,
			wire.Message{Type: wire.MethodReturn, Sender: "org.freedesktop.DBus", Body: []bus.Value{value}},
			wire.Message{Type: wire.ErrorReply, ErrorName: "com.example.Broken", Body: []bus.Value{value}},
		)
	}
	for _, answer := range answers {
		answer.Serial, answer.ReplySerial = 1, firstSerial
		m := received(t, answer)
		frame, body, ok := m.bare()
		whole, err := m.open()
		if err != nil {
			t.Fatal(err)
		}
		if !ok || frame.Type != whole.Type || frame.Sender != whole.Sender || frame.ErrorName != whole.ErrorName ||
			frame.Signature != whole.Signature || !slices.EqualFunc(body, answer.Body, bus.Value.Equal) {
			t.Errorf("%v was read as %+v with %v (%v)", answer, frame, body, ok)
		}
	}
}

// What is more than one basic value is not taken for less.
func TestNoBareAnswer(t *testing.T) {
	for _, body := range [][]bus.Value{
		{bus.Byte(1), bus.Byte(2)},
		{bus.Variant(bus.Byte(1))},
	} {
		m := received(t, wire.Message{Type: wire.MethodReturn, Serial: 1, ReplySerial: firstSerial, Body: body})
		if _, got, ok := m.bare(); ok {
			t.Errorf("%v was read as %v", body, got)
		}
		m.free()
	}
}
