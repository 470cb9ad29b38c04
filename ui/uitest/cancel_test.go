package uitest

import "testing"

func TestCancelGivesUpTheCall(t *testing.T) {
	for _, backend := range backends {
		t.Run(backend, func(t *testing.T) {
			app := startWithService(t)
			sleep := practiceCall("Sleep", "uint32 60000")
			sleep.backend = backend
			sleep.send(app)
			app.Press(Button("Cancel").In(Row(sleep.title(), "Running")))
			app.Await(Row(sleep.title(), "Canceled"))

			// The service still sleeps. A call that were still waited for would
			// make the program ask before it closes, or keep it from ending.
			app.CloseWindow()
			if code := app.AwaitExit(); code != 0 {
				t.Errorf("the program ended with %d", code)
			}
		})
	}
}

func TestCancelAllOf200(t *testing.T) {
	const count = 200
	app := startWithService(t)
	app.Activate("practice-load", uint32(count))
	app.Await(filter("Running", count))
	app.Press(Button("Cancel All"))
	app.Await(filter("Canceled", count))
	app.Await(filter("Running", 0))
}
