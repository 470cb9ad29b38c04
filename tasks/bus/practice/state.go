package practice

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// state is what the properties hold. The zero state is not ready: see newState.
type state struct {
	mu       sync.Mutex
	text     string
	counter  uint32
	hidden   string
	password string        // what nobody can read
	titles   [items]string // of the items
}

func newState() *state {
	s := &state{text: "Change me", hidden: "Nobody is told when I change"}
	for i := range s.titles {
		s.titles[i] = fmt.Sprintf("Item %d", i+1)
	}
	return s
}

// errNoAnswer is what a method gives that has done its work and is never
// answered.
var errNoAnswer = errors.New("practice: no answer")

// tick counts, and announces that it has.
func tick(_ context.Context, r *request) ([]bus.Value, error) {
	s := r.state
	// The announcements have to be in the order of the changes.
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counter++
	s.hidden = fmt.Sprintf("Changed %d times in silence", s.counter)
	count := bus.Uint32(s.counter)
	return []bus.Value{count}, r.announce(Interface, bus.Entry{Key: bus.String("Counter"), Value: bus.Variant(count)}, "Summary")
}

// note does what it is told and never answers.
func note(_ context.Context, r *request) ([]bus.Value, error) {
	text, _ := r.args[0].AsString()
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	r.state.hidden = text
	return nil, errNoAnswer
}

// readItem answers with what an item says.
func readItem(_ context.Context, r *request) ([]bus.Value, error) {
	n := itemAt(r.path)
	r.state.mu.Lock()
	defer r.state.mu.Unlock()
	return []bus.Value{bus.String(fmt.Sprintf("This is “%s”, in place %d.", r.state.titles[n-1], n))}, nil
}

// announce sends PropertiesChanged for the object that was called.
func (r *request) announce(iface bus.Interface, changed bus.Entry, invalidated ...string) error {
	values, err := bus.Dict("s", "v", changed)
	if err != nil {
		return err
	}
	var names []bus.Value
	for _, name := range invalidated {
		names = append(names, bus.String(name))
	}
	old, err := bus.Array("s", names...)
	if err != nil {
		return err
	}
	return r.conn.Emit(r.path, propertiesName, "PropertiesChanged", bus.String(string(iface)), values, old)
}
