package bus

import (
	"math"
	"slices"
	"strings"
)

// JSON writes v as JSON over several lines, for people: [ParseJSON] with v's
// signature reads it back as an equal value, so nothing is lost. It is empty
// for the zero Value.
//
//   - Every kind of integer, and a handle, is a number with all its digits. A
//     reader that keeps numbers as doubles, as JavaScript does, loses the last
//     digits of those beyond 2^53.
//   - A double is a number with a point or an exponent, as short as reads back
//     the same. "NaN", "Infinity" and "-Infinity" are strings.
//   - A string, an object path and a signature are strings.
//   - A variant is {"type": "u", "data": 5}, as busctl writes it.
//   - An array and a struct are arrays.
//   - A dictionary is an object, its entries in order, if its keys are texts and
//     all different; otherwise it is an array of [key, value].
//   - Bytes, "ay", are a string if they are UTF-8 text that can be shown. If a
//     NUL ends them, so does \u0000 that string. Other bytes are an object with
//     one member: {"base64": "AAEC"}.
func (v Value) JSON() string { return v.json(true) }

// CompactJSON is JSON on one line, without blanks.
func (v Value) CompactJSON() string { return v.json(false) }

// JSONUpTo is JSON cut after at most limit bytes, without the cost of writing
// the rest. Whole reports whether nothing was cut. Whether the keys of a
// dictionary are all different is found out only as far as it is written.
func (v Value) JSONUpTo(limit int) (text string, whole bool) {
	w := jsonWriter{printer: printer{limit: limit}, indent: true}
	w.value(v, 0)
	return w.cut()
}

// JSON writes the body as an array over several lines, each value as
// [Value.JSON] does; "[]" if it is empty. [ParseJSONArguments] with r's
// signature reads it back.
func (r Reply) JSON() string { return r.json(true) }

// CompactJSON is JSON on one line, without blanks.
func (r Reply) CompactJSON() string { return r.json(false) }

// JSONUpTo is JSON cut as [Value.JSONUpTo] does.
func (r Reply) JSONUpTo(limit int) (text string, whole bool) {
	w := jsonWriter{printer: printer{limit: limit}, indent: true}
	w.items(slices.All(r.Body), 0)
	return w.cut()
}

func (v Value) json(indent bool) string {
	w := jsonWriter{printer: printer{limit: math.MaxInt}, indent: indent}
	w.value(v, 0)
	return w.String()
}

func (r Reply) json(indent bool) string {
	w := jsonWriter{printer: printer{limit: math.MaxInt}, indent: indent}
	w.items(slices.All(r.Body), 0)
	return w.String()
}

// The members of the objects that stand for variants and bytes.
const (
	jsonType   = "type"
	jsonData   = "data"
	jsonBase64 = "base64"
)

// What JSON has no numbers for.
const (
	jsonNaN              = "NaN"
	jsonInfinity         = "Infinity"
	jsonNegativeInfinity = "-Infinity"
)

// isTextKey reports whether keys of a type may be the names of an object as
// they are.
func isTextKey(typ Signature) bool { return strings.IndexByte("sog", byte(typ.Type())) >= 0 }
