package uitest

import "testing"

// moreWays is the part of the button Call that opens its menu.
var moreWays = Role("toggle button").Named("More Ways to Call")

// flip presses the switch of that name in New Call.
func (a *App) flip(name string) {
	a.t.Helper()
	a.Press(Role("check box").Named(name).In(Role("check box").In(Dialog())))
}

func TestRepeatWithOptions(t *testing.T) {
	app := startWithService(t)
	sum := practiceCall("Add", "1, 2")
	sum.fill(app)
	app.Press(moreWays)
	app.Press(Button("Repeat…"))
	app.Type(Entry("Repeat"), "3")
	app.flip("Interactive Authorization")
	app.Await(Any("No limit · Interactive Authorization · 3 times"))
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	app.Await(Row(sum.title()+" × 3", "Succeeded"))
}

func TestNoReplyReachesTheBus(t *testing.T) {
	app := startWithService(t)
	never := practiceCall("NeverAnswer", "")
	never.fill(app)
	app.Focus(Role("list item").Named("Options").In(Dialog()))
	app.Keys("enter")
	app.flip("No Reply")
	app.Keys("ctrl+shift+enter")
	app.Await(Any("Called NeverAnswer"))
	app.Press(Button("Cancel").In(Dialog()))
	app.AwaitGone(Dialog())
	app.Await(Row(never.title(), "Succeeded")) // nobody waits for what never comes
}

func TestCommandThatAToolCannotExpressIsRefused(t *testing.T) {
	app := Start(t, Options{})
	call := practiceCall("Echo", "<1>")
	call.iface = ""
	call.fill(app)
	app.Press(moreWays)
	app.Press(Button("Copy as gdbus"))
	app.Await(Any("gdbus cannot call a method without its interface"))
	app.Press(moreWays)
	app.Press(Button("Copy as busctl"))
	app.Await(Any("busctl cannot call a method without its interface"))
}

func TestEscapeClosesWhatWasKeptOpen(t *testing.T) {
	app := Start(t, Options{})
	app.Keys("ctrl+n")
	app.Await(Button("Call").In(Dialog()))
	app.Keys("ctrl+shift+enter")
	app.Await(Any("Called ListNames"))
	app.Keys("escape")
	app.AwaitGone(Dialog())
}
