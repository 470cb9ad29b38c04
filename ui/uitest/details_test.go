package uitest

import (
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
	app.Await(Role("list item").Prefixed("1 item, expanded"))
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
