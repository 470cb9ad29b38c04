package present

import (
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestAWatchIsNamedByItsSignal(t *testing.T) {
	signal := bus.MatchRule{Type: bus.MessageSignal, Interface: "org.example.Lift", Member: "Moved"}
	with := func(change func(*bus.MatchRule)) bus.MatchRule {
		rule := signal
		change(&rule)
		return rule
	}
	for _, tt := range []struct {
		rule          bus.MatchRule
		title, detail string
	}{
		{bus.MatchRule{}, "Watch everything", "Session"},
		{signal, "Watch org.example.Lift.Moved", "Session"},
		{
			with(func(r *bus.MatchRule) { r.Sender, r.Path = "org.example", "/lift/1" }),
			"Watch org.example.Lift.Moved", "Session · org.example · /lift/1",
		},
		{
			with(func(r *bus.MatchRule) { r.Args = []bus.ArgMatch{{Value: "up"}} }),
			"Watch type='signal',interface='org.example.Lift',member='Moved',arg0='up'", "Session",
		},
		{with(func(r *bus.MatchRule) { r.Interface = "" }), "Watch type='signal',member='Moved'", "Session"},
		{with(func(r *bus.MatchRule) { r.Type = 0 }), "Watch interface='org.example.Lift',member='Moved'", "Session"},
	} {
		spec := bus.WatchSpec{Endpoint: bus.Endpoint{Address: bus.SessionAddress()}, Rule: tt.rule}
		row := TaskRow(at(tasks.Running, withData(spec)), noon)
		if row.Title != tt.title || row.Detail != tt.detail {
			t.Errorf("%s: the row says %q, %q; want %q, %q", tt.rule, row.Title, row.Detail, tt.title, tt.detail)
		}
	}
}
