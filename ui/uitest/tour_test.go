package uitest

import (
	"path/filepath"
	"testing"
)

// The first steps: the window comes, one looks at what the practice service does,
// and cancels what lasts. The picture of it is the test's artifact.
func TestTour(t *testing.T) {
	app := Start(t, Options{})
	app.Press(Button("Try the Practice Service"))
	app.Await(Role("list item").Named("Session, Connected"))
	app.Await(Row("Practice.Echo", "Succeeded"))
	sleep := "Practice.Sleep (60 s)"
	app.Press(Button("Cancel").In(Row(sleep, "Running")))
	app.Await(Row(sleep, "Canceled"))
	app.Screenshot(filepath.Join(t.ArtifactDir(), "tour.png"))
}
