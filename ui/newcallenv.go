package ui

import (
	"slices"
	"weak"

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
	return newCallEnv{
		backends: w.opts.Connections.Backends(),
		buses:    otherBuses(w.opts.Connections.All()),
		submit:   w.submitter(),
	}
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
	ref, connections := weak.Make(w), w.opts.Connections
	return func(spec bus.RepeatSpec) error {
		task, err := submitTimes(connections, spec)
		if err != nil {
			return err
		}
		if w := ref.Value(); w != nil {
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
