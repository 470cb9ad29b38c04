package uitest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// It is what somebody does in the first quarter of an hour, in a window as it comes,
// and then on a small screen with the keyboard alone.
func TestFirstQuarterOfAnHour(t *testing.T) {
	app := Start(t, Options{})
	app.Await(Any("No Tasks Yet"))
	app.Press(Button("Try the Practice Service"))
	app.Await(Row("Practice.Sleep (2 s)", "Succeeded"))

	tourBrowse(app)
	tourCall(app)
	tourRepeat(app)
	tourWatch(app)
	tourPattern(app)

	app.ResizeWindow(narrow[0], narrow[1])
	byKeyboard(app)
}

// tourBrowse goes to the practice service's object, and from its method Echo to a
// call that is filled in but for the argument.
func tourBrowse(app *App) {
	app.t.Helper()
	app.Keys("ctrl+2")
	app.Await(Role("list item").Prefixed(practice))
	app.Type(Entry("Search Names"), "bellhop practice")
	app.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
	app.Keys("enter")
	app.AwaitFocus(Role("list item").Prefixed(practicePath + ", io."))
	app.Keys("enter")
	app.Await(Any("'I never change'"))
	app.Focus(Role("list item").Named("Echo"))
	app.Keys("enter")
	app.Await(Button("Call").In(Dialog()))
}

// tourCall gives Echo a dictionary of variants, and reads it back as JSON.
func tourCall(app *App) {
	app.t.Helper()
	app.Type(Entry("Arguments").In(Dialog()), "<@a{sv} {}>")
	app.Focus(Button("Add Entry").In(Dialog()))
	app.Keys("enter")
	app.Type(Entry("Key · string").In(Dialog()), "level")
	app.Choose(DropDown("Value Type").In(Dialog()), "uint32")
	app.Type(Entry("Value · uint32").In(Dialog()), "7")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	app.Await(Row(practice+".Echo", "Succeeded"))
	readJSON(app, `"level": {"type": "u", "data": 7}`)
}

// readJSON waits until the result that is shown holds that as JSON.
func readJSON(app *App, want string) {
	app.t.Helper()
	showAs("JSON")(app)
	app.Until("JSON with "+want, func(*Node) bool { return strings.Contains(app.Text(Role("text").Named("Result")), want) })
}

// tourRepeat makes a call a thousand times, one after another, and cancels what is
// left of them half-way.
func tourRepeat(app *App) {
	app.t.Helper()
	sleep := practiceCall("Sleep", "uint32 10")
	sleep.fill(app)
	app.Press(moreWays)
	app.Press(Button("Repeat…"))
	app.Type(Entry("Repeat"), "1000")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	all := sleep.title() + " × 1000"
	app.Await(Row(all, "Running"))
	awaitHalf(app)
	app.Press(Button("Cancel").In(Row(all, "Running")))
	app.Await(Row(all, "Canceled"))
	openTask(app, all, "Canceled")
	readHalf(app)
}

// figure is how many of the thousand calls something tells of.
var figure = regexp.MustCompile(`^([0-9,]+) (?:of 1,000|succeeded)`)

func figureIn(text string) int {
	match := figure.FindStringSubmatch(text)
	if match == nil {
		return 0
	}
	n, _ := strconv.Atoi(strings.ReplaceAll(match[1], ",", ""))
	return n
}

// awaitHalf waits until half of a thousand calls are done, and the others are not.
func awaitHalf(app *App) {
	app.t.Helper()
	app.until("half of the calls to be done", time.Minute, func(tree *Node) bool {
		return slices.ContainsFunc(tree.Find(Role("label")), func(label *Node) bool {
			done := figureIn(label.Name)
			return done >= 500 && done < 1000
		})
	})
}

// readHalf reads in the details how many of the calls have succeeded.
func readHalf(app *App) {
	app.t.Helper()
	var text string
	app.Until("the number of calls that succeeded", func(*Node) bool {
		text = app.Text(Role("text").Named("Result"))
		return figureIn(text) > 0
	})
	if n := figureIn(text); n < 500 || n >= 1000 {
		app.t.Errorf("canceled half-way, %d of 1,000 calls have succeeded", n)
	}
}

// tourWatch watches a signal, has the service send a flood of it, and copies the
// call as a command.
func tourWatch(app *App) {
	app.t.Helper()
	app.Keys("ctrl+shift+n")
	app.Type(Entry("Interface").In(Dialog()), practice)
	app.Type(Entry("Member").In(Dialog()), "Flooded")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	flood := practiceCall("Flood", "uint32 20000")
	flood.send(app)
	app.Await(Row(flood.title(), "Succeeded"))
	app.Press(Role("toggle button").Named("Copy As"))
	app.Press(Button("busctl Command"))
	app.Await(Any("Copied to clipboard"))
	openTask(app, "Watch "+practice+".Flooded", "Running")
	app.Await(Any("20,000 received · 19,000 dropped"))
	app.Await(Role("list item").Prefixed("Practice.Flooded (uint32 19999, "))
}

func tourPattern(app *App) {
	app.t.Helper()
	app.Keys("ctrl+3")
	app.GoDown(Role("list item").Named("Cancel It"))
	app.Keys("enter")
	app.Until("the source", func(*Node) bool {
		return strings.Contains(app.Text(Role("text").Named("Source")), "package patterns")
	})
}

// byKeyboard does it again with nothing but keys.
func byKeyboard(app *App) {
	app.t.Helper()
	enter := func(field, text string) {
		app.Focus(Entry(field).In(Dialog()))
		app.Keys("ctrl+a")
		app.Write(text)
	}
	call := func(method, arguments string) {
		app.Keys("ctrl+n")
		app.AwaitFocus(Entry("Destination").In(Dialog()))
		enter("Method", method)
		enter("Arguments", arguments)
	}
	send := func() {
		app.Keys("ctrl+enter")
		app.AwaitGone(Dialog())
	}

	app.Keys("ctrl+2") // the object is still selected
	app.AwaitFocus(Role("list item").Prefixed(practicePath + ", io."))
	app.Keys("enter")
	app.Await(Role("heading").Named(practicePath)) // or the Tab key might come before it
	app.Focus(Role("list item").Named("Echo"))
	app.Keys("enter")
	enter("Arguments", "<@a{sv} {}>")
	app.Focus(Button("Add Entry").In(Dialog()))
	app.Keys("enter")
	enter("Key · string", "floor")
	app.Choose(DropDown("Value Type").In(Dialog()), "uint32")
	enter("Value · uint32", "9")
	send()
	openTask(app, practice+".Echo", "Succeeded")
	app.Until("the floor as JSON", func(*Node) bool {
		return strings.Contains(app.Text(Role("text").Named("Result")), `"floor": {"type": "u", "data": 9}`)
	})

	call("Sleep", "uint32 10")
	app.Focus(Role("list item").Named("Options").In(Dialog()))
	app.Keys("enter")
	enter("Repeat", "1000")
	send()
	openTask(app, practice+".Sleep × 1000", "Running")
	app.Focus(Button("Cancel"))
	awaitHalf(app)
	app.Keys("enter")
	app.Await(Role("label").Named("Canceled"))
	readHalf(app)

	app.Keys("ctrl+shift+n")
	enter("Interface", practice)
	enter("Member", "Tick")
	send()
	openTask(app, "Watch "+practice+".Tick", "Running")

	call("Flood", "uint32 20")
	send()
	openTask(app, practice+".Flood", "Succeeded")
	app.Focus(Role("toggle button").Named("Copy As"))
	app.Keys("enter")
	app.Await(Button("busctl Command"))
	app.Keys("enter")
	app.Await(Any("Copied to clipboard"))

	app.Keys("ctrl+3")
	app.Keys("home")
	app.GoDown(Role("list item").Named("Timeout"))
	app.Keys("enter")
	app.Await(Role("heading").Named("Timeout"))
}
