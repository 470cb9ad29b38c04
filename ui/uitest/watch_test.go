package uitest

import "testing"

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
	app.Await(Row("Watch "+rule, "Running"))
	app.Press(Button("Cancel All"))
	app.Await(Row("Watch "+rule, "Canceled"))
}

func TestMonitorIsBegunFromTheMenu(t *testing.T) {
	app := Start(t, Options{})
	app.Focus(Button("Main Menu"))
	app.Keys("enter")
	app.Press(Role("menu item").Named("Monitor…"))
	app.Await(Dialog())
	app.Press(Button("Monitor").In(Dialog()))
	app.AwaitGone(Dialog())
	app.Await(Row("Monitor Session", "Running"))
	app.Press(Button("Cancel All"))
	app.Await(Row("Monitor Session", "Canceled"))
}
