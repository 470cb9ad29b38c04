package bus

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// ParseJSON reads one value of type typ from JSON: what [Value.JSON] writes,
// what busctl writes of a value, and what other programs write of their own:
//
//   - An integer may be written with a point or an exponent as long as it is
//     whole, and any number as a string.
//   - The names of an object are the keys of a dictionary, numbers and booleans
//     too; a dictionary may always be an array of [key, value] too.
//   - A variant may hold a bare value: a string, a boolean, "i", "x" or "t" for a
//     whole number, the first that holds it, "d" for another, "a{sv}" for an
//     object, and an array of one of these, or of variants if its items
//     differ. An object that has just "type" and "data" is a variant with its
//     type, never a dictionary.
//   - Bytes may be an array of numbers too.
//
// If typ is empty, the type is taken from the text as for a bare value. Names
// may repeat, as keys may. The limits are those of [ParseValue]; the error is a
// [*TextError].
func ParseJSON(text string, typ Signature) (Value, error) {
	v, err := readJSON(text, typ)
	if err != nil {
		return Value{}, err
	}
	return v, nil
}

// ParseJSONArguments reads the arguments of a call: an array of them, as
// [Reply.JSON] writes it, or nothing but blanks if there are none. One that is
// not an array may stand by itself where only one is expected. Sig is their
// types; if it is empty, they are taken from the text, see [ParseJSON]. The
// error is a [*TextError].
func ParseJSONArguments(text string, sig Signature) ([]Value, error) {
	args, err := readJSONArguments(text, sig)
	if err != nil {
		return nil, err
	}
	return args, nil
}

func readJSON(text string, typ Signature) (Value, *TextError) {
	if typ != "" {
		if _, err := parseType(string(typ)); err != nil {
			return Value{}, &TextError{0, Because("the type is not valid: %s", err.Reason)}
		}
	}
	n, err := parseJSON(text)
	if err != nil {
		return Value{}, err
	}
	return buildJSONAs(n, typ)
}

func readJSONArguments(text string, sig Signature) ([]Value, *TextError) {
	if _, err := parseSignature(string(sig)); err != nil {
		return nil, &TextError{0, Because("the signature is not valid: %s", err.Reason)}
	}
	types := sig.Split()
	nodes := []node{}
	if strings.Trim(text, " \t\n\r") != "" {
		n, err := parseJSON(text)
		if err != nil {
			return nil, err
		}
		nodes = n.children
		if n.kind != nodeArray {
			nodes = []node{n}
		}
	}
	if sig == "" {
		types = make([]Signature, len(nodes))
	}
	switch {
	case len(nodes) > len(types):
		return nil, &TextError{nodes[len(types)].at, tooMany(len(types))}
	case len(nodes) < len(types):
		return nil, &TextError{len(text), tooFew(len(types), len(nodes))}
	}
	args := make([]Value, len(nodes))
	for i, n := range nodes {
		arg, err := buildJSONAs(n, types[i])
		if err != nil {
			return nil, err
		}
		args[i] = arg
	}
	return args, nil
}

// buildJSONAs is buildJSON with the type taken from n itself if typ is empty.
func buildJSONAs(n node, typ Signature) (Value, *TextError) {
	if typ == "" {
		var err *TextError
		if typ, err = inferJSON(n); err != nil {
			return Value{}, err
		}
	}
	return buildJSON(n, typ)
}

// buildJSON makes the value of type typ that n stands for.
func buildJSON(n node, typ Signature) (Value, *TextError) {
	switch typ.Type() {
	case TypeVariant:
		return buildJSONVariant(n)
	case TypeArray:
		switch {
		case typ.IsDict():
			return buildJSONDict(n, typ)
		case typ == "ay" && n.kind != nodeArray:
			return buildJSONBytes(n)
		case n.kind == nodeArray:
			return buildJSONArray(n, typ)
		}
	case TypeStruct:
		if n.kind == nodeArray {
			return buildJSONStruct(n, typ)
		}
	case TypeBool:
		if n.kind == nodeBool {
			return Bool(n.text == "true"), nil
		}
	case TypeString:
		if n.kind == nodeString {
			return at(n)(NewString(n.text))
		}
	case TypeObjectPath, TypeSignature:
		if n.kind == nodeString {
			return buildString(n, typ)
		}
	default:
		if n.kind == nodeNumber || n.kind == nodeString {
			return buildJSONNumber(n, typ)
		}
	}
	return Value{}, &TextError{n.at, expectedJSON(typ)}
}

// buildJSONKey makes a key of the name of an object's member.
func buildJSONKey(n node, typ Signature) (Value, *TextError) {
	if typ == "b" && (n.text == "true" || n.text == "false") {
		return Bool(n.text == "true"), nil
	}
	return buildJSON(n, typ)
}

func buildJSONVariant(n node) (Value, *TextError) {
	typ, data, tagged := jsonVariant(n)
	if !tagged {
		inner, err := buildJSONAs(n, "")
		if err != nil {
			return Value{}, err
		}
		return at(n)(NewVariant(inner))
	}
	if typ.kind != nodeString {
		return Value{}, &TextError{typ.at, Because("expected a type between quotes")}
	}
	sig, bad := parseType(typ.text)
	if bad != nil {
		return Value{}, &TextError{typ.at, Because("not a type: %s", bad.Reason)}
	}
	inner, err := buildJSON(data, sig)
	if err != nil {
		return Value{}, err
	}
	return at(n)(NewVariant(inner))
}

// jsonVariant tells an object that has just a type and data from all others.
func jsonVariant(n node) (typ, data node, ok bool) {
	if n.kind != nodeDict || len(n.children) != 4 {
		return node{}, node{}, false
	}
	c := n.children
	switch {
	case c[0].text == jsonType && c[2].text == jsonData:
		return c[1], c[3], true
	case c[0].text == jsonData && c[2].text == jsonType:
		return c[3], c[1], true
	}
	return node{}, node{}, false
}

func buildJSONBytes(n node) (Value, *TextError) {
	switch {
	case n.kind == nodeString:
		return Bytes([]byte(n.text)), nil
	case n.kind == nodeDict && len(n.children) == 2 && n.children[0].text == jsonBase64 && n.children[1].kind == nodeString:
		b, err := base64.StdEncoding.Strict().DecodeString(n.children[1].text)
		if err != nil {
			return Value{}, &TextError{n.children[1].at, Because("this is not base64")}
		}
		return Bytes(b), nil
	}
	return Value{}, &TextError{n.at, expectedJSON("ay")}
}

func buildJSONArray(n node, typ Signature) (Value, *TextError) {
	items := make([]Value, len(n.children))
	for i, child := range n.children {
		item, err := buildJSON(child, typ.Elem())
		if err != nil {
			return Value{}, err
		}
		items[i] = item
	}
	return at(n)(Array(typ.Elem(), items...))
}

func buildJSONStruct(n node, typ Signature) (Value, *TextError) {
	types := typ.Fields()
	if len(types) != len(n.children) {
		return Value{}, &TextError{n.at, expectedJSON(typ)}
	}
	fields := make([]Value, len(types))
	for i, child := range n.children {
		field, err := buildJSON(child, types[i])
		if err != nil {
			return Value{}, err
		}
		fields[i] = field
	}
	return at(n)(NewStruct(fields...))
}

func buildJSONDict(n node, typ Signature) (Value, *TextError) {
	key, value := typ.KeyValue()
	pairs, buildKey := n.children, buildJSONKey
	switch n.kind {
	case nodeDict:
	case nodeArray:
		pairs, buildKey = nil, buildJSON
		for _, child := range n.children {
			if child.kind != nodeArray || len(child.children) != 2 {
				return Value{}, &TextError{child.at, Because("expected an entry, as in “[key, value]”")}
			}
			pairs = append(pairs, child.children...)
		}
	default:
		return Value{}, &TextError{n.at, expectedJSON(typ)}
	}
	entries := make([]Entry, len(pairs)/2)
	for i := range entries {
		k, err := buildKey(pairs[2*i], key)
		if err != nil {
			return Value{}, err
		}
		v, err := buildJSON(pairs[2*i+1], value)
		if err != nil {
			return Value{}, err
		}
		entries[i] = Entry{k, v}
	}
	return at(n)(Dict(key, value, entries...))
}

// expectedJSON says what a value of type typ looks like.
func expectedJSON(typ Signature) (reason Reason) {
	switch {
	case typ == "ay":
		return Because("expected bytes: text between quotes, an array of numbers, or {\"base64\": \"…\"}")
	case typ.IsDict():
		return Because("expected an object for a dictionary of type %s", typ)
	case typ.Type() == TypeStruct:
		return Because("expected an array of %s for a struct of type %s", strconv.Itoa(len(typ.Fields())), typ)
	}
	return expected(typ)
}
