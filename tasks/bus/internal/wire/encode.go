package wire

import (
	"encoding/binary"
	"math"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Why a body cannot be encoded.
var (
	ErrTooLong = bus.Because("longer than the protocol lets a message be").Err()
	ErrNoValue = bus.Because("a value is missing").Err()
)

// Order is the byte order of what this package encodes.
var Order = binary.LittleEndian

// Encode returns the body that the values make, and its signature. The error
// is [ErrTooLong] or [ErrNoValue].
func Encode(values []bus.Value) ([]byte, bus.Signature, error) {
	var e encoder
	var sig bus.Signature
	for _, v := range values {
		sig += v.Signature()
		e.value(v)
	}
	if _, err := bus.ParseSignature(string(sig)); err != nil || len(e.body) > MaxMessage {
		e.fail(ErrTooLong)
	}
	if e.err != nil {
		return nil, "", e.err
	}
	return e.body, sig, nil
}

// encoder appends values to a body. After the first fault, kept in err, it goes
// on no longer than it must.
type encoder struct {
	body []byte
	err  error
}

func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

var zeros [8]byte

func (e *encoder) align(n int) {
	e.body = append(e.body, zeros[:-len(e.body)&(n-1)]...)
}

func (e *encoder) value(v bus.Value) {
	if e.err != nil {
		return
	}
	e.align(alignment(v.Signature()))
	switch v.Type() {
	case bus.TypeInvalid:
		e.fail(ErrNoValue)
	case bus.TypeVariant:
		e.signature(string(v.Inner().Signature()))
		e.value(v.Inner())
	case bus.TypeStruct:
		for _, field := range v.Items() {
			e.value(field)
		}
	case bus.TypeArray:
		e.array(v)
	case bus.TypeSignature:
		text, _ := v.AsString()
		e.signature(text)
	case bus.TypeString, bus.TypeObjectPath:
		text, _ := v.AsString()
		if len(text) > MaxMessage {
			e.fail(ErrTooLong)
			return
		}
		e.text(text)
	default:
		e.number(v)
	}
}

func (e *encoder) text(text string) {
	e.align(4)
	e.body = Order.AppendUint32(e.body, uint32(len(text)))
	e.body = append(e.body, text...)
	e.body = append(e.body, 0)
}

func (e *encoder) signature(text string) {
	e.body = append(e.body, byte(len(text)))
	e.body = append(e.body, text...)
	e.body = append(e.body, 0)
}

func (e *encoder) number(v bus.Value) {
	switch x := v.Basic().(type) {
	case byte:
		e.body = append(e.body, x)
	case bool:
		n := uint32(0)
		if x {
			n = 1
		}
		e.body = Order.AppendUint32(e.body, n)
	case int16:
		e.body = Order.AppendUint16(e.body, uint16(x))
	case uint16:
		e.body = Order.AppendUint16(e.body, x)
	case int32:
		e.body = Order.AppendUint32(e.body, uint32(x))
	case uint32:
		e.body = Order.AppendUint32(e.body, x)
	case int64:
		e.body = Order.AppendUint64(e.body, uint64(x))
	case uint64:
		e.body = Order.AppendUint64(e.body, x)
	case float64:
		e.body = Order.AppendUint64(e.body, math.Float64bits(x))
	}
}

// array appends an array or a dictionary, whose length goes in front but is
// known only afterwards.
func (e *encoder) array(v bus.Value) {
	e.body = append(e.body, zeros[:4]...)
	length := len(e.body) - 4
	e.align(alignment(v.Signature().Elem()))
	start := len(e.body)
	b, ok := v.AsBytes()
	if !ok {
		b, ok = v.AsNumbers() // in the order of what this package encodes
	}
	if ok {
		if len(b) > maxArray {
			e.fail(ErrTooLong)
			return
		}
		e.body = append(e.body, b...)
	} else {
		for _, item := range v.Items() {
			e.value(item)
		}
		for entry := range v.Entries() {
			e.align(8)
			e.value(entry.Key)
			e.value(entry.Value)
		}
	}
	if len(e.body)-start > maxArray {
		e.fail(ErrTooLong)
	}
	Order.PutUint32(e.body[length:], uint32(len(e.body)-start))
}
