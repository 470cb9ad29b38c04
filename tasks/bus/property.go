package bus

import (
	"context"
	"errors"
	"sync"
)

// ErrWriteOnly is why a property has no value that can only be set.
var ErrWriteOnly = errors.New("bus: the property can only be set")

// ErrNotAsked is why a property has no value that was not asked for, since too
// many before it gave no answer in time.
var ErrNotAsked = Because("too many properties give no answer").Err()

// PropertyValue is the value of a property, or why there is none.
type PropertyValue struct {
	Name  string
	Value Value // what the variant held
	Err   error // an [*Error], [ErrWriteOnly] or [ErrNotAsked]
}

// GetProperty reads one property. It starts no service, and does not wait longer
// than [LookTimeout]. The error is an [*Error].
func GetProperty(ctx context.Context, conn Conn, name Name, path ObjectPath, in Interface, property string) (Value, error) {
	text, err := NewString(property)
	if err != nil {
		return Value{}, &Error{Kind: KindBadArguments, Op: "get", Subject: string(in), Err: err}
	}
	reply, err := look(ctx, conn, Call{
		Destination: name, Path: path, Interface: propertiesName, Member: "Get",
		Args: []Value{String(string(in)), text},
	}, "v")
	if err != nil {
		return Value{}, err
	}
	return reply.Body[0].Inner(), nil
}

// GetProperties reads all properties of an interface. Known are those that it is
// known to have, see [Introspect]; there may be none. It starts no service, and
// no call waits longer than [LookTimeout].
//
// The values of known properties come in their order, the others after them.
// What the service leaves out, or everything, if it refuses to tell all at once,
// is asked for one by one: a property that fails has its error and the others
// their values. There is an error, an [*Error], only if nothing can be told: the
// context or the connection ended, nobody has the name, or nothing is known and
// the service refuses.
func GetProperties(ctx context.Context, conn Conn, name Name, path ObjectPath, in Interface, known []Property) ([]PropertyValue, error) {
	reply, err := look(ctx, conn, Call{
		Destination: name, Path: path, Interface: propertiesName, Member: "GetAll",
		Args: []Value{String(string(in))},
	}, "a{sv}")
	if err != nil && (len(known) == 0 || ctx.Err() != nil || isOver(conn) || KindOf(err) == KindNoSuchName) {
		return nil, err
	}
	var told []PropertyValue
	if err == nil {
		told = propertyValues(reply.Body[0])
	}
	all, missing := sortProperties(known, told)
	if err := getEach(ctx, conn, name, path, in, all, missing); err != nil {
		return nil, err
	}
	return all, nil
}

// propertyValues gives the properties of a dictionary of type "a{sv}".
func propertyValues(dict Value) []PropertyValue {
	values := make([]PropertyValue, 0, dict.Len())
	for entry := range dict.Entries() {
		name, _ := entry.Key.AsString()
		values = append(values, PropertyValue{Name: name, Value: entry.Value.Inner()})
	}
	return values
}

// sortProperties puts what was told into the order of known, and says which of
// it has to be asked for.
func sortProperties(known []Property, told []PropertyValue) (all []PropertyValue, missing []int) {
	at := make(map[string]int, len(told))
	for i, value := range told {
		at[value.Name] = i
	}
	for _, p := range known {
		switch i, ok := at[p.Name]; {
		case ok:
			all = append(all, told[i])
			delete(at, p.Name)
		case p.Access.Readable():
			missing = append(missing, len(all))
			all = append(all, PropertyValue{Name: p.Name})
		default:
			all = append(all, PropertyValue{Name: p.Name, Err: ErrWriteOnly})
		}
	}
	for i, value := range told {
		if j, ok := at[value.Name]; ok && i == j {
			all = append(all, value)
		}
	}
	return all, missing
}

// Bounds of what is asked at once, and of how often silence is waited for: each
// call that is given up keeps its slot at the bus.
const (
	asksAtOnce = 8
	maxSilent  = 16
)

// getEach asks for the values at the indexes missing, some at once. Its error is
// that of the context or the connection.
func getEach(ctx context.Context, conn Conn, name Name, path ObjectPath, in Interface, all []PropertyValue, missing []int) error {
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex // guards next and silent
		next   int
		silent int
	)
	take := func() (i int, ask, ok bool) {
		mu.Lock()
		defer mu.Unlock()
		if next == len(missing) {
			return 0, false, false
		}
		next++
		return missing[next-1], silent < maxSilent, true
	}
	for range min(asksAtOnce, len(missing)) {
		wg.Go(func() {
			for {
				i, ask, ok := take()
				switch {
				case !ok:
					return
				case !ask:
					all[i].Err = ErrNotAsked
					continue
				}
				all[i].Value, all[i].Err = GetProperty(ctx, conn, name, path, in, all[i].Name)
				if KindOf(all[i].Err) == KindTimeout {
					mu.Lock()
					silent++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	switch {
	case ctx.Err() != nil:
		return NewContextError(ctx)
	case isOver(conn):
		return conn.Err()
	}
	return nil
}

// isOver reports whether the connection has ended.
func isOver(conn Conn) bool {
	select {
	case <-conn.Done():
		return true
	default:
		return false
	}
}

// SetProperty sets one property. It starts no service and has nobody asked for a
// password: for that, call Set. It waits until ctx ends. The error is an
// [*Error].
func SetProperty(ctx context.Context, conn Conn, name Name, path ObjectPath, in Interface, property string, v Value) error {
	boxed, err := NewVariant(v)
	if err == nil {
		_, err = NewString(property)
	}
	if err != nil {
		return &Error{Kind: KindBadArguments, Op: "set", Subject: string(in), Err: err}
	}
	_, err = conn.Call(ctx, Call{
		Destination: name, Path: path, Interface: propertiesName, Member: "Set",
		Args: []Value{String(string(in)), String(property), boxed}, Flags: NoAutoStart,
	})
	return err
}
