package wire

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// Decode reads a body of the signature, which is valid. Its error is a
// *[FormatError] or [ErrTooMany].
func Decode(body []byte, order binary.ByteOrder, sig bus.Signature) ([]bus.Value, error) {
	d := &decoder{scanner: scanner{data: body, order: order}}
	var values []bus.Value
	for _, typ := range sig.Split() {
		values = append(values, d.value(typ, 0))
	}
	if d.err == nil && d.pos != len(body) {
		d.fail(bus.Because("more than the signature says"))
	}
	if d.err != nil {
		return nil, d.err
	}
	return values, nil
}

// MaxValues is how many values a body may hold, each container and each of its
// items counting as one, but for arrays of bytes and of numbers, which count as one
// whatever is in them.
const MaxValues = 1 << 20

// ErrTooMany is the error of a body that holds more than [MaxValues]. It is no
// fault of the format.
var ErrTooMany = bus.Because("the message holds more than %d values", MaxValues).Err()

// decoder reads values. Its methods are told how many containers are open.
type decoder struct {
	scanner
	values int // read so far
}

// value reads one value of the complete type sig.
func (d *decoder) value(sig bus.Signature, depth int) bus.Value {
	if depth > maxDepth {
		d.fail(bus.Because("more than 64 containers in each other"))
	}
	if d.values++; d.values > MaxValues && d.err == nil {
		d.err = ErrTooMany
	}
	if d.err != nil {
		return bus.Value{}
	}
	switch sig.Type() {
	case bus.TypeByte:
		return bus.Byte(d.byte())
	case bus.TypeBool:
		return bus.Bool(d.bool())
	case bus.TypeInt16:
		return bus.Int16(int16(d.uint16()))
	case bus.TypeUint16:
		return bus.Uint16(d.uint16())
	case bus.TypeInt32:
		return bus.Int32(int32(d.uint32()))
	case bus.TypeUint32:
		return bus.Uint32(d.uint32())
	case bus.TypeInt64:
		return bus.Int64(int64(d.uint64()))
	case bus.TypeUint64:
		return bus.Uint64(d.uint64())
	case bus.TypeDouble:
		return bus.Double(math.Float64frombits(d.uint64()))
	case bus.TypeHandle:
		return bus.Handle(d.uint32())
	case bus.TypeString:
		return bus.String(d.string())
	case bus.TypeObjectPath:
		return d.valid(bus.PathValue(bus.ObjectPath(d.string())), bus.Because("an invalid object path"))
	case bus.TypeSignature:
		return d.valid(bus.SignatureValue(bus.Signature(d.signature())), bus.Because("an invalid signature"))
	case bus.TypeVariant:
		return d.variant(d.signature(), depth)
	case bus.TypeArray:
		return d.array(sig, depth)
	case bus.TypeStruct:
		return d.structure(sig, depth)
	}
	d.fail(bus.Because("an unknown type"))
	return bus.Value{}
}

// valid fails for the reason if v is no value.
func (d *decoder) valid(v bus.Value, reason bus.Reason) bus.Value {
	if !v.IsValid() {
		d.fail(reason)
	}
	return v
}

// made fails if a container could not be made.
func (d *decoder) made(v bus.Value, err error) bus.Value {
	if err != nil {
		d.fail(bus.ReasonOf(err))
	}
	return v
}

// variant reads what follows a variant's signature.
func (d *decoder) variant(text string, depth int) bus.Value {
	if d.err != nil {
		return bus.Value{}
	}
	sig, err := bus.ParseType(text)
	if err != nil {
		d.fail(bus.Because("a variant whose signature is not one type"))
		return bus.Value{}
	}
	inner := d.value(sig, depth+1)
	if d.err != nil {
		return bus.Value{}
	}
	return d.made(bus.NewVariant(inner))
}

func (d *decoder) structure(sig bus.Signature, depth int) bus.Value {
	d.align(8)
	types := sig.Fields()
	fields := make([]bus.Value, 0, len(types))
	for _, typ := range types {
		fields = append(fields, d.value(typ, depth+1))
	}
	if d.err != nil {
		return bus.Value{}
	}
	return d.made(bus.NewStruct(fields...))
}

// array reads an array or a dictionary.
func (d *decoder) array(sig bus.Signature, depth int) bus.Value {
	elem := sig.Elem()
	end := d.scanner.array(alignment(elem))
	var v bus.Value
	var err error
	switch {
	case d.err != nil:
		return bus.Value{}
	case sig == "ay":
		return bus.Bytes(append([]byte(nil), d.next(end-d.pos)...))
	case isNumber(elem):
		return d.numbers(elem, end)
	case sig.IsDict():
		key, value := elem.KeyValue()
		var entries []bus.Entry
		for d.err == nil && d.pos < end {
			d.align(8)
			k := d.value(key, depth+2)
			entries = append(entries, bus.Entry{Key: k, Value: d.value(value, depth+2)})
		}
		if d.err == nil {
			v, err = bus.Dict(key, value, entries...)
		}
	default:
		var items []bus.Value
		for d.err == nil && d.pos < end {
			items = append(items, d.value(elem, depth+1))
		}
		if d.err == nil {
			v, err = bus.Array(elem, items...)
		}
	}
	if d.pos != end {
		d.fail(bus.Because("an array that is not as long as it says"))
	}
	return d.made(v, err)
}

// isNumber reports whether arrays of the type are kept as bytes.
func isNumber(elem bus.Signature) bool {
	switch elem.Type() {
	case bus.TypeInt16, bus.TypeUint16, bus.TypeInt32, bus.TypeUint32, bus.TypeInt64, bus.TypeUint64, bus.TypeDouble:
		return true
	}
	return false
}

// numbers reads the rest of an array of numbers.
func (d *decoder) numbers(elem bus.Signature, end int) bus.Value {
	size := alignment(elem)
	if (end-d.pos)%size != 0 {
		d.fail(bus.Because("an array that is not as long as it says"))
		return bus.Value{}
	}
	raw := append([]byte(nil), d.next(end-d.pos)...)
	if d.order != Order {
		for number := range slices.Chunk(raw, size) {
			slices.Reverse(number)
		}
	}
	return d.made(bus.Numbers(elem, raw))
}

// alignment is the multiple of bytes at which a value of the type starts.
func alignment(sig bus.Signature) int {
	switch sig.Type() {
	case bus.TypeByte, bus.TypeSignature, bus.TypeVariant:
		return 1
	case bus.TypeInt16, bus.TypeUint16:
		return 2
	case bus.TypeInt64, bus.TypeUint64, bus.TypeDouble, bus.TypeStruct, bus.TypeDictEntry:
		return 8
	}
	return 4
}
