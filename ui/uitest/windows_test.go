package uitest

import "testing"

func TestSecondStartRaisesTheWindow(t *testing.T) {
	app := Start(t, Options{})
	app.UnfocusWindow()
	app.Run()
	app.Until("an active window", anyActive)
	app.AwaitCount(1, Role("frame"))
}

func TestWindowsShowTheSameTasks(t *testing.T) {
	app, row := startWaiting(t)
	app.Activate("new-window")
	app.AwaitCount(2, Role("frame"))
	app.AwaitCount(2, row)

	app.CloseWindow() // the other one keeps the task: nothing is asked
	app.AwaitCount(1, Role("frame"))
	app.AwaitCount(1, row)
	app.AwaitGone(Dialog())

	app.CloseWindow()
	app.Press(Button("Cancel All and Quit").In(Dialog()))
	if code := app.AwaitExit(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

func TestQuitClosesEveryWindow(t *testing.T) {
	app, row := startWaiting(t)
	app.Run("--new-window")
	app.AwaitCount(2, row)
	app.FocusWindow()
	app.Keys("ctrl+q")
	app.Press(Button("Stay").In(Dialog()))
	app.AwaitGone(Dialog())
	app.AwaitCount(2, row)
	app.Keys("ctrl+q")
	app.Press(Button("Cancel All and Quit").In(Dialog()))
	if code := app.AwaitExit(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

func TestStartWithAnAction(t *testing.T) {
	app := Start(t, Options{Args: []string{"--new-call"}})
	app.Await(Button("Call").In(Dialog()))
	app.AwaitCount(1, Role("frame"))
	app.Keys("escape")
	app.AwaitGone(Dialog())

	app.Run("--new-call") // it is done by the program that runs
	app.Await(Button("Call").In(Dialog()))
	app.AwaitCount(1, Role("frame"))
}
