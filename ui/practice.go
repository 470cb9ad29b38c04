package ui

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// practice starts the practice service and a handful of calls to it: some finish,
// one goes on, one fails, one runs out of time.
func (a *application) practice() { a.startPractice(practiceCalls()) }

// practiceLoad starts the practice service and n calls that it never answers. It
// is there to see the window under load, and is in no menu.
func (a *application) practiceLoad(n int) {
	call := practiceCall("NeverAnswer", 0)
	calls := make([]bus.CallSpec, n)
	for i := range calls {
		calls[i] = call
	}
	a.startPractice(calls)
}

func (a *application) startPractice(calls []bus.CallSpec) {
	if a.opts.Practice == nil {
		return
	}
	start, connections := a.opts.Practice, a.opts.Connections
	future, err := tasks.Submit(a.opts.Engine, tasks.Spec{
		Title:  "Start the Practice Service",
		Detail: bus.SessionAddress().Label() + " · " + string(bus.PracticeName),
	}, func(ctx context.Context, _ *tasks.Reporter) (struct{}, error) {
		if err := start(ctx); err != nil {
			return struct{}{}, err
		}
		for _, call := range calls {
			if ctx.Err() != nil {
				return struct{}{}, context.Cause(ctx)
			}
			if _, err := connections.SubmitCall(call); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	w := a.window
	switch {
	case w == nil || w.closed:
	case err != nil:
		w.tell(err)
	default:
		w.choose(future.Task().ID())
	}
}

func practiceCalls() []bus.CallSpec {
	return []bus.CallSpec{
		practiceCall("Big", 0, bus.Uint32(100_000)),
		practiceCall("Add", 0, bus.Int32(40), bus.Int32(2)),
		practiceCall("Echo", 0, bus.Variant(bus.String("Hello from Bellhop"))),
		practiceCall("Fail", 0, bus.String("io.github.bellhop_gtk.Bellhop.Practice.Error.OutOfSoap"), bus.String("There is no soap left.")),
		practiceCall("Sleep", time.Second, bus.Uint32(30_000)),
		practiceCall("Progress", 0, bus.Uint32(20)),
		practiceCall("Sleep", 0, bus.Uint32(2_000)),
		practiceCall("Sleep", 0, bus.Uint32(60_000)),
	}
}

func practiceCall(member bus.Member, timeout time.Duration, args ...bus.Value) bus.CallSpec {
	return bus.CallSpec{
		Endpoint: bus.Endpoint{Address: bus.SessionAddress()},
		Call: bus.Call{
			Destination: bus.PracticeName,
			Path:        bus.PracticePath,
			Interface:   bus.PracticeInterface,
			Member:      member,
			Args:        args,
		},
		Timeout: timeout,
	}
}
