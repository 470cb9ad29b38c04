package uitest

import "testing"

func TestPracticeTasksAppearAndFinish(t *testing.T) {
	app := Start(t, Options{})
	app.Press(Button("Try the Practice Service"))
	app.Await(Row("Practice.Sleep (60 s)", "Running"))
	for title, state := range map[string]string{
		"Start the Practice Service":       "Succeeded",
		"Practice.Add (40 + 2)":            "Succeeded",
		"Practice.Echo":                    "Succeeded",
		"Practice.Big (100 kB)":            "Succeeded",
		"Practice.Fail":                    "Failed",
		"Practice.Progress (20 steps)":     "Succeeded",
		"Practice.Sleep (2 s)":             "Succeeded",
		"Practice.Sleep (30 s, limit 1 s)": "Timed Out",
	} {
		app.Await(Row(title, state))
	}
	app.Await(Row("Practice.Sleep (60 s)", "Running"))
}
