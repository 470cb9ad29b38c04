package ui

import (
	"slices"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// presentNewCall asks for a call, which begins as the given one; nil is the one
// made last, or else a harmless one with what was chosen the last time.
func (w *window) presentNewCall(initial *bus.CallSpec) {
	if initial == nil {
		initial = w.lastCall
	}
	if initial == nil {
		initial = new(w.opts.settings.firstCall())
	}
	presentNewCall(w.window, w.newCallEnv(), initial)
}

// newCallEnv gives what New Call works with over this window.
func (w *window) newCallEnv() newCallEnv {
	connections, ref := w.opts.Connections, refer(w)
	return newCallEnv{
		backends: connections.Backends(),
		buses:    otherBuses(connections.All()),
		submit:   w.submitter(),
		known:    w.known,
		listNames: func(endpoint bus.Endpoint, done func()) *tasks.Task {
			future, err := connections.SubmitListNames(bus.ListNamesSpec{Endpoint: endpoint})
			return looked(ref, future.Task(), err, done)
		},
		introspect: func(object bus.Object, done func()) *tasks.Task {
			future, err := connections.SubmitIntrospect(bus.IntrospectSpec{Object: object})
			return looked(ref, future.Task(), err, done)
		},
		isConnected: func(endpoint bus.Endpoint) bool { return isConnected(connections, endpoint) },
		mayConnect: func(endpoint bus.Endpoint) bool {
			return isLocal(endpoint) || isConnected(connections, endpoint)
		},
	}
}

// looked has done called when a task has ended that looks at a bus for New Call.
// The person has not asked for it, so it does not stay in the list.
func looked(ref func() *window, task *tasks.Task, err error, done func()) *tasks.Task {
	w := ref()
	if w == nil || err != nil {
		return nil // there is nothing to complete from, and that is all
	}
	w.awaiting.after(task, func(tasks.Snapshot) {
		if w := ref(); w != nil {
			w.opts.Engine.Remove(task)
			done()
		}
	})
	return task
}

// learn takes over what tasks found out about buses, whoever submitted them.
func (w *window) learn(changes tasks.Changes) {
	for _, s := range changes.Updated {
		if s.State != tasks.Succeeded {
			continue
		}
		switch spec := s.Spec.Data.(type) {
		case bus.ListNamesSpec:
			if names, ok := s.Result.([]bus.NameInfo); ok {
				w.known.SetNames(spec.Endpoint, names)
			}
		case bus.IntrospectSpec:
			if node, ok := s.Result.(bus.Node); ok {
				w.known.SetNode(spec.Object, node)
			}
		}
	}
}

// isLocal tells of a bus that may be connected to without much ado: it is here.
func isLocal(endpoint bus.Endpoint) bool {
	switch endpoint.Address.Kind() {
	case bus.AddressSession, bus.AddressSystem, bus.AddressAccessibility:
		return true
	}
	return false
}

func isConnected(connections *bus.Connections, endpoint bus.Endpoint) bool {
	return slices.ContainsFunc(connections.All(), func(info bus.ConnectionInfo) bool {
		return info.Endpoint == endpoint && info.State == bus.Connected
	})
}

// otherBuses are the addresses of connections, each once, without those of the
// buses that everybody has.
func otherBuses(connections []bus.ConnectionInfo) []bus.Address {
	var addresses []bus.Address
	for _, info := range connections {
		address := info.Endpoint.Address
		switch address.Kind() {
		case bus.AddressSession, bus.AddressSystem, bus.AddressAccessibility:
			continue
		}
		if !slices.Contains(addresses, address) {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// submitter gives what submits a call, or its repetition, and selects its task.
func (w *window) submitter() func(bus.RepeatSpec) error {
	ref, connections := refer(w), w.opts.Connections
	return func(spec bus.RepeatSpec) error {
		task, err := submitTimes(connections, spec)
		if err != nil {
			return err
		}
		if w := ref(); w != nil {
			w.lastCall = &spec.CallSpec
			w.opts.settings.setEndpoint(spec.Endpoint)
			w.choose(task.ID())
		}
		return nil
	}
}

// submitTimes submits a call, as a repetition if it is to be made several times.
func submitTimes(connections *bus.Connections, spec bus.RepeatSpec) (*tasks.Task, error) {
	if spec.Times <= 1 {
		future, err := connections.SubmitCall(spec.CallSpec)
		return future.Task(), err
	}
	future, err := connections.SubmitRepeat(spec)
	return future.Task(), err
}
