package patterns

import (
	"context"
	"errors"
	"time"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// errEnough is why the waiting is over.
var errEnough = errors.New("that was long enough")

// cancelIt waits for a connection that nobody makes. Canceling the context
// cancels the GCancellable of the operation, and Await returns when the
// operation has really stopped.
func cancelIt(ctx context.Context, env Env, say func(string)) (string, error) {
	listener := gio.NewSocketListener()
	if _, err := listener.AddAnyInetPort(nil); err != nil {
		return "", err
	}
	defer listener.Close()

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	time.AfterFunc(time.Second, func() { cancel(errEnough) })
	say(tr.T("waiting for a connection, for a second"))

	_, err := gasync.Await(ctx, env.Loop,
		listener.AcceptAsync,
		func(res gio.AsyncResulter) (*gio.SocketConnection, error) {
			_, connection, err := listener.AcceptFinish(res)
			return connection, err
		})
	if errors.Is(err, errEnough) {
		return tr.T("canceled: that was long enough"), nil
	}
	return "", err
}
