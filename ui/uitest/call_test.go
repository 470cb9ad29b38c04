package uitest

import (
	"strings"
	"testing"
)

func TestCallShowsItsResult(t *testing.T) {
	app := startWithService(t)
	sum := practiceCall("Add", "1, 2")
	sum.send(app)
	app.Await(Row(sum.title(), "Succeeded"))
	if result := app.AwaitText(Role("text").Named("Result")); !strings.Contains(result, "3") {
		t.Errorf("the result of 1 + 2 is shown as %q", result)
	}
}

func TestCallToNobodyShowsTheError(t *testing.T) {
	app := Start(t, Options{})
	nobody := call{destination: "org.example.Nobody", path: "/", iface: "org.example.Nobody", method: "Hello"}
	nobody.send(app)
	app.Await(Row(nobody.title(), "Failed"))
	app.Await(Any("org.freedesktop.DBus.Error.ServiceUnknown"))
}

func TestRetryRunsTheTaskAgain(t *testing.T) {
	app := Start(t, Options{})
	sum := practiceCall("Add", "20, 22")
	sum.send(app)
	app.Await(Row(sum.title(), "Failed")) // nobody is there to answer

	app.Run("--practice")
	app.AwaitName(practice)
	app.Press(Button("Retry").In(Row(sum.title(), "Failed")))
	app.Await(Row(sum.title(), "Succeeded"))
	app.Select(Row(sum.title(), "Succeeded"))
	if result := app.AwaitText(Role("text").Named("Result")); !strings.Contains(result, "42") {
		t.Errorf("the result of 20 + 22 is shown as %q", result)
	}
	app.AwaitCount(1, Row(sum.title(), "Failed")) // the failure stays on record
}

func TestBadInputIsMarkedAndNotSent(t *testing.T) {
	app := Start(t, Options{})
	for _, test := range []struct {
		field string
		spoil func(*call)
	}{
		{"Destination", func(c *call) { c.destination = "no dots" }},
		{"Object Path", func(c *call) { c.path = "not/absolute" }},
		{"Interface", func(c *call) { c.iface = "1.starts.with.a.digit" }},
		{"Method", func(c *call) { c.method = "has spaces" }},
		{"Arguments", func(c *call) { c.arguments = "(1, " }},
	} {
		bad := practiceCall("Echo", "<'hello'>")
		test.spoil(&bad)
		bad.fill(app)
		app.Press(Button("Call").In(Dialog()))
		app.Until(test.field+" marked, with a reason, and nothing else", func(tree *Node) bool {
			var marked []*Node
			for _, entry := range tree.Find(Role("text").In(Dialog())) {
				if entry.Is(Invalid) {
					marked = append(marked, entry)
				}
			}
			return len(marked) == 1 && marked[0].Name == test.field && marked[0].Description != "" && focused(marked[0])
		})
		app.Keys("escape")
		app.AwaitGone(Dialog())
	}
	app.AwaitCount(0, Role("list item").Prefixed(practice)) // to connect, at most, was a task
}
