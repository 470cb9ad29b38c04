package wire_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
	"go.uber.org/goleak"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/bus/internal/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestBodiesComeBackAsTheyWent(t *testing.T) {
	samples := bustest.Samples()
	// All at once too, so that everything starts at odd places.
	rows := [][]bus.Value{nil}
	for _, v := range samples {
		rows = append(rows, []bus.Value{v}, []bus.Value{bus.Byte(1), v, bus.Byte(2)}, []bus.Value{bus.Variant(v)})
	}
	for i := range len(samples) - 20 {
		rows = append(rows, samples[i:i+20])
	}
	for _, want := range rows {
		body, sig, err := wire.Encode(want)
		if err != nil {
			t.Fatalf("Encode: %v", err)
		}
		got, err := wire.Decode(body, wire.Order, sig)
		if err != nil || len(got) != len(want) {
			t.Fatalf("decode of %s: %d values, %v; want %d", sig, len(got), err, len(want))
		}
		for i := range got {
			if !got[i].Equal(want[i]) {
				t.Errorf("%.200s became %.200s", want[i].Text(), got[i].Text())
			}
		}
	}
}

// TestEncodeAgreesWithGodbus holds the encoding to somebody else's, in both
// byte orders as far as reading goes.
func TestEncodeAgreesWithGodbus(t *testing.T) {
	type pair struct {
		A byte
		B string
	}
	for _, test := range []struct {
		ours   bus.Value
		theirs any
	}{
		{bus.Byte(7), byte(7)},
		{bus.Bool(true), true},
		{bus.Int16(-2), int16(-2)},
		{bus.Uint16(2), uint16(2)},
		{bus.Int32(-3), int32(-3)},
		{bus.Uint32(3), uint32(3)},
		{bus.Int64(-4), int64(-4)},
		{bus.Uint64(4), uint64(4)},
		{bus.Double(1.25), 1.25},
		{bus.String("é"), "é"},
		{bus.PathValue("/a/b"), dbus.ObjectPath("/a/b")},
		{bus.SignatureValue("a{sv}"), dbus.ParseSignatureMust("a{sv}")},
		{bus.Handle(0), dbus.UnixFDIndex(0)},
		{bus.Variant(bus.Struct(bus.Byte(1), bus.String("x"))), dbus.MakeVariant(pair{1, "x"})},
		{bus.Bytes([]byte("raw")), []byte("raw")},
		{array(t, "(ys)", bus.Struct(bus.Byte(1), bus.String("x")), bus.Struct(bus.Byte(2), bus.String("y"))), []pair{{1, "x"}, {2, "y"}}},
		{array(t, "t"), []uint64{}},
		{array(t, "t", bus.Uint64(1), bus.Uint64(1<<63)), []uint64{1, 1 << 63}},
		{array(t, "x", bus.Int64(-1)), []int64{-1}},
		{array(t, "d", bus.Double(-1.25), bus.Double(0)), []float64{-1.25, 0}},
		{array(t, "u", bus.Uint32(1), bus.Uint32(1<<31)), []uint32{1, 1 << 31}},
		{array(t, "i", bus.Int32(-3)), []int32{-3}},
		{array(t, "q", bus.Uint16(1), bus.Uint16(1<<15)), []uint16{1, 1 << 15}},
		{array(t, "n", bus.Int16(-7), bus.Int16(7)), []int16{-7, 7}},
		{array(t, "b", bus.Bool(true), bus.Bool(false)), []bool{true, false}},
		{array(t, "as", array(t, "s", bus.String("x")), array(t, "s")), [][]string{{"x"}, {}}},
		{dict(t, "y", "t", bus.Entry{Key: bus.Byte(1), Value: bus.Uint64(2)}), map[byte]uint64{1: 2}},
	} {
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			frame := theirs(t, order, byte(9), test.theirs)
			if frame.Signature != "y"+test.ours.Signature() {
				t.Errorf("godbus's %s is %s here", frame.Signature, test.ours.Signature())
			}
			values, err := frame.Body()
			if err != nil || !values[1].Equal(test.ours) {
				t.Errorf("%s: reading what godbus wrote: %v, %v", test.ours.Text(), values, err)
			}
			if order == binary.LittleEndian {
				body, _, err := wire.Encode([]bus.Value{bus.Byte(9), test.ours})
				if err != nil || !bytes.Equal(body, frame.Raw()) {
					t.Errorf("%s: encoded as\n%x, %v; godbus says\n%x", test.ours.Text(), body, err, frame.Raw())
				}
			}
		}
	}
}

// theirs is a signal that godbus encoded.
func theirs(t *testing.T, order binary.ByteOrder, body ...any) *wire.Frame {
	t.Helper()
	msg := &dbus.Message{Type: dbus.TypeSignal, Body: body, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldPath:      dbus.MakeVariant(dbus.ObjectPath("/")),
		dbus.FieldInterface: dbus.MakeVariant("com.example"),
		dbus.FieldMember:    dbus.MakeVariant("Changed"),
		dbus.FieldSignature: dbus.MakeVariant(dbus.SignatureOf(body...)),
	}}
	var buf bytes.Buffer
	if err := msg.EncodeTo(&buf, order); err != nil {
		t.Fatal(err)
	}
	order.PutUint32(buf.Bytes()[8:], 1) // godbus sets the serial as it sends
	frame, err := wire.ParseFrame(buf.Bytes())
	if err != nil {
		t.Fatalf("parseFrame of what godbus wrote: %v", err)
	}
	return frame
}

func array(t testing.TB, elem bus.Signature, items ...bus.Value) bus.Value {
	t.Helper()
	v, err := bus.Array(elem, items...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func dict(t testing.TB, key, value bus.Signature, entries ...bus.Entry) bus.Value {
	t.Helper()
	v, err := bus.Dict(key, value, entries...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDecodeRefuses(t *testing.T) {
	u32 := func(n uint32) string { return string(wire.Order.AppendUint32(nil, n)) }
	for _, test := range []struct {
		what string
		sig  bus.Signature
		body string
	}{
		{"a body that ends too soon", "t", "1234567"},
		{"a body with more than it should have", "y", "12"},
		{"padding that is not zero", "yu", "\x01\x00\x02\x00" + u32(1)},
		{"a boolean of 2", "b", u32(2)},
		{"a string longer than what is there", "s", u32(10) + "short\x00"},
		{"a string of 4 GiB", "s", u32(1<<32-1) + "\x00"},
		{"a string without its NUL", "s", u32(1) + "ab"},
		{"a NUL in a string", "s", u32(3) + "a\x00b\x00"},
		{"a string that is not UTF-8", "s", u32(2) + "\xff\xfe\x00"},
		{"a surrogate in a string", "s", u32(3) + "\xed\xa0\x80\x00"},
		{"an object path that is none", "o", u32(3) + "a/b\x00"},
		{"an object path with a slash at its end", "o", u32(3) + "/a/\x00"},
		{"a signature that is none", "g", "\x01{\x00"},
		{"a variant of no type", "v", "\x00\x00"},
		{"a variant of two types", "v", "\x02yy\x00\x01\x02"},
		{"a variant of a bad type", "v", "\x01z\x00\x01"},
		{"an array longer than what is there", "ay", u32(5) + "abc"},
		{"an array of more than 64 MiB", "ay", u32(1<<26 + 1)},
		{"an array that ends inside an item", "au", u32(6) + "\x01\x00\x00\x00\x02\x00\x00\x00"},
		{"a dictionary that ends inside an entry", "a{yy}", u32(1) + "\x00\x00\x00\x00" + "\x01\x02"},
		{"65 variants in each other", "v", strings.Repeat("\x01v\x00", 64) + "\x01y\x00\x01"},
		{"a million variants in each other", "v", strings.Repeat("\x01v\x00", 1_000_000) + "\x01y\x00\x01"},
	} {
		values, err := wire.Decode([]byte(test.body), wire.Order, test.sig)
		if _, ok := errors.AsType[*wire.FormatError](err); !ok {
			t.Errorf("%s: %v, %v; want a *wire.FormatError", test.what, values, err)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	half := bus.Bytes(make([]byte, wire.MaxArray))
	many := make([]bus.Value, 256)
	for i := range many {
		many[i] = bus.Byte(0)
	}
	for what, test := range map[string]struct {
		values []bus.Value
		want   error
	}{
		"no value":                      {[]bus.Value{{}}, wire.ErrNoValue},
		"an array of more than 64 MiB":  {[]bus.Value{array(t, "ay", half)}, wire.ErrTooLong},
		"a body of more than 128 MiB":   {[]bus.Value{half, half, bus.Byte(1)}, wire.ErrTooLong},
		"a signature of more than 255":  {many, wire.ErrTooLong},
		"a string of more than 128 MiB": {[]bus.Value{bus.String(strings.Repeat("x", wire.MaxMessage+1))}, wire.ErrTooLong},
	} {
		if _, _, err := wire.Encode(test.values); !errors.Is(err, test.want) {
			t.Errorf("%s: %v; want %v", what, err, test.want)
		}
	}
}

// FuzzDecode feeds the decoder anything: it must give values that encode, or an
// error, and never panic.
func FuzzDecode(f *testing.F) {
	for _, v := range bustest.Samples() {
		if body, sig, err := wire.Encode([]bus.Value{v}); err == nil && len(body) < 1000 {
			f.Add(body, string(sig), true)
		}
	}
	f.Add([]byte("\x01v\x00\x01y\x00\x01"), "v", false)
	f.Fuzz(func(t *testing.T, body []byte, text string, little bool) {
		sig, err := bus.ParseSignature(text)
		if err != nil {
			return
		}
		order := binary.ByteOrder(binary.BigEndian)
		if little {
			order = binary.LittleEndian
		}
		values, err := wire.Decode(body, order, sig)
		if err != nil {
			return
		}
		again, back, err := wire.Encode(values)
		if err != nil || back != sig {
			t.Fatalf("%s decoded to what encodes as %s, %v", sig, back, err)
		}
		if little && !bytes.Equal(again, body) {
			t.Fatalf("%x of %s came back as %x", body, sig, again)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	entries := make([]bus.Entry, 100)
	for i := range entries {
		entries[i] = bus.Entry{Key: bus.String(fmt.Sprint("key", i)), Value: bus.Variant(bus.Struct(bus.Int32(1), bus.String("value")))}
	}
	body, sig, err := wire.Encode([]bus.Value{dict(b, "s", "v", entries...)})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := wire.Decode(body, wire.Order, sig); err != nil {
			b.Fatal(err)
		}
	}
}
