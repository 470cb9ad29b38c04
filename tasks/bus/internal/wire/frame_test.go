package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// message is a message of these header fields, whose values are of the types
// that they come with.
func message(typ Type, serial uint32, body []byte, fields ...bus.Value) []byte {
	header, err := bus.Array("(yv)", fields...)
	if err != nil {
		panic(err)
	}
	b, _, err := Encode([]bus.Value{
		bus.Byte('l'), bus.Byte(byte(typ)), bus.Byte(0), bus.Byte(1),
		bus.Uint32(uint32(len(body))), bus.Uint32(serial), header,
	})
	if err != nil {
		panic(err)
	}
	return append(append(b, zeros[:-len(b)&7]...), body...)
}

func field(code byte, v bus.Value) bus.Value { return bus.Struct(bus.Byte(code), bus.Variant(v)) }

var (
	path    = field(fieldPath, bus.PathValue("/a"))
	iface   = field(fieldInterface, bus.String("com.example"))
	member  = field(fieldMember, bus.String("Do"))
	replies = field(fieldReplySerial, bus.Uint32(5))
	types   = field(fieldSignature, bus.SignatureValue("y"))
	unknown = field(77, bus.Struct(bus.String("what"), bus.Bytes(nil)))
)

func TestParseFrame(t *testing.T) {
	f, err := parseFrame(message(MethodCall, 7, []byte{42}, path, unknown, iface, member, types,
		field(fieldDestination, bus.String("com.example.Me")), field(fieldSender, bus.String(":1.5"))))
	if err != nil {
		t.Fatal(err)
	}
	if f.Type != MethodCall || f.Serial != 7 || f.Path != "/a" || f.Interface != "com.example" || f.Member != "Do" ||
		f.Destination != "com.example.Me" || f.Sender != ":1.5" || f.Signature != "y" {
		t.Errorf("the frame is %+v", f)
	}
	if values, err := f.Body(); err != nil || !slices.EqualFunc(values, []bus.Value{bus.Byte(42)}, bus.Value.Equal) {
		t.Errorf("Body: %v, %v", values, err)
	}
}

func TestParseFrameRefuses(t *testing.T) {
	for what, raw := range map[string][]byte{
		"no serial":                  message(MethodReturn, 0, nil, replies),
		"no type":                    message(0, 1, nil),
		"a call without a path":      message(MethodCall, 1, nil, member),
		"a call without a member":    message(MethodCall, 1, nil, path),
		"a return that answers none": message(MethodReturn, 1, nil),
		"a return that answers 0":    message(MethodReturn, 1, nil, field(fieldReplySerial, bus.Uint32(0))),
		"an error without a name":    message(ErrorReply, 1, nil, replies),
		"a signal without interface": message(Signal, 1, nil, path, member),
		"a bad path's type":          message(Signal, 1, nil, field(fieldPath, bus.String("/a")), iface, member),
		"a bad member":               message(MethodCall, 1, nil, path, field(fieldMember, bus.String("a b"))),
		"a bad sender":               message(MethodReturn, 1, nil, replies, field(fieldSender, bus.String("me"))),
		"a bad error name":           message(ErrorReply, 1, nil, replies, field(fieldErrorName, bus.String("x"))),
		"field 0":                    message(MethodReturn, 1, nil, replies, field(0, bus.Byte(1))),
		"a body without a signature": message(MethodReturn, 1, []byte{1}, replies),
	} {
		f, err := parseFrame(raw)
		if _, ok := errors.AsType[*FormatError](err); !ok {
			t.Errorf("%s: %+v, %v; want a *FormatError", what, f, err)
		}
	}
}

// TestFrameSizeDoesNotWrap tries lengths whose sum is small in 32 bits.
func TestFrameSizeDoesNotWrap(t *testing.T) {
	for _, test := range []struct {
		body, fields uint32
		want         int
	}{
		{0, 0, 16},
		{5, 1, 29},
		{1<<27 - 16, 0, 1 << 27},
		{1<<27 - 15, 0, -1},
		{1<<32 - 16, 16, -1},
		{0, 1<<32 - 1, -1},
		{1<<32 - 1, 1<<32 - 1, -1},
		{0, maxArray + 1, -1},
	} {
		raw := []byte("l\x04\x00\x01")
		raw = Order.AppendUint32(raw, test.body)
		raw = Order.AppendUint32(raw, 1)
		raw = Order.AppendUint32(raw, test.fields)
		got, err := frameSize(raw)
		if (err != nil) != (test.want < 0) || err == nil && got != test.want {
			t.Errorf("a body of %d and fields of %d: %d, %v; want %d", test.body, test.fields, got, err, test.want)
		}
	}
	for what, start := range map[string]string{"a byte order": "x\x04\x00\x01", "a version": "l\x04\x00\x02"} {
		if _, err := frameSize(append([]byte(start), make([]byte, 12)...)); err == nil {
			t.Errorf("%s that does not exist is accepted", what)
		}
	}
}

func TestMessagesComeBackAsTheyWent(t *testing.T) {
	for _, m := range []Message{
		{Type: MethodCall, Flags: 5, Serial: 9, Path: "/a/b", Interface: "com.example.A", Member: "Do", Destination: "com.example.Me", Files: 3, Body: []bus.Value{bus.Byte(1), bus.Uint64(2)}},
		{Type: MethodCall, Serial: 1 << 31, Path: "/", Member: "D", Destination: ":1.1"},
		{Type: MethodReturn, Serial: 1, ReplySerial: 2, Destination: ":1.1", Sender: ":1.2", Body: []bus.Value{bus.String("x")}},
		{Type: ErrorReply, Serial: 1, ReplySerial: 2, ErrorName: "com.example.Error"},
		{Type: Signal, Serial: 1, Path: "/", Interface: "com.example.A", Member: "Done"},
	} {
		header, body, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		f, err := Parse(append(header, body...))
		if err != nil {
			t.Fatalf("%+v: %v", m, err)
		}
		values, err := f.Body()
		back := Message{f.Type, f.Flags, f.Serial, f.ReplySerial, f.Path, f.Interface, f.Member, f.ErrorName, f.Destination, f.Sender, int(f.FileCount), values}
		if err != nil || !reflect.DeepEqual(m, back) {
			t.Errorf("%+v came back as %+v, %v", m, back, err)
		}
	}
	half := bus.Bytes(make([]byte, maxArray-8))
	whole := Message{Type: MethodCall, Serial: 1, Path: "/", Member: "Do", Body: []bus.Value{half, half}}
	if _, _, err := whole.Encode(); !errors.Is(err, ErrTooLong) {
		t.Errorf("a message of a little more than 128 MiB: %v; want ErrTooLong", err)
	}
}

// FuzzFrame feeds the reader of messages anything. What it takes for a message has
// good names and, unless it says otherwise, a body that is encoded as it came.
func FuzzFrame(f *testing.F) {
	f.Add(message(MethodCall, 7, []byte{42}, path, iface, member, types, unknown))
	f.Add(message(ErrorReply, 7, nil, replies, field(fieldErrorName, bus.String("com.example.Error"))))
	f.Add(message(MethodReturn, 7, nil, replies, field(fieldUnixFDs, bus.Uint32(1<<32-1)), field(fieldSender, bus.String(":1.5"))))
	for _, sig := range []bus.Signature{"aq", "ad", "a{sv}", "(ybnqiuxtdsogh)", "aav", "as"} {
		body := make([]byte, 8)
		f.Add(message(Signal, 1, body, path, iface, member, field(fieldSignature, bus.SignatureValue(sig))))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		frame, err := Parse(raw)
		if err != nil {
			return
		}
		if frame.Serial == 0 || !bytes.HasSuffix(raw, frame.body) {
			t.Fatalf("a frame of the serial %d with the body %x", frame.Serial, frame.body)
		}
		if frame.order == binary.BigEndian && raw[0] != 'B' {
			t.Fatalf("the byte order of %q", raw[0])
		}
		m := frame.Message(time.Time{})
		for name, err := range map[string]error{
			"sender":      good(m.Sender, bus.ParseName),
			"destination": good(m.Destination, bus.ParseName),
			"path":        good(m.Path, bus.ParseObjectPath),
			"interface":   good(m.Interface, bus.ParseInterface),
			"member":      good(m.Member, bus.ParseMember),
			"error name":  good(bus.Interface(m.ErrorName), bus.ParseInterface),
		} {
			if err != nil {
				t.Fatalf("the %s: %v", name, err)
			}
		}
		if m.Size != len(raw) || m.Signature != frame.Signature {
			t.Fatalf("%d bytes of “%s” became %d of “%s”", len(raw), frame.Signature, m.Size, m.Signature)
		}
		if m.Malformed != nil {
			if m.Body != nil {
				t.Fatalf("a malformed body has %d values", len(m.Body))
			}
			return
		}
		body, sig, err := Encode(m.Body)
		if err != nil || sig != m.Signature {
			t.Fatalf("the body is “%s” again, %v; want “%s”", sig, err, m.Signature)
		}
		if frame.order == binary.LittleEndian && !bytes.Equal(body, frame.body) {
			t.Fatalf("the body is\n%x again; want\n%x", body, frame.body)
		}
		if values, err := Decode(body, Order, sig); err != nil || !slices.EqualFunc(values, m.Body, bus.Value.Equal) {
			t.Fatalf("the body became %v, %v; want %v", values, err, m.Body)
		}
	})
}

// good checks a name, which may be missing.
func good[T ~string](name T, parse func(string) (T, error)) error {
	if name == "" {
		return nil
	}
	_, err := parse(string(name))
	return err
}
