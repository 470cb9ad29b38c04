package bus

// ParseValue reads one value in GVariant's notation as a value of type typ, as
// g_variant_parse does. If typ is empty, the type is taken from the text. The
// error is a [*TextError].
func ParseValue(text string, typ Signature) (Value, error) {
	v, err := parseValue(text, typ)
	if err != nil {
		return Value{}, err
	}
	return v, nil
}

// ParseArguments reads the arguments of a call in GVariant's notation: values
// with blanks or a comma between them, or all of them as one tuple, which is
// how [Reply.Text] writes them. Sig is their types; if it is empty, the types
// are taken from the text, and one tuple is always taken for all the
// arguments. The error is a [*TextError].
func ParseArguments(text string, sig Signature) ([]Value, error) {
	args, err := parseArguments(text, sig)
	if err != nil {
		return nil, err
	}
	return args, nil
}

func parseValue(text string, typ Signature) (Value, *TextError) {
	if typ != "" {
		if _, err := parseType(string(typ)); err != nil {
			return Value{}, &TextError{0, Because("the type is not valid: %s", err.Reason)}
		}
	}
	p, err := newParser(text)
	if err != nil {
		return Value{}, err
	}
	n, err := p.value(0)
	if err != nil {
		return Value{}, err
	}
	if p.peek() != "" {
		return Value{}, p.fail(Because("nothing more is expected after the value"))
	}
	if typ == "" {
		return resolve(n)
	}
	return build(n, typ)
}

func parseArguments(text string, sig Signature) ([]Value, *TextError) {
	if _, err := parseSignature(string(sig)); err != nil {
		return nil, &TextError{0, Because("the signature is not valid: %s", err.Reason)}
	}
	p, err := newParser(text)
	if err != nil {
		return nil, err
	}
	nodes, err := p.sequence()
	if err != nil {
		return nil, err
	}
	if sig == "" {
		return inferArguments(nodes)
	}
	types := sig.Split()
	if len(nodes) == 1 && nodes[0].bare().kind == nodeTuple {
		return buildTuple(nodes[0].bare(), types)
	}
	return buildArguments(nodes, types, len(text))
}

// sequence reads values until the end, with blanks or a comma between them.
func (p *parser) sequence() ([]node, *TextError) {
	var nodes []node
	for p.peek() != "" {
		if len(nodes) > 0 {
			switch {
			case p.accept(","):
			case p.at == 0 || !isBlank(p.text[p.at-1]):
				return nil, p.fail(Because("“,” or a space expected"))
			}
		}
		n, err := p.value(0)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// inferArguments gives every argument the type that its own text tells.
func inferArguments(nodes []node) ([]Value, *TextError) {
	if len(nodes) == 1 {
		switch outer, tuple := nodes[0], nodes[0].bare(); {
		case tuple.kind != nodeTuple:
		case outer.kind == nodeTuple:
			nodes = tuple.children
		case outer.declared.Type() == TypeStruct:
			return buildArguments(tuple.children, outer.declared.Fields(), tuple.at)
		}
	}
	args := make([]Value, len(nodes))
	for i, n := range nodes {
		arg, err := resolve(n)
		if err != nil {
			return nil, err
		}
		args[i] = arg
	}
	return args, nil
}

// buildTuple builds the arguments from one tuple, which may be all of them or,
// if there is but one argument and it is a struct, that one. A tuple of one
// field could be both; the types tell, for a struct never fits itself.
func buildTuple(tuple node, types []Signature) ([]Value, *TextError) {
	if len(types) != 1 || types[0].Type() != TypeStruct {
		return buildArguments(tuple.children, types, tuple.at)
	}
	arg, err := build(tuple, types[0])
	if err == nil {
		return []Value{arg}, nil
	}
	if len(tuple.children) == 1 && tuple.children[0].bare().kind == nodeTuple {
		return buildArguments(tuple.children, types, tuple.at)
	}
	return nil, err
}

// buildArguments builds an argument of each type. End is where one that is
// missing is reported.
func buildArguments(nodes []node, types []Signature, end int) ([]Value, *TextError) {
	switch {
	case len(nodes) > len(types):
		return nil, &TextError{nodes[len(types)].at, tooMany(len(types))}
	case len(nodes) < len(types):
		return nil, &TextError{end, tooFew(len(types), len(nodes))}
	}
	args := make([]Value, len(nodes))
	for i, n := range nodes {
		arg, err := build(n, types[i])
		if err != nil {
			return nil, err
		}
		args[i] = arg
	}
	return args, nil
}

func tooMany(want int) Reason {
	if want == 1 {
		return Because("no more than 1 argument is expected")
	}
	return Because("no more than %d arguments are expected", want)
}

func tooFew(want, got int) Reason {
	if want == 1 {
		return Because("1 argument is expected, not %d", got)
	}
	return Because("%d arguments are expected, not %d", want, got)
}
