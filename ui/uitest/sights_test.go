package uitest

import (
	"slices"
	"strconv"
)

// A sight is something that the window can show. Sights come one after another
// in the same window: each begins where the one before it has left.
type sight struct {
	name  string
	show  func(*App)
	leave func(*App) // nil where nothing is to be put away
}

// sights are all that the window shows, in an order in which they can be come by.
func sights() []sight {
	var all []sight
	for _, some := range [][]sight{taskSights(), listSights(), placeSights(), dialogSights(), lastSights()} {
		all = append(all, some...)
	}
	return all
}

func keys(combinations ...string) func(*App) {
	return func(a *App) { a.Keys(combinations...) }
}

// closeDialog closes the dialog that is open.
func closeDialog(a *App) {
	a.Keys("escape")
	a.AwaitGone(Dialog())
}

// openTask goes from the list to the details of a task, be they beside it or in
// its place.
func openTask(a *App, title, state string) {
	a.t.Helper()
	a.Keys("ctrl+1", "home") // a new task may be out of sight until then
	a.Await(Row(title, state))
	a.Keys("home")
	a.GoDown(Row(title, state))
	a.Keys("enter")
	a.Await(Role("heading").Named(title))
}

func seeTask(title, state string) func(*App) {
	return func(a *App) { openTask(a, title, state) }
}

// repeat makes a call several times.
func repeat(a *App, c call, times int) {
	a.t.Helper()
	c.fill(a)
	a.Press(moreWays)
	a.Press(Button("Repeat…"))
	a.Type(Entry("Repeat"), strconv.Itoa(times))
	a.Keys("ctrl+enter")
	a.AwaitGone(Dialog())
}

// showAs switches the result that is shown to a form such as "JSON".
func showAs(form string) func(*App) {
	button := Role("radio button").Named(form).In(Any("Show Result As"))
	return func(a *App) {
		a.Press(button)
		a.Until(form+" to be shown", func(tree *Node) bool {
			return slices.ContainsFunc(tree.Find(button), func(node *Node) bool { return node.Is(Checked) })
		})
	}
}

func taskSights() []sight {
	dictionary := practiceCall("Echo", "<{'name': <'Bellhop'>, 'rooms': <uint32 120>, 'open': <true>, 'floors': <[1, 2, 3]>}>")
	return []sight{
		{name: "tasks-empty"},
		{name: "tasks", show: func(a *App) {
			a.Press(Button("Try the Practice Service"))
			a.Await(Row("Practice.Sleep (2 s)", "Succeeded"))
		}},
		{name: "task-running", show: seeTask("Practice.Sleep (60 s)", "Running")},
		{name: "task-failed", show: seeTask("Practice.Fail", "Failed")},
		{name: "task-timed-out", show: seeTask("Practice.Sleep (30 s, limit 1 s)", "Timed Out")},
		{name: "task-long-result", show: seeTask("Practice.Big (100 kB)", "Succeeded")},
		{name: "task-tree", show: func(a *App) {
			dictionary.send(a)
			openTask(a, dictionary.title(), "Succeeded")
			showAs("Tree")(a)
			a.Await(Role("list item").Prefixed("Value: 4 entries, expanded"))
		}},
		{name: "task-json", show: showAs("JSON")},
		{name: "task-raw", show: showAs("Raw"), leave: showAs("GVariant")},
	}
}

func listSights() []sight {
	sum := practiceCall("Add", "1, 2")
	watch := "Watch " + practice + ".Flooded"
	return []sight{
		{name: "tasks-search", show: func(a *App) {
			a.Keys("ctrl+1", "ctrl+f")
			a.Type(Entry("Search Tasks"), "sleep")
			a.AwaitGone(Row("Practice.Echo", "Succeeded"))
		}},
		{name: "tasks-nothing-found", show: func(a *App) {
			a.Type(Entry("Search Tasks"), "wake up")
			a.Await(Any("No Results Found"))
		}, leave: func(a *App) {
			a.Type(Entry("Search Tasks"), "")
			a.Keys("escape")
			a.Await(Row("Practice.Echo", "Succeeded"))
		}},
		{name: "tasks-selected", show: func(a *App) {
			a.Keys("ctrl+1", "home", "shift+down", "shift+down")
			a.Await(Role("label").Named("3 selected"))
		}, leave: keys("home")},
		{name: "repeat", show: func(a *App) {
			repeat(a, sum, 200)
			openTask(a, sum.title()+" × 200", "Succeeded")
		}},
		{name: "watch", show: func(a *App) {
			a.Keys("ctrl+shift+n")
			a.Type(Entry("Interface").In(Dialog()), practice)
			a.Type(Entry("Member").In(Dialog()), "Flooded")
			a.Keys("ctrl+enter")
			a.AwaitGone(Dialog())
			a.Keys("ctrl+1")
			a.Await(Row(watch, "Running"))
			flood := practiceCall("Flood", "uint32 20")
			flood.send(a)
			a.Await(Row(flood.title(), "Succeeded"))
			openTask(a, watch, "Running")
			a.Await(Role("list item").Prefixed("Practice.Flooded (uint32 19, "))
		}},
	}
}

func placeSights() []sight {
	return []sight{
		{name: "sidebar", show: func(a *App) { // which in a narrow window is a page of its own
			a.Keys("ctrl+1", "alt+left")
			a.Await(Role("list item").Prefixed("Canceled, "))
		}},
		{name: "browse-names", show: func(a *App) {
			a.Keys("ctrl+2")
			a.Await(Role("list item").Prefixed(practice))
		}},
		{name: "browse-objects", show: func(a *App) {
			a.Type(Entry("Search Names"), "bellhop practice")
			a.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
			a.Keys("enter")
			a.Await(Role("list item").Prefixed(practicePath + ", io."))
		}},
		{name: "browse-object", show: func(a *App) {
			a.AwaitFocus(Role("list item").Prefixed(practicePath + ", io."))
			a.Keys("enter")
			a.Await(Any("'I never change'"))
		}},
		{name: "set-property", show: func(a *App) {
			a.Press(Button("Set Text"))
			a.Await(Dialog())
		}, leave: closeDialog},
		{name: "patterns", show: func(a *App) {
			a.Keys("ctrl+3")
			a.Await(Role("list item").Named("Await a Result"))
		}},
		{name: "pattern", show: func(a *App) {
			a.GoDown(Role("list item").Named("Await Callbacks"))
			a.Keys("enter")
			a.Press(Button("Run"))
			a.Await(Any("Succeeded · 1 + 2 + 3 = 6"))
		}},
		{name: "pattern-that-blocks", show: func(a *App) {
			a.Keys("ctrl+3")
			a.GoDown(Role("list item").Prefixed("Block"))
			a.Keys("enter")
			a.Await(Role("heading").Prefixed("Block"))
		}, leave: keys("ctrl+1")},
	}
}

func dialogSights() []sight {
	wrong := practiceCall("Echo", "(1, ")
	wrong.destination = "no dots"
	dictionary := practiceCall("Echo", "<@a{sv} {}>")
	open := func(key, first string) func(*App) {
		return func(a *App) {
			a.Keys(key)
			a.AwaitFocus(Entry(first).In(Dialog()))
		}
	}
	inMenu := func(item string) func(*App) {
		return func(a *App) {
			a.Keys("f10")
			a.Press(Role("menu item").Named(item))
			a.Await(Dialog())
		}
	}
	return []sight{
		{name: "new-call", show: open("ctrl+n", "Destination"), leave: closeDialog},
		{name: "new-call-wrong", show: func(a *App) {
			wrong.fill(a)
			a.Press(Button("Call").In(Dialog()))
			a.Await(Role("label").Prefixed("A space is not allowed"))
		}, leave: closeDialog},
		{name: "new-call-form", show: func(a *App) {
			dictionary.fill(a)
			a.Await(Button("Add Entry").In(Dialog()))
			a.Focus(Button("Add Entry").In(Dialog()))
			a.Keys("enter")
			a.Type(Entry("Key · string").In(Dialog()), "level")
			a.Choose(DropDown("Value Type").In(Dialog()), "uint32")
			a.Type(Entry("Value · uint32").In(Dialog()), "7")
		}},
		{name: "new-call-options", show: func(a *App) {
			a.Focus(Role("list item").Named("Options").In(Dialog()))
			a.Keys("enter")
			a.Focus(Role("spin button").Named("At Once").In(Dialog()))
		}},
		{name: "new-call-menu", show: func(a *App) {
			a.Press(moreWays)
			a.Await(Button("Repeat…"))
		}, leave: func(a *App) {
			a.Keys("escape")
			a.AwaitGone(Button("Repeat…"))
			closeDialog(a)
		}},
		{name: "new-watch", show: open("ctrl+shift+n", "Sender"), leave: closeDialog},
		{name: "new-monitor", show: open("ctrl+shift+m", "Match Rule"), leave: closeDialog},
		{name: "new-connection", show: func(a *App) {
			a.ActivateInWindow("connect-to")
			a.Choose(DropDown("Kind").In(Dialog()), "SSH Host")
			a.Await(Entry("Host").In(Dialog()))
		}, leave: closeDialog},
		{name: "preferences", show: func(a *App) {
			a.Keys("ctrl+comma")
			a.Await(Dialog())
		}, leave: closeDialog},
		{name: "about", show: inMenu("About Bellhop"), leave: closeDialog},
		{name: "main-menu", show: func(a *App) {
			a.Keys("f10")
			a.Await(Role("menu item").Named("About Bellhop"))
		}, leave: keys("escape")},
		{name: "shortcuts", show: func(a *App) {
			a.Keys("ctrl+?")
			a.Await(Role("label").Named("New call"))
		}, leave: closeDialog},
	}
}

// lastSights are those of a window that cannot be used on.
func lastSights() []sight {
	return []sight{
		{name: "quit", show: func(a *App) {
			wait := practiceCall("NeverAnswer", "")
			wait.send(a)
			a.Keys("ctrl+1")
			a.Await(Row(wait.title(), "Running"))
			a.CloseWindow()
			a.Await(Dialog())
		}, leave: closeDialog},
		{name: "undo", show: func(a *App) {
			a.Activate("clear-finished")
			a.Await(Button("Undo"))
		}},
		{name: "connection-lost", show: func(a *App) {
			a.KillSessionBus()
			a.Await(Button("Reconnect"))
		}},
	}
}
