package patterns

import (
	"context"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// awaitResult reads a file with GIO. The operation is started and finished on the
// main loop's thread, but it is this goroutine that waits.
func awaitResult(ctx context.Context, env Env, say func(string)) (string, error) {
	file := gio.NewFileForPath("/etc/os-release")
	say(tr.F("reading %s", file.Path()))

	contents, err := gasync.Await(ctx, env.Loop,
		file.LoadContentsAsync,
		func(res gio.AsyncResulter) ([]byte, error) {
			contents, _, err := file.LoadContentsFinish(res)
			return contents, err
		})
	if err != nil {
		return "", err
	}
	return tr.N(len(contents), "read %d byte", "read %d bytes", len(contents)), nil
}
