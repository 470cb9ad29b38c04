package bus

// The limits of what is read. They keep a hostile text from costing more
// memory or stack than its length explains.
const (
	maxText    = 16 << 20       // bytes
	maxNodes   = 512 << 10      // values in all, at every level
	maxNesting = 2*maxDepth + 1 // a container and its annotation count as two
)

// node is one value as it is written, before its type is known.
type node struct {
	kind     nodeKind
	at       int       // where in the text it starts
	text     string    // the token of a number or a word; the decoded string or bytes
	declared Signature // of nodeTyped
	children []node    // of nodeDict and nodeEntry: a key, its value, and so on
}

type nodeKind uint8

const (
	nodeBool nodeKind = iota
	nodeNumber
	nodeString
	nodeBytes
	nodeArray
	nodeTuple
	nodeDict
	nodeEntry // "{key, value}", an entry by itself
	nodeVariant
	nodeTyped // a type and the value that it stands before
)

// bare is n without the types that stand before it.
func (n node) bare() node {
	for n.kind == nodeTyped {
		n = n.children[0]
	}
	return n
}

// declarations are the words that stand before a value to give its type.
var declarations = map[string]Signature{
	"boolean": "b", "byte": "y", "int16": "n", "uint16": "q", "int32": "i", "uint32": "u",
	"int64": "x", "uint64": "t", "double": "d", "handle": "h", "string": "s",
	"objectpath": "o", "signature": "g",
}

// parser reads nodes from a text.
type parser struct {
	scanner
	nodes int
}

func newParser(text string) (*parser, *TextError) {
	if len(text) > maxText {
		return nil, &TextError{maxText, Because("the text is longer than 16 MiB")}
	}
	return &parser{scanner: scanner{text: text}}, nil
}

// value reads one value, at the given depth of nesting.
func (p *parser) value(depth int) (node, *TextError) {
	token := p.peek()
	if depth > maxNesting {
		return node{}, p.fail(Because("too many values in each other"))
	}
	if p.nodes++; p.nodes > maxNodes {
		return node{}, p.fail(Because("more than 524,288 values"))
	}
	at := p.at
	n, err := p.read(token, depth)
	n.at = at
	return n, err
}

func (p *parser) read(token string, depth int) (node, *TextError) {
	switch {
	case token == "":
		return node{}, p.fail(Because("a value is missing at the end"))
	case token == "[":
		return p.list(nodeArray, depth)
	case token == "(":
		return p.list(nodeTuple, depth)
	case token == "{":
		return p.dict(depth)
	case token == "<":
		return p.variant(depth)
	case token == "true", token == "false":
		return node{kind: nodeBool, text: p.take()}, nil
	case startsNumber(token[0]), token == "inf", token == "nan":
		return node{kind: nodeNumber, text: p.take()}, nil
	case token[0] == '\'' || token[0] == '"':
		return p.quoted(nodeString, token[1:], unquoteString)
	case len(token) > 1 && token[0] == 'b' && (token[1] == '\'' || token[1] == '"'):
		return p.quoted(nodeBytes, token[2:], unquoteBytes)
	case token[0] == '@':
		return p.annotated(depth)
	case token == "just", token == "nothing":
		return node{}, p.fail(Because("D-Bus has no maybe types"))
	case 'a' <= token[0] && token[0] <= 'z':
		return p.word(depth)
	case token == "]", token == ")", token == "}", token == ">", token == ",", token == ":":
		return node{}, p.fail(Because("a value is missing before “%s”", token))
	}
	return node{}, p.fail(Because("a value cannot start with %s; text goes between quotes", quoteRune(runeAt(p.text, p.at))))
}

// list reads an array or a tuple. A tuple of one has a comma at its end, which
// tells it from a value in parentheses.
func (p *parser) list(kind nodeKind, depth int) (node, *TextError) {
	end := "]"
	if kind == nodeTuple {
		end = ")"
	}
	p.take()
	n := node{kind: kind}
	for !p.accept(end) {
		if len(n.children) > 0 && !p.accept(",") {
			if kind == nodeTuple && len(n.children) == 1 {
				return n, p.fail(Because("“,” expected after the first field"))
			}
			return n, p.fail(Because("“,” or “%s” expected", end))
		}
		if kind == nodeTuple && len(n.children) == 1 && p.accept(end) {
			break
		}
		child, err := p.value(depth + 1)
		if err != nil {
			return n, err
		}
		n.children = append(n.children, child)
		if kind == nodeTuple && len(n.children) == 1 && p.peek() == end {
			return n, p.fail(Because("“,” is needed after the only field of a struct, as in “(1,)”"))
		}
	}
	return n, nil
}

// dict reads "{key: value, …}" or "{key, value}".
func (p *parser) dict(depth int) (node, *TextError) {
	p.take()
	n := node{kind: nodeDict}
	for !p.accept("}") {
		if len(n.children) > 0 && !p.accept(",") {
			return n, p.fail(Because("“,” or “}” expected"))
		}
		key, err := p.value(depth + 1)
		if err != nil {
			return n, err
		}
		switch {
		case p.accept(":"):
		case len(n.children) > 0:
			return n, p.fail(Because("“:” expected after the key"))
		case p.accept(","):
			n.kind = nodeEntry
		default:
			return n, p.fail(Because("“:” or “,” expected after the key"))
		}
		value, err := p.value(depth + 1)
		if err != nil {
			return n, err
		}
		n.children = append(n.children, key, value)
		if n.kind == nodeEntry {
			if !p.accept("}") {
				return n, p.fail(Because("“}” expected at the end of the entry"))
			}
			break
		}
	}
	return n, nil
}

func (p *parser) variant(depth int) (node, *TextError) {
	p.take()
	inner, err := p.value(depth + 1)
	if err != nil {
		return node{}, err
	}
	if !p.accept(">") {
		return node{}, p.fail(Because("“>” expected"))
	}
	return node{kind: nodeVariant, children: []node{inner}}, nil
}

// quoted decodes a string. Unquote gets what follows the opening quote.
func (p *parser) quoted(kind nodeKind, s string, unquote func(string, byte) (string, int, Reason)) (node, *TextError) {
	start := p.end - len(s)
	decoded, fault, reason := unquote(s, p.text[start-1])
	if !reason.IsZero() {
		return node{}, &TextError{start + fault, reason}
	}
	p.take()
	return node{kind: kind, text: decoded}, nil
}

// annotated reads "@type value".
func (p *parser) annotated(depth int) (node, *TextError) {
	s := p.peek()[1:]
	// A dict entry is no type by itself, but may be declared within an array.
	prefix := ""
	if len(s) > 0 && s[0] == '{' {
		prefix = "a"
	}
	typ, err := parseType(prefix + s)
	if err != nil {
		return node{}, &TextError{p.at + 1 + max(0, err.Offset-len(prefix)), err.Reason}
	}
	p.take()
	return p.declared(typ[len(prefix):], depth)
}

// word reads a value with a word for its type before it, such as "uint32 5".
func (p *parser) word(depth int) (node, *TextError) {
	typ, ok := declarations[p.peek()]
	if !ok {
		return node{}, p.fail(Because("“%s” is not a type; text goes between quotes", clip(p.peek())))
	}
	p.take()
	return p.declared(typ, depth)
}

func (p *parser) declared(typ Signature, depth int) (node, *TextError) {
	child, err := p.value(depth + 1)
	if err != nil {
		return node{}, err
	}
	return node{kind: nodeTyped, declared: typ, children: []node{child}}, nil
}
