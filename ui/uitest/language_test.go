package uitest

import (
	"regexp"
	"slices"
	"testing"
)

var germanSeconds = regexp.MustCompile(`^\d+,\d s$`)

// TestGerman holds that what the window shows is said in German, whether it comes
// from an interface file, from code or from package bus, with plurals, and with
// numbers as they are written in German.
func TestGerman(t *testing.T) {
	app := Start(t, Options{Look: Look{Language: "de"}})
	app.Await(Button("Hauptmenü"))
	app.Press(Button("Den Übungsdienst ausprobieren"))
	app.Await(Row("Practice.Sleep (60 s)", "Läuft"))
	app.Await(Row("Practice.Fail", "Fehlgeschlagen"))
	app.Await(Row("Practice.Sleep (30 s, Zeitlimit 1 s)", "Abgelaufen"))
	app.Await(Row("Verbinden mit Sitzung", "Erfolgreich"))
	app.Await(Row("Practice.Sleep (2 s)", "Erfolgreich"))
	app.Until("a time with a comma", func(tree *Node) bool {
		return slices.ContainsFunc(tree.Find(Role("label")), func(label *Node) bool { return germanSeconds.MatchString(label.Name) })
	})
	app.Press(Button("Alle abbrechen"))
	app.Await(Row("Practice.Sleep (60 s)", "Abgebrochen"))
	app.Await(Role("list item").Named("Läuft, 0"))
	app.Press(Button("Fertige entfernen"))
	app.Await(Role("label").Named("10 Aufgaben entfernt"))
	app.Keys("ctrl+n")
	app.Type(Entry("Ziel"), "org example")
	app.Press(Button("Aufrufen").In(Dialog()))
	app.Await(Role("label").Named("Ein Leerzeichen ist hier nicht erlaubt."))
	closeDialog(app)

	app.Keys("ctrl+3")
	app.GoDown(Role("list item").Named("Abbrechen"))
	app.Keys("enter")
	app.Press(Button("Ausführen"))
	app.Await(Any("Erfolgreich · abgebrochen: das war lange genug"))
}

func TestChinese(t *testing.T) {
	app := Start(t, Options{Env: []string{"LANGUAGE=zh_CN:de"}})
	app.Press(Button("试用练习服务(T)"))
	app.Await(Row("Practice.Sleep (60 秒)", "运行中"))
	app.Press(Button("全部取消"))
	app.Await(Row("Practice.Sleep (60 秒)", "已取消"))
	app.Await(Role("list item").Named("运行中, 0"))
	app.Press(Button("清除已完成的任务"))
	app.Await(Role("label").Named("已清除 10 个任务"))
}
