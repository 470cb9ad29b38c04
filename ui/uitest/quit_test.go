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

// startWaiting starts the program with a task that runs until it is canceled.
func startWaiting(t *testing.T) (app *App, row Query) {
	t.Helper()
	app = startWithService(t)
	wait := practiceCall("NeverAnswer", "")
	wait.send(app)
	row = Row(wait.title(), "Running")
	app.Await(row)
	return app, row
}

func TestCloseAsksWhileTasksRun(t *testing.T) {
	app, row := startWaiting(t)
	app.CloseWindow()
	app.Press(Button("Stay").In(Dialog()))
	app.AwaitGone(Dialog())
	app.Await(row)

	app.Keys("ctrl+q") // asks no less
	app.Press(Button("Cancel All and Quit").In(Dialog()))
	if code := app.AwaitExit(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

func TestTasksRunOnWithoutAWindow(t *testing.T) {
	app, row := startWaiting(t)
	for range 2 {
		app.CloseWindow()
		app.Press(Button("Keep Running").In(Dialog()))
		app.AwaitGone(Role("frame"))
		app.Run() // a second launch
		app.Await(row)
		app.FocusWindow()
	}

	app.CloseWindow()
	app.Press(Button("Keep Running").In(Dialog()))
	app.AwaitGone(Role("frame"))
	if app.Ended() {
		t.Fatal("the program ended while a task runs")
	}
	app.Activate("cancel-all")
	if code := app.AwaitExit(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

func TestResultsOutliveTheWindow(t *testing.T) {
	app := startWithService(t)
	notifications := app.ShowNotifications()
	long := practiceCall("Sleep", longEnough)
	long.send(app)
	app.Await(Row(long.title(), "Running"))
	app.CloseWindow()
	app.Press(Button("Keep Running").In(Dialog()))
	app.AwaitGone(Role("frame"))

	notifications.Click(notifications.Await(long.title()))
	app.Await(Row(long.title(), "Succeeded"))
	app.FocusWindow()
	notifications.AwaitNone()
	app.CloseWindow() // nothing runs, so nothing is asked
	if code := app.AwaitExit(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

func TestWhatBecomesOfTasksCanBeSaidOnce(t *testing.T) {
	app, row := startWaiting(t)
	choose := func(choice string) {
		app.Keys("ctrl+comma")
		app.Choose(DropDown("On Closing the Window").In(Dialog()), choice)
		app.Keys("escape")
		app.AwaitGone(Dialog())
	}
	choose("Keep Running")
	app.CloseWindow()
	app.AwaitGone(Role("frame"))
	app.Run()
	app.Await(row)
	app.FocusWindow()
	app.Keys("ctrl+q") // to quit is more than to close
	app.Press(Button("Stay").In(Dialog()))
	app.AwaitGone(Dialog())

	choose("Cancel All")
	app.CloseWindow()
	if code := app.AwaitExit(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}
