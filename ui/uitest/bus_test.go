package uitest

import "testing"

func TestWindowOutlivesTheBus(t *testing.T) {
	for _, backend := range backends {
		t.Run(backend, func(t *testing.T) {
			app := startWithService(t)
			wait := practiceCall("NeverAnswer", "")
			wait.backend = backend
			wait.send(app)
			app.Await(Row(wait.title(), "Running"))

			app.KillSessionBus()
			app.Await(Row(wait.title(), "Failed"))
			app.Await(Role("label").Named("The connection was lost.")) // the details
			app.Await(Role("label").Named("Connection lost: Session")) // the banner
			app.Await(Button("Reconnect"))

			// It answers: a dialog opens, and what is asked of the dead bus fails.
			id := call{destination: "org.freedesktop.DBus", path: "/", iface: "org.freedesktop.DBus", method: "GetId", backend: backend}
			id.send(app)
			app.Await(Row(id.title(), "Failed"))
			app.CloseWindow()
			if code := app.AwaitExit(); code != 0 {
				t.Errorf("the program ended with %d", code)
			}
		})
	}
}

func TestEveryTaskEndsWithTheBus(t *testing.T) {
	const count = 50
	app := startWithService(t)
	app.Activate("practice-load", uint32(count))
	app.Await(filter("Running", count))
	app.KillSessionBus()
	app.Await(filter("Failed", count))
	app.Await(filter("Running", 0))

	app.Select(Row("Practice.NeverAnswer", "Failed"))
	app.Await(Role("label").Named("The connection was lost."))
}
