package uitest

import (
	"fmt"
	"testing"
)

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
	for _, size := range [][2]int{{1100, 720}, narrow} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			app := startWithService(t)
			app.ResizeWindow(size[0], size[1])
			sum := practiceCall("Add", "1, 2")
			sum.send(app)
			app.Keys("ctrl+1")
			app.Focus(Row(sum.title(), "Succeeded"))
			before := focusOf(app.Look())
			for _, dialog := range dialogs {
				app.Keys(dialog.key)
				app.AwaitFocus(dialog.first.In(Dialog()))
				app.Keys("escape")
				app.AwaitGone(Dialog())
				app.Until("the row to have the keyboard again", func(tree *Node) bool { return focusOf(tree) == before })
			}
		})
	}
}
