package uitest

import (
	"fmt"
	"strings"
	"testing"
)

func TestResultAsJSON(t *testing.T) {
	app := startWithService(t)
	echo := practiceCall("Echo", "<[{'a': <uint32 5>}]>")
	echo.send(app)
	app.Await(Row(echo.title(), "Succeeded"))
	result := Role("text").Named("Result")
	if text := app.AwaitText(result); !strings.Contains(text, "<uint32 5>") {
		t.Errorf("the result is shown as %q", text)
	}
	app.Press(Role("radio button").Named("JSON").In(Any("Show Result As")))
	app.Until("the result as JSON", func(*Node) bool {
		return strings.Contains(app.Text(result), `"type": "u"`)
	})
	app.Press(Role("radio button").Named("Tree").In(Any("Show Result As")))
	app.Await(Role("list item").Prefixed("Value: 1 item, expanded"))
}

func TestCommandIsCopied(t *testing.T) {
	app := startWithService(t)
	sum := practiceCall("Add", "1, 2")
	sum.send(app)
	app.Await(Row(sum.title(), "Succeeded"))
	app.Press(Role("toggle button").Named("Copy As"))
	app.Press(Button("busctl Command"))
	app.Await(Any("Copied to clipboard"))
}

func TestTheLongestArrayIsShown(t *testing.T) {
	app := startWithService(t)
	const size = 64 << 20 // no array on a bus is longer
	big := practiceCall("Big", fmt.Sprint("uint32 ", size))
	big.send(app)
	app.Await(Row(big.title(), "Succeeded"))
	result := Role("text").Named("Result")
	for _, form := range []struct{ name, begins string }{
		{"Raw", "000000 00 01 02"},
		{"JSON", "["},
		{"GVariant", "([\n  byte 0x00"},
	} {
		app.Press(Role("radio button").Named(form.name).In(Any("Show Result As")))
		app.Until("the result as "+form.name, func(*Node) bool {
			return strings.HasPrefix(app.Text(result), form.begins)
		})
		app.Await(Button("Save As…"))
	}
	app.Press(Button("Show All"))
	app.AwaitGone(Button("Show All"))
	app.Press(Role("radio button").Named("Tree").In(Any("Show Result As")))
	app.Await(Role("list item").Prefixed("Value: "))
	app.Await(Any("67.1 MB")) // of the whole message
}

func TestFloodIsWatched(t *testing.T) {
	const signals = 100_000
	app := startWithService(t)
	app.Keys("ctrl+shift+n")
	app.Await(Button("Watch").In(Dialog()))
	app.Type(Entry("Interface").In(Dialog()), practice)
	app.Type(Entry("Member").In(Dialog()), "Flooded")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	watch := Row("Watch "+practice+".Flooded", "Running")
	app.Await(watch)
	app.Await(Any("Nothing has come yet."))

	flood := practiceCall("Flood", fmt.Sprint("uint32 ", signals))
	flood.send(app)
	app.Await(Row(flood.title(), "Succeeded"))
	app.Keys("ctrl+1", "home", "down") // from the call to the watch
	app.Await(Any("100,000 received · 99,000 dropped"))
	app.Await(Role("list item").Prefixed("Practice.Flooded (uint32 99999, ")) // the last is in sight
	app.Press(Button("Clear").In(Role("grouping")))
	app.Await(Any("Nothing has come yet."))
	app.Press(Button("Pause"))
	app.Await(Button("Resume"))
	sent := practiceCall("Flood", "uint32 5")
	sent.send(app)
	app.Await(Row(sent.title(), "Succeeded"))
	app.Keys("ctrl+1", "home", "down", "down")
	app.Await(Any("100,000 received · 99,000 dropped · 5 not kept while paused"))
	app.Press(Button("Resume"))
	app.Await(Role("list item").Prefixed("Paused 5 came until"))
}

func TestRepeatedCallLeadsToItsCalls(t *testing.T) {
	app := startWithService(t)
	sum := practiceCall("Add", "1, 2")
	sum.fill(app)
	app.Press(moreWays)
	app.Press(Button("Repeat…"))
	app.Type(Entry("Repeat"), "5")
	app.Keys("ctrl+enter")
	app.AwaitGone(Dialog())
	app.Await(Row(sum.title()+" × 5", "Succeeded"))
	if text := app.AwaitText(Role("text").Named("Result")); !strings.Contains(text, "5 succeeded") || !strings.Contains(text, "█") {
		t.Errorf("the result is shown as %q", text)
	}
	app.Press(Button("Show Calls"))
	app.Await(Row(sum.title()+" #5", "Succeeded"))
	app.AwaitGone(Row(sum.title()+" × 5", "Succeeded"))
}

func TestObjectPathLeadsToTheObject(t *testing.T) {
	app := startWithService(t)
	echo := practiceCall("Echo", "<objectpath '"+practicePath+"'>")
	echo.send(app)
	app.Await(Row(echo.title(), "Succeeded"))
	app.Press(Role("radio button").Named("Tree"))
	app.Press(Button("Show Object"))
	app.Await(Role("list").Named("Objects"))
	app.Until("the object in the list", func(tree *Node) bool {
		return len(tree.Find(Role("list item").Prefixed(practicePath).In(Role("list").Named("Objects")))) > 0
	})
}
