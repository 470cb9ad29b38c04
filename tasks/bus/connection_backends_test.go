package bus_test

import (
	"context"
	"slices"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/bus/bustest"
	"github.com/bellhop-gtk/bellhop/tasks/taskstest"
)

func TestThePreferredBackendIsTheDefault(t *testing.T) {
	silent := bustest.DialerFunc(func(ctx context.Context, _ bus.Address) (bus.Conn, error) {
		<-ctx.Done()
		return nil, context.Cause(ctx)
	})
	engine := taskstest.NewEngine(t, tasks.Options{})
	c := bus.NewConnections(engine, bus.Backend{Name: "one", Dialer: silent}, bus.Backend{Name: "two", Dialer: silent})
	t.Cleanup(func() {
		engine.CancelAll(tasks.CanceledByShutdown)
		if err := c.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for _, preference := range []struct {
		name string
		want []string
	}{
		{"", []string{"one", "two"}},
		{"two", []string{"two", "one"}},
		{"none", []string{"two", "one"}},
		{"one", []string{"one", "two"}},
	} {
		c.Prefer(preference.name)
		if got := c.Backends(); !slices.Equal(got, preference.want) {
			t.Errorf("with %q preferred the backends are %q, want %q", preference.name, got, preference.want)
		}
		task, err := c.Open(session)
		if err != nil {
			t.Fatal(err)
		}
		if got := task.Spec().Data.(bus.ConnectSpec).Endpoint.Backend; got != preference.want[0] {
			t.Errorf("with %q preferred it connects with %q, want %q", preference.name, got, preference.want[0])
		}
		named := bus.Endpoint{Address: session.Address, Backend: preference.want[1]}
		if task, err = c.Open(named); err != nil {
			t.Fatal(err)
		}
		if got := task.Spec().Data.(bus.ConnectSpec).Endpoint; got != named {
			t.Errorf("with %q preferred %v is made into %v", preference.name, named, got)
		}
	}
}
