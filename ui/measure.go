package ui

import (
	"context"
	"fmt"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// How the lateness of the main loop is measured for a benchmark: as often as input
// comes that moves fast, and over the last few minutes.
const (
	measureInterval = 4 * time.Millisecond
	measureWindow   = 100_000
)

// measuring is what a benchmark asks of the program over the session bus, as
// actions of the application, where debugVar names it:
//
//   - measure-fill n: starts a task that submits n others, of which a tenth but one
//     finish at once and the rest wait for ever
//   - measure-finish n: starts a task that submits n tasks each second, which
//     finish at once
//   - measure-start: measures from now on
//   - measure: its state becomes what was measured, and what the list shows
type measuring struct {
	app     *application
	monitor *mainloop.Monitor
	reading *gio.SimpleAction
}

// startMeasuring adds the actions.
func startMeasuring(a *application) *measuring {
	m := &measuring{
		app:     a,
		monitor: mainloop.StartMonitor(measureInterval, measureWindow),
		reading: gio.NewSimpleActionStateful("measure", nil, glib.NewVariantString("")),
	}
	m.reading.ConnectActivate(func(*glib.Variant) { m.read() })
	a.AddAction(m.reading)
	a.add("measure-start", func() {
		m.monitor.Stop()
		m.monitor = mainloop.StartMonitor(measureInterval, measureWindow)
	})
	a.addWithNumber("measure-fill", m.fill)
	a.addWithNumber("measure-finish", m.finish)
	return m
}

func (m *measuring) stop() { m.monitor.Stop() }

// read sets the state of the action: words, each after its name.
func (m *measuring) read() {
	late := m.monitor.Read()
	list := present.NewListing()
	if w := m.app.window; w != nil && !w.closed {
		list = w.page.list.listing
	}
	m.reading.SetState(glib.NewVariantString(fmt.Sprintf("p99 %v max %v running %d finished %d rows %d busy %t",
		late.P99, late.Max, list.Count(present.Running), list.Count(present.All)-list.Count(present.Running), list.Len(), list.Busy())))
}

// fill is the action measure-fill.
func (m *measuring) fill(n int) {
	const waiting = "measure-fill"
	engine := m.app.opts.Engine
	engine.SetKeyLimit(waiting, -1)
	m.submit(fmt.Sprintf("Fill the List with %d", n), func(context.Context) error {
		for i := range n {
			spec := tasks.Spec{Title: fmt.Sprint("org.example.Garden.Water ", i*7919%n), Detail: "Session · org.example.Garden"}
			if i%10 != 0 || i == 0 {
				spec.Key = waiting
			}
			if err := submitNothing(engine, spec); err != nil {
				return err
			}
		}
		return nil
	})
}

// finish is the action measure-finish.
func (m *measuring) finish(perSecond int) {
	engine := m.app.opts.Engine
	m.submit(fmt.Sprintf("Finish %d a Second", perSecond), func(ctx context.Context) error {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		start, submitted := time.Now(), 0
		for {
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-tick.C:
			}
			for due := int(time.Since(start).Seconds() * float64(perSecond)); submitted < due; submitted++ {
				spec := tasks.Spec{Title: fmt.Sprint("org.example.Garden.Weed ", submitted), Detail: "Session · org.example.Garden"}
				if err := submitNothing(engine, spec); err != nil {
					return err
				}
			}
		}
	})
}

// submit does the work of an action as a task, so that there is somebody who stops
// it and waits for it.
func (m *measuring) submit(title string, work func(context.Context) error) {
	_, err := tasks.Submit(m.app.opts.Engine, tasks.Spec{Title: title}, func(ctx context.Context, _ *tasks.Reporter) (struct{}, error) {
		return struct{}{}, work(ctx)
	})
	if w := m.app.window; err != nil && w != nil && !w.closed {
		w.tell(err)
	}
}

func submitNothing(engine *tasks.Engine, spec tasks.Spec) error {
	_, err := tasks.Submit(engine, spec, func(context.Context, *tasks.Reporter) (struct{}, error) { return struct{}{}, nil })
	return err
}
