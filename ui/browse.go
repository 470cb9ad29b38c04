package ui

import (
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// activateTimeout is how long a service may take to start: longer than any bus
// waits for it, so that the bus tells why.
const activateTimeout = 150 * time.Second

// unfoldLimits are those of a service whose objects are all shown as soon as it is
// opened: they fit on a page or two, and cost the service a few calls.
func unfoldLimits() bus.ExpandLimits {
	return bus.ExpandLimits{Nodes: 40, Bytes: 1 << 20, Silent: 1, Time: 2 * time.Second, Whole: true}
}

// browseActions gives what the Browse page asks for.
func (w *window) browseActions() browseActions {
	connections, ref := w.opts.Connections, refer(w)
	return browseActions{
		follow: func(ep bus.Endpoint, changed func(), ended func(tasks.Snapshot)) (*bus.Directory, *tasks.Task) {
			directory, future, err := connections.FollowNames(ep, changed)
			return directory, submitted(ref, future.Task(), err, ended)
		},
		introspect: func(object bus.Object, f func(tasks.Snapshot)) {
			future, err := connections.SubmitIntrospect(bus.IntrospectSpec{Object: object})
			submitted(ref, future.Task(), err, f)
		},
		expand: func(object bus.Object, f func(tasks.Snapshot)) {
			future, err := connections.SubmitExpand(bus.ExpandSpec{Object: object})
			submitted(ref, future.Task(), err, f)
		},
		unfold: func(object bus.Object, f func(tasks.Snapshot)) *tasks.Task {
			future, err := connections.SubmitExpand(bus.ExpandSpec{Object: object, Limits: unfoldLimits()})
			return submitted(ref, future.Task(), err, f)
		},
		credentials: func(ep bus.Endpoint, name bus.Name, f func(tasks.Snapshot)) {
			future, err := connections.SubmitCredentials(bus.CredentialsSpec{Endpoint: ep, Name: name})
			submitted(ref, future.Task(), err, f)
		},
		activate: func(ep bus.Endpoint, name bus.Name, f func(tasks.Snapshot)) {
			future, err := connections.SubmitActivate(bus.ActivateSpec{Endpoint: ep, Name: name, Timeout: activateTimeout})
			submitted(ref, future.Task(), err, f)
		},
		chosen: func(object *bus.Object, node *bus.Node, err error) {
			if w := ref(); w != nil {
				w.showObject(object, node, err)
			}
		},
		open: weakly(w, func(w *window) { w.outer.SetShowContent(true) }),
	}
}

// objectActions gives what the details of an object ask for.
func (w *window) objectActions() objectActions {
	connections, ref := w.opts.Connections, refer(w)
	return objectActions{
		call: func(call bus.Call) {
			if w := ref(); w != nil {
				w.presentNewCall(&bus.CallSpec{Endpoint: w.browse.endpoint, Call: call, Timeout: w.opts.settings.timeout()})
			}
		},
		properties: func(spec bus.GetPropertiesSpec, f func(tasks.Snapshot)) {
			future, err := connections.SubmitGetProperties(spec)
			submitted(ref, future.Task(), err, f)
		},
		property: func(spec bus.GetPropertySpec, f func(tasks.Snapshot)) {
			future, err := connections.SubmitGetProperty(spec)
			submitted(ref, future.Task(), err, f)
		},
		edit: func(object bus.Object, in bus.Interface, property bus.Property, now bus.Value) {
			w := ref()
			if w == nil {
				return
			}
			presentSetProperty(w.window, property, now, func(value bus.Value) {
				future, err := connections.SubmitSetProperty(bus.SetPropertySpec{
					Object: object, Interface: in, Property: property.Name, Value: value, Timeout: w.opts.settings.timeout(),
				})
				submitted(ref, future.Task(), err, weaklyWith(w, (*window).propertyWasSet))
			})
		},
		watch: func(object bus.Object, in bus.Interface, property bus.Property) {
			future, err := connections.SubmitWatchProperty(bus.WatchPropertySpec{
				Object: object, Interface: in, Properties: []bus.Property{property},
			})
			begun(ref, future.Task(), err)
		},
		listen: func(object bus.Object, in bus.Interface, member bus.Member) {
			future, err := connections.SubmitWatch(bus.WatchSpec{Endpoint: object.Endpoint, Rule: bus.MatchRule{
				Type: bus.MessageSignal, Sender: object.Name, Path: object.Path, Interface: in, Member: member,
			}})
			begun(ref, future.Task(), err)
		},
	}
}

// submitted has f called when a task has ended, or tells why there is none.
func submitted(ref func() *window, task *tasks.Task, err error, f func(tasks.Snapshot)) *tasks.Task {
	w := ref()
	switch {
	case w == nil:
	case err != nil:
		w.tell(err)
	default:
		w.awaiting.after(task, f)
		return task
	}
	return nil
}

// begun goes to a task that was submitted, or tells why there is none.
func begun(ref func() *window, task *tasks.Task, err error) {
	w := ref()
	switch {
	case w == nil:
	case err != nil:
		w.tell(err)
	default:
		w.choose(task.ID())
	}
}

// propertyWasSet reads the values again, or tells why it was not set.
func (w *window) propertyWasSet(s tasks.Snapshot) {
	if s.Err != nil {
		w.tell(s.Err)
		return
	}
	w.object.refresh()
}

// showObject shows the object that was chosen in the Browse page.
func (w *window) showObject(object *bus.Object, node *bus.Node, err error) {
	if object == nil {
		w.object.object = bus.Object{}
		w.showPlaceDetails()
		return
	}
	w.object.show(*object, node, err)
	w.showPlaceDetails()
}

// browseBus goes to the names of a bus.
func (w *window) browseBus(endpoint bus.Endpoint) {
	w.showBus(endpoint)
	w.browse.focus()
}

// showBus shows the names of a bus.
func (w *window) showBus(endpoint bus.Endpoint) {
	w.makeBrowse()
	w.browse.show(endpoint)
	w.goTo(browsePlace)
}

// goBrowse goes to the bus that one looks at.
func (w *window) goBrowse() { w.browseBus(w.endpointToBrowse()) }

// endpointToBrowse is that of the bus that was looked at last, or else of a
// connection that is there, or the session bus.
func (w *window) endpointToBrowse() bus.Endpoint {
	if w.browse != nil && w.browse.endpoint != (bus.Endpoint{}) {
		return w.browse.endpoint
	}
	for _, info := range w.opts.Connections.All() {
		if info.State == bus.Connected {
			return info.Endpoint
		}
	}
	return bus.Endpoint{Address: bus.SessionAddress(), Backend: w.opts.Connections.Backends()[0]}
}

// busy is how many tasks run for somebody: following the names that the window
// shows is for the window alone, and ends with it.
func (w *window) busy() int {
	if w.browse != nil && w.browse.following != nil {
		return w.shown.running - 1
	}
	return w.shown.running
}
