package bus

import "errors"

// build makes the value of type typ that n stands for. A type that stands
// before a part of n counted when the type of the whole was told; here it is
// typ that counts, as for GLib.
func build(n node, typ Signature) (Value, *TextError) {
	switch n.kind {
	case nodeTyped:
		return build(n.children[0], typ)
	case nodeNumber:
		return buildNumber(n, typ)
	case nodeString:
		return buildString(n, typ)
	case nodeBool:
		if typ == "b" {
			return Bool(n.text == "true"), nil
		}
	case nodeBytes:
		if typ == "ay" {
			return Bytes([]byte(n.text)), nil
		}
	case nodeVariant:
		if typ == "v" {
			return buildVariant(n)
		}
	case nodeTuple:
		if typ.Type() == TypeStruct {
			return buildStruct(n, typ)
		}
	case nodeDict:
		if typ.IsDict() {
			return buildDict(n, typ)
		}
	case nodeArray:
		switch {
		case typ.IsDict():
			return buildDictOfEntries(n, typ)
		case typ.Type() == TypeArray:
			return buildArray(n, typ)
		}
	}
	return Value{}, &TextError{n.at, expected(typ)}
}

func buildString(n node, typ Signature) (Value, *TextError) {
	switch typ {
	case "s":
		return Value{typ, n.text}, nil
	case "o":
		if _, err := ParseObjectPath(n.text); err != nil {
			return Value{}, &TextError{n.at, Because("not an object path: %s", reasonOf(err))}
		}
		return Value{typ, n.text}, nil
	case "g":
		if _, err := ParseSignature(n.text); err != nil {
			return Value{}, &TextError{n.at, Because("not a signature: %s", reasonOf(err))}
		}
		return Value{typ, n.text}, nil
	}
	return Value{}, &TextError{n.at, expected(typ)}
}

func buildVariant(n node) (Value, *TextError) {
	inner, err := resolve(n.children[0])
	if err != nil {
		return Value{}, err
	}
	return at(n)(NewVariant(inner))
}

func buildStruct(n node, typ Signature) (Value, *TextError) {
	types := typ.Fields()
	if len(types) != len(n.children) {
		return Value{}, &TextError{n.at, expected(typ)}
	}
	fields := make([]Value, len(types))
	for i, child := range n.children {
		field, err := build(child, types[i])
		if err != nil {
			return Value{}, err
		}
		fields[i] = field
	}
	return at(n)(NewStruct(fields...))
}

func buildArray(n node, typ Signature) (Value, *TextError) {
	items := make([]Value, len(n.children))
	for i, child := range n.children {
		item, err := build(child, typ.Elem())
		if err != nil {
			return Value{}, err
		}
		items[i] = item
	}
	return at(n)(Array(typ.Elem(), items...))
}

func buildDict(n node, typ Signature) (Value, *TextError) {
	key, value := typ.KeyValue()
	entries := make([]Entry, 0, len(n.children)/2)
	for i := 0; i < len(n.children); i += 2 {
		entry, err := buildEntry(n.children[i:i+2], key, value)
		if err != nil {
			return Value{}, err
		}
		entries = append(entries, entry)
	}
	return at(n)(Dict(key, value, entries...))
}

// buildDictOfEntries builds a dictionary from "[{key, value}, …]".
func buildDictOfEntries(n node, typ Signature) (Value, *TextError) {
	key, value := typ.KeyValue()
	entries := make([]Entry, 0, len(n.children))
	for _, child := range n.children {
		bare := child.bare()
		if bare.kind != nodeEntry {
			return Value{}, &TextError{child.at, Because("expected an entry, as in “{key, value}”")}
		}
		entry, err := buildEntry(bare.children, key, value)
		if err != nil {
			return Value{}, err
		}
		entries = append(entries, entry)
	}
	return at(n)(Dict(key, value, entries...))
}

func buildEntry(pair []node, key, value Signature) (Entry, *TextError) {
	k, err := build(pair[0], key)
	if err != nil {
		return Entry{}, err
	}
	v, err := build(pair[1], value)
	return Entry{k, v}, err
}

// at turns the error of a container's constructor into one at n.
func at(n node) func(Value, error) (Value, *TextError) {
	return func(v Value, err error) (Value, *TextError) {
		if err != nil {
			return Value{}, &TextError{n.at, reasonOf(err)}
		}
		return v, nil
	}
}

func reasonOf(err error) (reason Reason) {
	if e, ok := errors.AsType[*SyntaxError](err); ok {
		return e.Reason
	}
	return Because("%s", err)
}

// expected says what a value of type typ looks like.
func expected(typ Signature) (reason Reason) {
	switch typ.Type() {
	case TypeBool:
		return Because("expected true or false")
	case TypeString:
		return Because("expected text between quotes")
	case TypeObjectPath:
		return Because("expected an object path between quotes")
	case TypeSignature:
		return Because("expected a signature between quotes")
	case TypeVariant:
		return Because("expected a variant, as in “<5>”")
	case TypeStruct:
		return Because("expected a struct of type %s", typ)
	case TypeDictEntry:
		return Because("expected an entry, as in “{key, value}”")
	case TypeArray:
		if typ.IsDict() {
			return Because("expected a dictionary of type %s", typ)
		}
		return Because("expected an array of type %s", typ)
	}
	return Because("expected a number")
}
