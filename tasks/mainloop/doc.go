// Package mainloop is the way from any goroutine onto the GLib main loop, the
// one thread on which GTK may be touched.
//
// # Contract
//
//   - Order: functions posted by one goroutine run in the order of their posts;
//     functions of several goroutines in the order in which Post took them.
//   - Where: on the main loop's thread, from the loop's own turn, one at a time.
//     Never inside Post, not even when Post is called on that very thread.
//   - Blocking: Post never waits for the loop. A posted function must not wait
//     for anything: while it runs, the window does not answer.
//   - Load: however many functions wait, they are one GSource, which runs them
//     for at most a slice of 2 ms a turn and leaves the rest to the next. Its
//     priority is that of GTK's redraw: input goes first, and frames and
//     functions take turns, so that neither starves the other. A single
//     function cannot be interrupted, however long it takes.
//   - Nesting: a posted function may run a main loop of its own (a dialog's, say).
//     The functions behind it then run in that loop, in order.
//   - Panics: a panic in a posted function is reported as a [tasks.PanicError], and the
//     loop goes on. runtime.Goexit (hence testing.T.FailNow) in a posted
//     function takes the process down.
//   - Shutdown: after [Loop.Close] Post returns [ErrEnded] and [Loop.Done] is
//     closed. Functions that had not run never will; how many there were is
//     reported. Whoever posts a function and waits for it must wait for Done too.
//
// # The owner of the main context
//
// [New] makes its thread the owner of GLib's default main context until the
// process ends, whether a loop is running or not. gotk4 relies on that: it frees
// GObjects by g_main_context_invoke from the garbage collector's goroutine, which
// would run the clean-up on that goroutine, and deadlock, if nobody owned the
// context.
//
// # In a program of your own
//
// A program that awaits, from its start to its end:
//
//	func main() {
//		loop := mainloop.New(nil) // before anything else
//		engine := tasks.New(tasks.Options{NoWait: loop.OnThread})
//
//		app := gtk.NewApplication("org.example.App", gio.ApplicationFlagsNone)
//		app.ConnectActivate(func() { newWindow(app, engine, loop).Present() })
//		status := app.Run(os.Args)
//
//		down := make(chan struct{})
//		go func() {
//			defer close(down)
//			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
//			defer cancel()
//			if err := engine.Shutdown(ctx); err != nil {
//				slog.Error("shutting down", "err", err)
//			}
//		}()
//		loop.RunUntil(down) // work that stops may need the loop for it
//		loop.Close()
//		os.Exit(status)
//	}
//
// A signal handler then submits a task, whose work awaits with package gasync and
// posts what the window is to show:
//
//	button.ConnectClicked(func() {
//		_, err := tasks.Submit(engine, tasks.Spec{Title: "Load"},
//			func(ctx context.Context, _ *tasks.Reporter) (string, error) {
//				text, err := load(ctx) // awaits as it likes
//				if err != nil {
//					return "", err
//				}
//				return text, loop.Post(func() { label.SetText(text) })
//			})
//		...
//	})
//
// Import github.com/bellhop-gtk/bellhop/tasks and its packages mainloop and gasync,
// and repeat in your go.mod the replace directive of this module's,
//
//	replace github.com/KarpelesLab/weak => ./internal/weak
//
// with a copy of its directory internal/weak: the go command takes replace
// directives from the main module only. Without it everything works, but gotk4
// frees no GObject that it has wrapped.
//
// Tests that need a running loop: see package mainlooptest.
package mainloop
