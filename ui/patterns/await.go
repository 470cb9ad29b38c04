package patterns

import (
	"context"
	"fmt"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// awaitResult reads a file with GIO. The operation is started and finished on the
// main loop's thread, but it is this goroutine that waits.
func awaitResult(ctx context.Context, env Env, say func(string)) (string, error) {
	file := gio.NewFileForPath("/etc/os-release")
	say("reading " + file.Path())

	contents, err := gasync.Await(ctx, env.Loop,
		file.LoadContentsAsync,
		func(res gio.AsyncResulter) ([]byte, error) {
			contents, _, err := file.LoadContentsFinish(res)
			return contents, err
		})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("read %d bytes", len(contents)), nil
}
