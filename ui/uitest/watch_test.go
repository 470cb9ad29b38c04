package uitest

import (
	"fmt"
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestWatchIsBegunFromTheKeyboard(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+shift+n")
	app.Await(Button("Watch").In(Dialog()))
	app.Type(Entry("Member").In(Dialog()), "NameOwnerChanged")
	app.Type(Entry("Interface").In(Dialog()), "org")
	app.Await(Role("label").Named("The name needs at least one dot.").In(Dialog()))
	app.Type(Entry("Interface").In(Dialog()), "org.freedesktop.DBus")
	rule := "type='signal',interface='org.freedesktop.DBus',member='NameOwnerChanged'"
	if got := app.Text(Entry("Match Rule").In(Dialog())); got != rule {
		t.Errorf("the rule is %s", got)
	}
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	app.Await(Row("Watch org.freedesktop.DBus.NameOwnerChanged", "Running"))
	app.Press(Button("Cancel All"))
	app.Await(Row("Watch org.freedesktop.DBus.NameOwnerChanged", "Canceled"))
}

func TestMonitorIsBegunFromTheMenu(t *testing.T) {
	app := Start(t, Options{})
	app.Focus(Button("Main Menu"))
	app.Keys("enter")
	app.Press(Role("menu item").Named("Monitor…"))
	app.AwaitCount(1, Entry("Match Rule").In(Dialog()))
	app.Press(Button("Add Rule").In(Dialog()))
	app.AwaitCount(2, Entry("Match Rule").In(Dialog()))
	app.Press(Button("Monitor").In(Dialog()))
	app.AwaitGone(Dialog())
	app.Await(Row("Monitor Session", "Running"))
	app.Press(Button("Cancel All"))
	app.Await(Row("Monitor Session", "Canceled"))
}

// The list of a watch goes on with what comes only while its end is in sight.
func TestTheListOfAWatchStaysWhereItIs(t *testing.T) {
	app := startWithService(t)
	app.Keys("ctrl+shift+n")
	app.Await(Button("Watch").In(Dialog()))
	app.Type(Entry("Interface").In(Dialog()), practice)
	app.Type(Entry("Member").In(Dialog()), "Flooded")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	app.Await(Any("Nothing has come yet."))
	path := dbus.ObjectPath(practicePath)
	flood := func(signals uint32) {
		t.Helper()
		if err := app.session.Object(practice, path).Call(practice+".Flood", 0, signals).Err; err != nil {
			t.Fatal(err)
		}
	}
	number := func(n, of int) Query {
		return Role("list item").Prefixed(fmt.Sprintf("Practice.Flooded (uint32 %d, uint32 %d)", n, of)).In(Role("list").Named("Messages"))
	}
	flood(900)
	app.Await(Any("900 received"))
	app.Await(number(899, 900))
	app.AwaitGone(number(0, 900))

	app.Focus(Role("list item").Prefixed("Practice.Flooded"))
	app.Keys("home")
	app.AwaitFocus(number(0, 900))
	app.AwaitGone(number(899, 900))
	flood(7)
	app.Await(Any("907 received"))
	app.AwaitFocus(number(0, 900))
	if len(app.Look().Find(number(6, 7))) > 0 {
		t.Error("the list goes to its end, which nobody looked at")
	}
	app.Keys("end")
	app.AwaitFocus(number(6, 7))
	flood(8)
	app.Await(number(7, 8))
}
