package uitest

// storeSights are what README and software centres show of the window.
func storeSights() []sight {
	guests := practiceCall("Echo", "<{'guest': <'Ada Lovelace'>, 'room': <uint32 214>, 'nights': <uint32 3>, 'luggage': <['trunk', 'hat box']>}>")
	sum := practiceCall("Add", "1, 2")
	return []sight{
		{name: "tasks", show: func(a *App) {
			a.run("bellhop", []string{"--practice"}) // found in PATH, as where it is installed
			a.AwaitName(practice)
			a.Press(Button("Try the Practice Service"))
			a.Await(Row("Practice.Sleep (30 s, limit 1 s)", "Timed Out"))
			repeat(a, sum, 200)
			guests.send(a)
			openTask(a, guests.title(), "Succeeded")
			showAs("Tree")(a)
			a.Await(Role("list item").Prefixed("Value: 4 entries, expanded"))
		}},
		{name: "new-call", show: func(a *App) {
			guests.fill(a)
			a.Focus(Button("Add Entry").In(Dialog()))
		}, leave: closeDialog},
		{name: "browse", show: func(a *App) {
			a.Keys("ctrl+2")
			a.Type(Entry("Search Names"), "bellhop practice")
			a.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
			a.Keys("enter")
			a.AwaitFocus(Role("list item").Prefixed(practicePath + ", io."))
			a.Keys("enter")
			a.Await(Any("'I never change'"))
		}},
		{name: "patterns", show: func(a *App) {
			a.Keys("ctrl+3")
			a.GoDown(Role("list item").Named("Fan Out, Fan In"))
			a.Keys("enter")
			a.Press(Button("Run"))
			a.Await(Role("label").Prefixed("Succeeded · "))
		}},
	}
}
