package bus

import "strings"

// A pattern is the type of a node as far as it is known: a signature in which
// "N" is some number, "S" some string, object path or signature, and "*" any
// type at all. A pattern is never shorter than what it stands for by more than
// its own length, so one longer than a signature may be leads nowhere.

// resolve gives n the type that its own text tells, and builds its value.
func resolve(n node) (Value, *TextError) {
	p, err := pattern(n)
	if err != nil {
		return Value{}, err
	}
	if strings.Contains(p, "*") {
		return Value{}, &TextError{n.at, Because("the type is not clear; write it first, as in “@as []”")}
	}
	typ, bad := parseType(strings.NewReplacer("N", "i", "S", "s").Replace(p))
	if bad != nil {
		reason := bad.Reason
		switch {
		case strings.Contains(p, "()"):
			reason = Because("a struct needs at least one field")
		case strings.Contains(p, "{"):
			reason = Because("an entry of a dictionary must stand in an array")
		}
		return Value{}, &TextError{n.at, reason}
	}
	return build(n, typ)
}

// pattern tells as much of n's type as its text does.
func pattern(n node) (string, *TextError) {
	switch n.kind {
	case nodeBool:
		return "b", nil
	case nodeNumber:
		if looksDouble(n.text) {
			return "d", nil
		}
		return "N", nil
	case nodeString:
		return "S", nil
	case nodeBytes:
		return "ay", nil
	case nodeVariant:
		return "v", nil
	case nodeTyped:
		return string(n.declared), nil
	case nodeTuple:
		return tuplePattern(n)
	case nodeArray:
		if len(n.children) == 0 {
			return "a*", nil
		}
		elem, err := commonPattern(n.children, 1)
		return "a" + elem, err
	}
	return dictPattern(n)
}

func tuplePattern(n node) (string, *TextError) {
	var out strings.Builder
	out.WriteByte('(')
	for _, child := range n.children {
		p, err := pattern(child)
		if err != nil {
			return "", err
		}
		out.WriteString(p)
		if out.Len() > maxSignature {
			return "", &TextError{n.at, Because("the type is longer than 255 characters")}
		}
	}
	out.WriteByte(')')
	return out.String(), nil
}

// dictPattern takes the type of the values from the first alone, as GLib does.
func dictPattern(n node) (string, *TextError) {
	if len(n.children) == 0 {
		return "a{**}", nil
	}
	key, err := commonPattern(n.children, 2)
	if err != nil {
		return "", err
	}
	if len(key) != 1 || strings.IndexByte(basicTypes+"NS", key[0]) < 0 {
		return "", &TextError{n.children[0].at, Because("the keys of a dictionary need a basic type")}
	}
	value, err := pattern(n.children[1])
	if err != nil {
		return "", err
	}
	entry := "{" + key + value + "}"
	if n.kind == nodeEntry {
		return entry, nil
	}
	return "a" + entry, nil
}

// commonPattern is the pattern that fits every step-th node.
func commonPattern(nodes []node, step int) (string, *TextError) {
	common, err := pattern(nodes[0])
	if err != nil {
		return "", err
	}
	last := "" // the latest pattern that told nothing new
	for i := step; i < len(nodes); i += step {
		p, err := pattern(nodes[i])
		if err != nil {
			return "", err
		}
		if p == common || p == last {
			continue
		}
		merged, ok := mergePatterns(common, p)
		switch {
		case !ok:
			return "", &TextError{nodes[i].at, Because("this is not of the same type as what comes before it")}
		case len(merged) > maxSignature:
			return "", &TextError{nodes[i].at, Because("the type is longer than 255 characters")}
		}
		common, last = merged, p
	}
	return common, nil
}

// mergePatterns is the pattern that both a and b may become.
func mergePatterns(a, b string) (string, bool) {
	var out strings.Builder
	for a != "" && b != "" {
		if a[0] == b[0] {
			out.WriteByte(a[0])
			a, b = a[1:], b[1:]
			continue
		}
		if n, ok := refines(a, b); ok {
			out.WriteString(b[:n])
			a, b = a[1:], b[n:]
			continue
		}
		n, ok := refines(b, a)
		if !ok {
			return "", false
		}
		out.WriteString(a[:n])
		a, b = a[n:], b[1:]
	}
	return out.String(), a == "" && b == ""
}

// refines reports whether the first n bytes of b say more than the open first
// byte of a does, and fit it.
func refines(a, b string) (n int, ok bool) {
	switch a[0] {
	case '*':
		return typeEnd(b, 0), b[0] != ')' && b[0] != '}'
	case 'N':
		return 1, strings.IndexByte("ynqiuxthd", b[0]) >= 0
	case 'S':
		return 1, strings.IndexByte("sog", b[0]) >= 0
	}
	return 0, false
}
