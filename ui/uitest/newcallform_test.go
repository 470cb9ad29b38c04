package uitest

import (
	"fmt"
	"strings"
	"testing"
)

func TestDictionaryIsFilledInAsAForm(t *testing.T) {
	app := startWithService(t)
	echo := practiceCall("Echo", "<@a{sv} {}>")
	echo.fill(app)
	app.Press(Button("Add Entry").In(Dialog()))
	app.AwaitFocus(Entry("Key · string").In(Dialog()))
	app.Type(Entry("Key · string").In(Dialog()), "level")
	app.Choose(DropDown("Value Type").In(Dialog()), "uint32")
	app.Type(Entry("Value · uint32").In(Dialog()), "7")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	app.Await(Row(echo.title(), "Succeeded"))
	if result := app.AwaitText(Role("text").Named("Result")); !strings.Contains(result, "'level': <uint32 7>") {
		t.Errorf("the result is shown as %q", result)
	}
}

// What New Call starts over with can be pressed, too, by whoever has no pointer.
func TestArgumentsStartOver(t *testing.T) {
	app := startWithService(t)
	practiceCall("Add", "'neither', 'nor'").fill(app)
	app.Press(Button("Start from Empty Arguments").In(Dialog()))
	app.Await(Role("spin button").Named("a · int32"))
	app.Focus(Role("spin button").Named("b · int32"))
	app.Keys("ctrl+enter")
	app.Await(Row(practice+".Add", "Succeeded"))
}

func TestDestinationIsCompletedByKeyboard(t *testing.T) {
	app := startWithService(t)
	app.Keys("ctrl+n")
	app.Await(Button("Call").In(Dialog()))
	destination := Entry("Destination").In(Dialog())
	expanded := func(want bool) {
		t.Helper()
		app.Until(fmt.Sprint("the destination expanded: ", want), func(tree *Node) bool {
			found := tree.Find(destination)
			return len(found) == 1 && found[0].Is(Expandable) && found[0].Is(Expanded) == want
		})
	}
	expanded(false)
	if found := app.Await(destination); !found.Is(Completing) || !found.Is(HasPopup) {
		t.Error("the destination does not say that it completes what is typed")
	}
	app.Type(destination, "")
	app.Await(Row("Connect to Session", "Succeeded"))
	app.Keys("b", "e", "l", "l", "h", "o", "p")
	app.Await(Role("list item").Named(practice))
	expanded(true)
	app.Keys("escape")
	expanded(false)
	app.Keys("down", "down") // the service is the second
	expanded(true)
	app.Keys("enter")
	expanded(false)
	app.Until("the destination to be complete", func(*Node) bool { return app.Text(destination) == practice })
	app.Type(Entry("Object Path").In(Dialog()), practicePath)
	app.Type(Entry("Interface").In(Dialog()), practice)
	app.Type(Entry("Method").In(Dialog()), "Add")
	app.Await(Role("spin button").Named("a · int32"))
	app.Type(Entry("a · int32").In(Dialog()), "20")
	app.Type(Entry("b · int32").In(Dialog()), "22")
	app.Keys("ctrl+enter")
	app.Await(Row(practice+".Add", "Succeeded"))
}
