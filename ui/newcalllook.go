package ui

import (
	"path"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// looking is what New Call looks at while it is open, to complete what is typed:
// the names on the bus, and what the object that is typed says of itself. Looking
// starts no service. Each thing is looked at once.
type looking struct {
	names   map[bus.Endpoint]bool
	objects map[bus.Object]bool
	tasks   []*tasks.Task
	typed   int // how often what to look at has changed
}

// lookSoon looks when the person pauses.
func (d *newCall) lookSoon() {
	if d.isClosed() || d.env.known == nil || d.filling {
		return
	}
	d.looking.typed++
	typed := d.looking.typed
	coreglib.TimeoutAdd(typingPause, func() bool {
		if !d.isClosed() && d.looking.typed == typed {
			d.look(d.env.mayConnect)
		}
		return false
	})
}

// look looks at what is typed, where may allows it.
func (d *newCall) look(may func(bus.Endpoint) bool) {
	form := d.form()
	endpoint, ok := form.Endpoint()
	if d.env.known == nil || !ok || !may(endpoint) {
		return
	}
	if !d.looking.names[endpoint] {
		d.looking.names[endpoint] = true
		d.looking.tasks = append(d.looking.tasks, d.env.listNames(endpoint, weakly(d, (*newCall).looked)))
	}
	if form.Path == "" || form.Path[0] != '/' {
		form.Path = "/"
	}
	for _, at := range []string{"/", path.Dir(form.Path), form.Path} {
		form.Path = at
		if object, ok := form.Object(); ok && d.env.known.HasName(endpoint, object.Name) {
			d.lookAt(object)
		}
	}
}

func (d *newCall) lookAt(object bus.Object) {
	if d.looking.objects[object] {
		return
	}
	d.looking.objects[object] = true
	d.looking.tasks = append(d.looking.tasks, d.env.introspect(object, weakly(d, (*newCall).looked)))
}

// looked takes over what was found out. Where an object is but the way to another,
// that one is looked at as well.
func (d *newCall) looked() {
	if d.isClosed() {
		return
	}
	d.look(d.env.isConnected)
	if object, ok := d.form().Object(); ok {
		object.Path = "/"
		if next, ok := d.env.known.OnlyWay(object); ok {
			d.lookAt(next)
		}
	}
	d.learnMethod(d.form())
	d.completion.refresh()
	d.check()
}

// stopLooking cancels what was not found out.
func (l *looking) stopLooking() {
	for _, task := range l.tasks {
		if task != nil {
			task.Cancel(tasks.CanceledByUser)
		}
	}
}

// suggest gives what a field may be completed to.
func (d *newCall) suggest(field present.Field) []present.Suggestion {
	if d.isClosed() || d.env.known == nil {
		return nil
	}
	form, known := d.form(), d.env.known
	typed := d.fields[field].row.Text()
	endpoint, ok := form.Endpoint()
	if !ok {
		return nil
	}
	object, _ := form.Object()
	switch field {
	case present.DestinationField:
		return known.Destinations(endpoint, typed)
	case present.PathField:
		return known.Paths(endpoint, object.Name, typed)
	case present.InterfaceField:
		return known.Interfaces(object, typed)
	case present.MethodField:
		return known.Methods(object, bus.Interface(form.Interface), typed)
	}
	return nil
}
