package uitest

import (
	"strings"
	"testing"
)

// longEnough is an argument of Sleep, in milliseconds, for a task whose end is
// news.
const longEnough = "uint32 10200"

func TestLongTasksThatEndUnseenAreTold(t *testing.T) {
	app := startWithService(t)
	notifications := app.ShowNotifications()
	short, long := practiceCall("Sleep", "uint32 1"), practiceCall("Sleep", longEnough)
	long.send(app)
	app.Await(Row(long.title(), "Running"))
	app.UnfocusWindow()
	app.Activate("practice-load", uint32(1)) // another is selected, and ends never

	told := notifications.Await(long.title())
	if !strings.HasPrefix(told.Body, "Succeeded after 10.") {
		t.Errorf("it says %q", told.Body)
	}
	notifications.Click(told)
	app.Await(Role("text").Named("Result")) // the details of the one that has ended
	app.FocusWindow()
	notifications.AwaitNone()

	short.send(app)
	app.AwaitCount(2, Row(short.title(), "Succeeded"))
}

func TestNotificationsCanBeSwitchedOff(t *testing.T) {
	app := startWithService(t)
	notifications := app.ShowNotifications()
	setSwitch(app, "Notify When Long Tasks End")

	long := practiceCall("Sleep", longEnough)
	long.send(app)
	app.UnfocusWindow()
	app.Await(Row(long.title(), "Succeeded"))
	// The row and a notification come of the same change.
	notifications.AwaitNone()
}

func TestRemovedTasksTakeTheirNotificationAway(t *testing.T) {
	app := startWithService(t)
	notifications := app.ShowNotifications()
	long := practiceCall("Sleep", longEnough)
	long.send(app)
	app.UnfocusWindow()
	notifications.Await(long.title())
	app.Activate("clear-finished")
	notifications.AwaitNone()
}

// setSwitch flips a switch of Preferences.
func setSwitch(app *App, name string) {
	app.t.Helper()
	app.Keys("ctrl+comma")
	app.Await(Role("dialog").Named("Preferences"))
	app.Focus(Role("check box").Named(name).In(Dialog()))
	app.Keys("space")
	app.Keys("escape")
	app.AwaitGone(Dialog())
}
