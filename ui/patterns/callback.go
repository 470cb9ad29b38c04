package patterns

import (
	"context"

	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// add is a function as there are many: it gives its result to a callback, later.
func add(a, b int, callback func(sum int)) {
	coreglib.TimeoutAdd(300, func() { callback(a + b) })
}

// awaitCallbacks needs the result of one call for the next. With callbacks that
// would be three functions one inside another; here it is a loop.
func awaitCallbacks(ctx context.Context, env Env, say func(string)) (string, error) {
	sum := 0
	for n := 1; n <= 3; n++ {
		var err error
		sum, err = gasync.FromCallback(ctx, env.Loop, func(done func(int, error) error) {
			add(sum, n, func(sum int) { _ = done(sum, nil) })
		})
		if err != nil {
			return "", err
		}
		say(tr.F("added %d: %d", n, sum))
	}
	return tr.Figures("1 + 2 + 3 = %d", sum), nil
}
