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
		awaitWrong(app, test.field)
		app.Keys("escape")
		app.AwaitGone(Dialog())
	}
	app.AwaitCount(0, Role("list item").Prefixed(practice)) // to connect, at most, was a task
}

// awaitWrong waits until that field of New Call, and no other, is marked as wrong,
// has the keyboard, and tells screen readers the reason that is to be seen.
func awaitWrong(app *App, field string) {
	app.t.Helper()
	app.Until(field+" marked, with a reason, and nothing else", func(tree *Node) bool {
		var marked []*Node
		for node := range tree.top().All() {
			if node.Is(Invalid) {
				marked = append(marked, node)
			}
		}
		if len(marked) != 1 || marked[0].Name != field || !focused(marked[0]) || marked[0].Description == "" {
			return false
		}
		return len(tree.Find(Role("label").Named(marked[0].Description).In(Dialog()))) == 1
	})
}

func TestNumberOutOfItsRangeIsMarkedAndNotSent(t *testing.T) {
	app := startWithService(t)
	sum := practiceCall("Add", "1, 2")
	sum.fill(app)
	number := Entry("a · int32").In(Dialog())
	app.Until("the form to follow the text", func(tree *Node) bool {
		found := tree.Find(number)
		return len(found) == 1 && app.ValueOf(found[0]) == 1
	})
	for _, wrong := range []string{"2147483648", ""} {
		app.Type(number, wrong)
		app.Press(Button("Call").In(Dialog()))
		awaitWrong(app, "a · int32")
	}
	app.Type(number, "40")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	app.Await(Row(sum.title(), "Succeeded"))
	if result := app.AwaitText(Role("text").Named("Result")); !strings.Contains(result, "42") {
		t.Errorf("the result of 40 + 2 is shown as %q", result)
	}
}

// The options say what a number is to be, and what is wrong with one.
func TestOptionOutOfItsRangeIsMarkedAndNotSent(t *testing.T) {
	app := startWithService(t)
	sum := practiceCall("Add", "1, 2")
	sum.fill(app)
	app.Press(moreWays)
	app.Press(Button("Repeat…"))
	repeat := Entry("Repeat").In(Dialog())
	if described := app.Await(repeat).Description; described != "How many times to make the call" {
		t.Errorf("the number is said to be %q", described)
	}
	app.Type(repeat, "0")
	app.Press(Button("Call").In(Dialog()))
	awaitWrong(app, "Repeat")
	app.Type(repeat, "2")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	app.Await(Row(sum.title()+" × 2", "Succeeded"))
}
