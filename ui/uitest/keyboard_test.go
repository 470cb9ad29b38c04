package uitest

import "testing"

// Each dialog has the keyboard where one begins, be it a sheet where the window is
// narrow, and gives it back to where it was.
func TestFocusLandsAndComesBack(t *testing.T) {
	dialogs := []struct {
		key   string
		first Query
	}{
		{"ctrl+n", Entry("Destination")},
		{"ctrl+shift+n", Entry("Sender")},
		{"ctrl+shift+m", Entry("Match Rule")},
	}
	for _, screen := range []struct {
		name string
		look Look
		size [2]int
	}{
		{"wide", Look{}, [2]int{1100, 720}},
		{"narrow", Look{}, narrow},
		{"narrow with large text", Look{TextScale: 1.5}, narrow},
	} {
		t.Run(screen.name, func(t *testing.T) {
			app := startWithServiceAs(t, Options{Look: screen.look})
			app.ResizeWindow(screen.size[0], screen.size[1])
			sum := practiceCall("Add", "1, 2")
			sum.send(app)
			app.Keys("ctrl+1")
			app.Focus(Row(sum.title(), "Succeeded"))
			before := focusOf(app.Look())
			for _, dialog := range dialogs {
				app.Keys(dialog.key)
				app.AwaitFocus(dialog.first.In(Dialog()))
				app.Keys("end")
				app.AwaitFocus(dialog.first.In(Dialog())) // still
				app.Keys("escape")
				app.AwaitGone(Dialog())
				app.Until("the row to have the keyboard again", func(tree *Node) bool { return focusOf(tree) == before })
			}
		})
	}
}

// The Tab key leads to all that can be acted upon, wherever one is.
func TestTabKeyLeadsEverywhere(t *testing.T) {
	app := startWithService(t)
	echo := practiceCall("Echo", "<{'level': <uint32 7>}>")
	echo.send(app)
	openTask(app, echo.title(), "Succeeded")
	for _, at := range []struct {
		name string
		show func(*App)
	}{
		{"tasks", nil},
		{"a repeated call", func(a *App) { repeat(a, practiceCall("Add", "1, 2"), 3) }},
		{"objects", func(a *App) {
			a.Keys("ctrl+2")
			a.Type(Entry("Search Names"), "bellhop practice")
			a.AwaitGone(Role("list item").Prefixed("org.freedesktop.DBus"))
			a.Keys("enter")
			a.AwaitFocus(Role("list item").Prefixed(practicePath + ", io."))
			a.Keys("enter")
			a.Await(Any("'I never change'"))
		}},
		{"patterns", func(a *App) {
			a.Keys("ctrl+3")
			a.GoDown(Role("list item").Named("Cancel It"))
			a.Keys("enter")
			a.Await(Role("heading").Named("Cancel It"))
		}},
		{"New Call", func(a *App) {
			echo.fill(a)
			a.Await(Button("Add Entry").In(Dialog()))
		}},
		{"Watch Signals", func(a *App) {
			closeDialog(a)
			a.Keys("ctrl+shift+n")
			a.Await(Dialog())
		}},
		{"Preferences", func(a *App) {
			closeDialog(a)
			a.Keys("ctrl+comma")
			a.Await(Dialog())
		}},
	} {
		if at.show != nil {
			at.show(app)
		}
		for _, control := range app.Unreached() {
			t.Errorf("in %s, the Tab key does not lead to %s", at.name, control)
		}
	}
}
