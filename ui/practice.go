package ui

import (
	"context"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// practice starts the practice service and a handful of calls to it: some finish,
// one goes on, one fails, one runs out of time.
func (a *application) practice() { a.startPractice(practiceCalls()) }

// practiceLoad starts the practice service and n calls that it never answers. It
// is there to see the window under load, and is in no menu.
func (a *application) practiceLoad(n int) {
	call := practiceCall("NeverAnswer", "")
	calls := make([]bus.CallSpec, n)
	for i := range calls {
		calls[i] = call
	}
	a.startPractice(calls)
}

// startPractice makes sure of the service and then submits the calls, the last of
// which is selected.
func (a *application) startPractice(calls []bus.CallSpec) {
	if a.opts.Practice == nil {
		return
	}
	w := a.anyWindow()
	start, connections, loop := a.opts.Practice, a.opts.Connections, a.opts.Loop
	choose := weaklyWith(w, (*window).choose)
	future, err := tasks.Submit(a.opts.Engine, tasks.Spec{
		Title:  tr.T("Start the Practice Service"),
		Detail: present.AddressLabel(bus.SessionAddress()) + " · " + string(bus.PracticeName),
	}, func(ctx context.Context, _ *tasks.Reporter) (struct{}, error) {
		if err := start(ctx); err != nil {
			return struct{}{}, err
		}
		last, err := submitCalls(ctx, connections, calls)
		if last != 0 {
			_ = loop.Post(func() { choose(last) }) // there is no window after its end
		}
		return struct{}{}, err
	})
	if err != nil {
		w.tell(err)
		return
	}
	w.choose(future.Task().ID())
}

// submitCalls submits calls until ctx ends, and gives the task of the last.
func submitCalls(ctx context.Context, connections *bus.Connections, calls []bus.CallSpec) (last tasks.ID, err error) {
	for _, call := range calls {
		if ctx.Err() != nil {
			return last, context.Cause(ctx)
		}
		future, err := connections.SubmitCall(call)
		if err != nil {
			return last, err
		}
		last = future.Task().ID()
	}
	return last, nil
}

func practiceCalls() []bus.CallSpec {
	return []bus.CallSpec{
		practiceCall("Big", "100 kB", bus.Uint32(100_000)),
		practiceCall("Add", "40 + 2", bus.Int32(40), bus.Int32(2)),
		practiceCall("Echo", "", bus.Variant(bus.String("Hello from Bellhop"))),
		practiceCall("Fail", "", bus.String(practiceError), bus.String("There is no soap left.")),
		withTimeout(practiceCall("Sleep", tr.T("30 s, limit 1 s"), bus.Uint32(30_000)), time.Second),
		practiceCall("Progress", tr.N(20, "%d step", "%d steps", 20), bus.Uint32(20)),
		practiceCall("Sleep", tr.F("%s s", "2"), bus.Uint32(2_000)),
		practiceCall("Sleep", tr.F("%s s", "60"), bus.Uint32(60_000)),
	}
}

// practiceError is the D-Bus error that the call that fails asks for.
const practiceError = string(bus.PracticeInterface) + ".Error.OutOfSoap"

func withTimeout(call bus.CallSpec, timeout time.Duration) bus.CallSpec {
	call.Timeout = timeout
	return call
}

// practiceCall describes a call to the practice service; about says in its title
// what is special about it.
func practiceCall(member bus.Member, about string, args ...bus.Value) bus.CallSpec {
	title := "Practice." + string(member)
	if about != "" {
		title += " (" + about + ")"
	}
	return bus.CallSpec{
		Endpoint: bus.Endpoint{Address: bus.SessionAddress()},
		Call: bus.Call{
			Destination: bus.PracticeName,
			Path:        bus.PracticePath,
			Interface:   bus.PracticeInterface,
			Member:      member,
			Args:        args,
		},
		Title: title,
	}
}
