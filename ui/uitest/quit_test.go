package uitest

import (
	"testing"
)

func TestCloseEndsEverything(t *testing.T) {
	app := Start(t, Options{})
	app.CloseWindow()
	if code := app.AwaitExit(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

func TestCloseAsksWhileTasksRun(t *testing.T) {
	app := startWithService(t)
	wait := practiceCall("NeverAnswer", "")
	wait.send(app)
	app.Await(Row(wait.title(), "Running"))

	app.CloseWindow()
	app.Press(Button("Keep Running").In(Dialog()))
	app.AwaitGone(Dialog())
	app.Await(Row(wait.title(), "Running"))

	app.Keys("ctrl+q") // asks no less
	app.Press(Button("Cancel Tasks and Quit").In(Dialog()))
	if code := app.AwaitExit(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}
