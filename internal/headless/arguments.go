package headless

import (
	"errors"
	"slices"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// reader reads the operands that are values.
type reader struct {
	json bool
}

// value reads an operand as a value of a type; if that is empty, as it looks. What
// cannot be read as a text in quotes stands for itself where a text is expected.
func (r reader) value(text string, typ bus.Signature) (bus.Value, error) {
	if r.json {
		return bus.ParseJSON(text, typ)
	}
	v, err := bus.ParseValue(text, typ)
	if err == nil {
		return v, nil
	}
	switch typ {
	case "s":
		return bus.NewString(text)
	case "o":
		path, err := bus.ParseObjectPath(text)
		return bus.PathValue(path), err
	case "g":
		sig, err := bus.ParseSignature(text)
		return bus.SignatureValue(sig), err
	}
	return v, err
}

// values reads operands, one of each type, or as they look if types is nil.
func (r reader) values(operands []string, types []bus.Signature) ([]bus.Value, error) {
	values := make([]bus.Value, len(operands))
	for i, operand := range operands {
		var typ bus.Signature
		if types != nil {
			typ = types[i]
		}
		var err error
		if values[i], err = r.value(operand, typ); err != nil {
			return nil, argumentError(i, typ, err)
		}
	}
	return values, nil
}

// argumentError tells which argument cannot be read, and as what.
func argumentError(i int, typ bus.Signature, err error) error {
	reason := err.Error()
	if e, ok := errors.AsType[*bus.SyntaxError](err); ok {
		reason = e.Reason.String()
	}
	if typ == "" {
		return usage("argument %d: %s", i+1, reason)
	}
	return usage("argument %d, of type %s: %s", i+1, typ, reason)
}

// signed reads operands as the types of a signature.
func (r reader) signed(operands []string, sig bus.Signature) ([]bus.Value, error) {
	types := sig.Split()
	if len(types) != len(operands) {
		return nil, usage("it has %d arguments, and the signature %q takes %d", len(operands), sig, len(types))
	}
	return r.values(operands, types)
}

// forMethod reads operands as one of several methods of a name takes them, and
// gives that one.
func (r reader) forMethod(operands []string, methods []*bus.Method) ([]bus.Value, *bus.Method, error) {
	var wrong error
	for _, method := range methods {
		if len(method.In) != len(operands) {
			continue
		}
		types := make([]bus.Signature, len(method.In))
		for i, arg := range method.In {
			types[i] = arg.Type
		}
		values, err := r.values(operands, types)
		if err == nil {
			return values, method, nil
		}
		if wrong == nil {
			wrong = err
		}
	}
	if wrong == nil {
		wrong = usage("it has %d arguments, and the method takes %d: %s %s", len(operands), len(methods[0].In), methods[0].Name, present.MethodLine(methods[0]))
	}
	return nil, nil, wrong
}

// methodsOf gives the methods of a name that an object has, in one interface or, if
// that is empty, in any.
func methodsOf(node bus.Node, in bus.Interface, name bus.Member) []*bus.Method {
	var found []*bus.Method
	for i := range node.Interfaces {
		if described := &node.Interfaces[i]; in == "" || described.Name == in {
			for j := range described.Methods {
				if described.Methods[j].Name == name {
					found = append(found, &described.Methods[j])
				}
			}
		}
	}
	return found
}

// propertyOf gives what an object says of a property, or nil.
func propertyOf(node bus.Node, in bus.Interface, name string) *bus.Property {
	described := node.Interface(in)
	if described == nil {
		return nil
	}
	i := slices.IndexFunc(described.Properties, func(p bus.Property) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &described.Properties[i]
}
