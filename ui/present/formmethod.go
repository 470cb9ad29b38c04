package present

import (
	"strings"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// ParseArguments reads the arguments, as those that one of the methods takes
// where they are known. The error is a [*bus.TextError].
func (f CallForm) ParseArguments() ([]bus.Value, error) {
	if len(f.Methods) == 0 {
		return bus.ParseArguments(f.Arguments, "")
	}
	var first error
	for _, method := range f.Methods {
		args, err := parseFor(method, f.Arguments)
		if err == nil {
			return args, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

func parseFor(method *bus.Method, text string) ([]bus.Value, error) {
	sig := MethodSignature(method)
	if sig != "" {
		return bus.ParseArguments(text, sig)
	}
	args, err := bus.ParseArguments(text, "")
	if err == nil && len(args) > 0 {
		err = &bus.TextError{Offset: -1, Reason: bus.Because("the method takes no arguments")}
	}
	return args, err
}

// MethodSignature is the signature of what a method takes.
func MethodSignature(method *bus.Method) bus.Signature {
	var sig strings.Builder
	for _, arg := range method.In {
		sig.WriteString(string(arg.Type))
	}
	return bus.Signature(sig.String())
}

// MethodOf gives the one of methods that takes such arguments, or nil.
func MethodOf(methods []*bus.Method, args []bus.Value) *bus.Method {
	sig := bus.Call{Args: args}.Signature()
	for _, method := range methods {
		if MethodSignature(method) == sig {
			return method
		}
	}
	return nil
}

// Object is the object that is called, and whether it can be one.
func (f CallForm) Object() (bus.Object, bool) {
	var c checker
	address := c.address(f)
	object := bus.Object{
		Endpoint: bus.Endpoint{Address: address, Backend: f.Backend},
		Name:     c.destination(f, address),
		Path:     checked(&c, PathField, f.Path, bus.ParseObjectPath),
	}
	return object, len(c.problems) == 0
}

// Endpoint is the connection that the call goes over, and whether it can be one.
func (f CallForm) Endpoint() (bus.Endpoint, bool) {
	var c checker
	endpoint := bus.Endpoint{Address: c.address(f), Backend: f.Backend}
	return endpoint, len(c.problems) == 0
}

// UsedFiles gives the files up to the last that a handle in args stands for: what
// is not asked for is not sent.
func UsedFiles(args []bus.Value, files []bus.File) []bus.File {
	used := 0
	for _, arg := range args {
		used = max(used, handlesIn(arg))
	}
	return files[:min(used, len(files))]
}

// handlesIn is how many files there must be for the handles in a value.
func handlesIn(v bus.Value) int {
	if !strings.ContainsAny(string(v.Signature()), "hv") {
		return 0
	}
	most := 0
	switch v.Type() {
	case bus.TypeHandle:
		index, _ := v.AsUint()
		return int(index) + 1
	case bus.TypeVariant:
		return handlesIn(v.Inner())
	}
	if v.IsDict() {
		for entry := range v.Entries() {
			most = max(most, handlesIn(entry.Key), handlesIn(entry.Value))
		}
		return most
	}
	for _, item := range v.Items() {
		most = max(most, handlesIn(item))
	}
	return most
}
