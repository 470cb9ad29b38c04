//go:build sandbox

package uitest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// A file that is saved is chosen outside the sandbox, and let in by the document
// portal alone.
func TestSandboxSavesWhereThePersonChooses(t *testing.T) {
	var chooser *process
	app := Start(t, Options{Prepare: func(d *Desktop) { chooser = d.startPortals() }})
	app.Run("--practice")
	app.AwaitName(practice)
	big := practiceCall("Big", "uint32 100000")
	big.send(app)
	app.Await(Row(big.title(), "Succeeded"))
	app.Press(Button("Save As…"))

	dialog := app.beside(chooser)
	chosen := filepath.Join(app.dir, "home", "chosen.txt")
	dialog.Type(Entry(""), chosen) // its label is not its name in GTK 3
	dialog.Press(Button("Save"))
	app.Await(Row("Save chosen.txt", "Succeeded"))
	if text, err := os.ReadFile(chosen); err != nil || len(text) == 0 {
		t.Errorf("%s holds %q, %v", chosen, text, err)
	}
}

// startPortals starts what lets files into sandboxes, and returns the program that
// asks people for files.
func (d *Desktop) startPortals() *process {
	d.t.Helper()
	d.startService("org.freedesktop.impl.portal.PermissionStore")
	d.startService("org.freedesktop.portal.Documents")
	chooser := d.startService("org.freedesktop.impl.portal.desktop.gtk")
	d.startService("org.freedesktop.portal.Desktop")
	return chooser
}

// beside gives the window of another program on the desktop.
func (a *App) beside(p *process) *App {
	a.t.Helper()
	other := &App{Desktop: a.Desktop, options: a.options, process: p, patience: a.patience}
	a.await("a window of "+filepath.Base(p.cmd.Path), a.patience, func(ctx context.Context) (found bool, err error) {
		other.root, found, err = a.a11y.program(ctx, p.mark)
		return found, err
	})
	return other
}
