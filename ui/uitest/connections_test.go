package uitest

import "testing"

func TestConnectionsAreManaged(t *testing.T) {
	app := startWithService(t)
	wait := practiceCall("NeverAnswer", "")
	wait.send(app)
	app.Await(Row(wait.title(), "Running"))
	session := Role("list item").Named("Session, Connected")
	app.Await(session)
	app.Await(Role("label").Named("1 pending").In(session))

	// A call that is given up still counts, until the connection is reset.
	app.Press(Button("Cancel All"))
	app.Await(Row(wait.title(), "Canceled"))
	app.Await(Role("label").Named("1 pending").In(session))
	app.Focus(Button("Connection Menu").In(session))
	app.Keys("enter")
	app.Press(Role("menu item").Named("Reset Connection…"))
	app.Await(Dialog())
	app.Press(Button("Reset").In(Dialog()))
	app.Await(Role("label").Prefixed("Connected · ").In(session))

	app.Focus(Button("Connection Menu").In(session))
	app.Keys("enter")
	app.Press(Role("menu item").Named("Disconnect"))
	closed := Role("list item").Named("Session, Closed")
	app.Press(Button("Reconnect").In(closed))
	app.Await(session)
}

func TestNewConnectionSaysWhatIsWrong(t *testing.T) {
	app := Start(t, Options{})
	app.Focus(Button("Connect"))
	app.Keys("enter")
	app.Press(Role("menu item").Named("Other Address…"))
	app.Await(Dialog())
	app.Choose(DropDown("Kind").In(Dialog()), "SSH Host")
	app.Type(Entry("Host").In(Dialog()), "-evil")
	app.Press(Button("Connect").In(Dialog()))
	app.Await(Role("label").Prefixed("The name of the host must not start with").In(Dialog()))
}
