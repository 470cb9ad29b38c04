package uitest

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// A GTK dialog is awaited as any operation is, answered by a person, and taken
// away when the await's context ends.
func TestAwaitOfAnAlertDialog(t *testing.T) {
	program := filepath.Join(t.TempDir(), "choose")
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./testdata/choose").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, output)
	}
	app := Start(t, Options{Program: program})
	app.Press(Button("Leave"))
	app.Await(Any("Answered 1"))
	app.Await(Button("Yes"))
	app.Await(Any("Timed out, and so says GTK"))
	app.AwaitGone(Button("Yes"))
}
