package practice

import (
	"context"
	"fmt"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// property is one property. It is read and set under the state's lock.
type property struct {
	name string
	typ  bus.Signature
	get  func(*request) (bus.Value, error) // nil where it can only be set
	set  func(*request, bus.Value)         // nil where it can only be read
	// unlisted properties are left out where all are asked for, as many services
	// do with those that fail.
	unlisted bool
}

// properties are those of the interfaces that have any, in the order of their
// descriptions.
var properties = map[bus.Interface][]property{
	Interface: {
		{name: "Text", typ: "s", get: getText, set: setText},
		{name: "Counter", typ: "u", get: func(r *request) (bus.Value, error) { return bus.Uint32(r.state.counter), nil }},
		{name: "Summary", typ: "s", get: func(r *request) (bus.Value, error) {
			return bus.String(fmt.Sprintf("The counter is at %d", r.state.counter)), nil
		}},
		{name: "Hidden", typ: "s", get: func(r *request) (bus.Value, error) { return bus.String(r.state.hidden), nil }},
		{name: "Constant", typ: "s", get: func(*request) (bus.Value, error) { return bus.String("I never change"), nil }},
		{name: "WriteOnly", typ: "s", set: func(r *request, v bus.Value) { r.state.password, _ = v.AsString() }},
		{name: "Broken", typ: "s", unlisted: true, get: func(*request) (bus.Value, error) {
			return bus.Value{}, bus.NewRemoteError(errorFailed, "This property cannot be read, and never could.")
		}},
	},
	ItemInterface: {
		{name: "Title", typ: "s", get: getTitle, set: setTitle},
		{name: "Place", typ: "u", get: func(r *request) (bus.Value, error) { return bus.Uint32(uint32(itemAt(r.path))), nil }},
	},
}

func getText(r *request) (bus.Value, error) { return bus.String(r.state.text), nil }
func setText(r *request, v bus.Value)       { r.state.text, _ = v.AsString() }
func getTitle(r *request) (bus.Value, error) {
	return bus.String(r.state.titles[itemAt(r.path)-1]), nil
}
func setTitle(r *request, v bus.Value) { r.state.titles[itemAt(r.path)-1], _ = v.AsString() }

// findProperty looks up the property that the first two arguments name.
func (r *request) findProperty() (bus.Interface, property, error) {
	text, _ := r.args[0].AsString()
	name, _ := r.args[1].AsString()
	iface := bus.Interface(text)
	if text != "" && !has(r.path, iface) {
		return "", property{}, bus.NewRemoteError(errorUnknownInterface, fmt.Sprintf("The object has no interface %s.", text))
	}
	for _, in := range interfacesOf(r.path) {
		for _, p := range properties[in] {
			if p.name == name && (text == "" || in == iface) {
				return in, p, nil
			}
		}
	}
	return "", property{}, bus.NewRemoteError(errorUnknownProperty, fmt.Sprintf("The object has no property %s.", name))
}

func getProperty(_ context.Context, r *request) ([]bus.Value, error) {
	_, p, err := r.findProperty()
	if err != nil {
		return nil, err
	}
	if p.get == nil {
		return nil, bus.NewRemoteError(errorInvalidArgs, fmt.Sprintf("%s can only be set.", p.name))
	}
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	v, err := p.get(r)
	if err != nil {
		return nil, err
	}
	return []bus.Value{bus.Variant(v)}, nil
}

func setProperty(_ context.Context, r *request) ([]bus.Value, error) {
	iface, p, err := r.findProperty()
	if err != nil {
		return nil, err
	}
	v := r.args[2].Inner()
	switch {
	case p.set == nil:
		return nil, bus.NewRemoteError(errorReadOnly, fmt.Sprintf("%s can only be read.", p.name))
	case v.Signature() != p.typ:
		return nil, bus.NewRemoteError(errorInvalidArgs, fmt.Sprintf("%s is of type “%s”, not “%s”.", p.name, p.typ, v.Signature()))
	}
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	p.set(r, v)
	if p.get == nil {
		return nil, nil
	}
	return nil, r.announce(iface, bus.Entry{Key: bus.String(p.name), Value: r.args[2]})
}

func getAllProperties(_ context.Context, r *request) ([]bus.Value, error) {
	text, _ := r.args[0].AsString()
	if text != "" && !has(r.path, bus.Interface(text)) {
		return nil, bus.NewRemoteError(errorUnknownInterface, fmt.Sprintf("The object has no interface %s.", text))
	}
	var entries []bus.Entry
	for _, in := range interfacesOf(r.path) {
		if text == "" || in == bus.Interface(text) {
			entries = append(entries, r.listed(in)...)
		}
	}
	all, err := bus.Dict("s", "v", entries...)
	return []bus.Value{all}, err
}

// listed gives the properties of an interface that can be read.
func (r *request) listed(in bus.Interface) []bus.Entry {
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	var entries []bus.Entry
	for _, p := range properties[in] {
		if p.get == nil || p.unlisted {
			continue
		}
		if v, err := p.get(r); err == nil {
			entries = append(entries, bus.Entry{Key: bus.String(p.name), Value: bus.Variant(v)})
		}
	}
	return entries
}

// managedObjects tells all about what is on the shelf.
func managedObjects(_ context.Context, r *request) ([]bus.Value, error) {
	var objects []bus.Entry
	for n := 1; n <= items; n++ {
		item := *r
		item.path = itemPath(n)
		values, err := bus.Dict("s", "v", item.listed(ItemInterface)...)
		if err != nil {
			return nil, err
		}
		interfaces, err := bus.Dict("s", "a{sv}", bus.Entry{Key: bus.String(string(ItemInterface)), Value: values})
		if err != nil {
			return nil, err
		}
		objects = append(objects, bus.Entry{Key: bus.PathValue(item.path), Value: interfaces})
	}
	all, err := bus.Dict("o", "a{sa{sv}}", objects...)
	return []bus.Value{all}, err
}
