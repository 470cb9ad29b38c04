// Package gasync awaits GLib's asynchronous operations from goroutines.
//
// GLib does a long operation in two halves: a function that starts it and takes a
// callback, and one that the callback calls to get the result. [Await] takes the
// two and gives back what the second returns, so that code which needs five
// operations is five lines one after another instead of five callbacks one inside
// another:
//
//	bus, err := gasync.Await(ctx, loop,
//		func(ctx context.Context, ready gio.AsyncReadyCallback) {
//			gio.BusGet(ctx, gio.BusTypeSession, ready)
//		},
//		gio.BusGetFinish)
//
// [AwaitDetached] does not wait for a canceled operation to stop. [FromCallback]
// awaits any other function that takes a callback. [WithCancellable] makes a context
// of a GCancellable that somebody else has.
//
// The loop is made by [mainloop.New]; the page of that package has a whole program,
// and what its go.mod needs. Beside gio, import
//
//	"github.com/bellhop-gtk/bellhop/tasks/gasync"
//	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
//
// # In ten minutes
//
// GLib has one main loop, on one thread, which calls what is ready: handlers of
// signals, callbacks of operations. An operation is started with a callback, a
// GAsyncReadyCallback. When it has ended, the loop calls that with a GAsyncResult,
// a receipt, which the operation's finish function exchanges for the result or a
// GError. A GCancellable, given at the start, is the way to ask it to stop: it then
// ends as usual, with the GError G_IO_ERROR_CANCELLED. Neither blocks the loop,
// and nothing on the loop may block.
//
// Await posts start onto the loop, lets the calling goroutine sleep, calls finish
// when the loop calls back, and wakes the goroutine with what that gave. When ctx
// ends first, it cancels the GCancellable.
//
// # Contract
//
//   - Where: Await may be called from any goroutine, and blocks it. On the main
//     loop's thread it would wait for itself, so it returns [ErrOnMainThread].
//     start and finish run on the main loop's thread and must not block; with
//     [OnCaller] start runs on the calling goroutine. A thread that has pushed
//     a main context of its own as its default is refused with
//     [ErrThreadContext]: GIO would call back there.
//   - Once: start is called at most once, finish exactly once if the operation
//     calls ready. If ctx is done before start's turn, nothing is started.
//   - Cancel: each await has a GCancellable to itself while it lasts, which reaches the operation
//     through the context that start is given: hand that one to the GIO function
//     as it is, since contexts derived from it do not carry the GCancellable. It
//     is cancelled when the caller's ctx ends. Await then waits until the operation
//     has stopped, that is, has called ready. One that never does is waited for until
//     the loop ends; [AwaitDetached] does not wait.
//     What is connected to the GCancellable runs on the main loop's thread, and
//     GDBus's own thread stands still meanwhile, as a way round a race in GLib.
//     So it must not wait for an answer over D-Bus: for a second none would come.
//   - Who was first: work that finished in spite of the cancel has succeeded, and
//     its result is returned. An operation that failed for another reason returns
//     that reason.
//   - Errors: a GError becomes an [Error]. If the operation ended because ctx did,
//     the error is a [CanceledError], which matches context.Canceled or
//     context.DeadlineExceeded, the context's cause and the operation's Error.
//   - Panics in start or finish become a [tasks.PanicError].
//   - The end of the loop: when the loop is closed, pending awaits return
//     [ErrLoopEnded]. The main loop must run, or nothing is ever ready.
//   - Values: on error Await returns the zero value, never gotk4's wrapper round
//     NULL. See [Result].
//   - Memory: while the operation runs, everything that start and finish capture
//     is kept, so capture little. Do not call SourceObject on the AsyncResult:
//     in gotk4 each call leaks a reference. gotk4 frees what it wraps only with the
//     replace directive of this module's go.mod, which a module that imports this
//     package has to repeat (see package mainloop), and while a mainloop.Loop's thread owns the main
//     context.
//
// Some of gotk4's functions hand C a pointer to Go memory that is freed or moved
// before the operation ends. No wrapper can mend that. Instead of ReadAsync,
// WriteAsync, WritevAsync and ReplaceContentsAsync, use those that take or return
// a glib.Bytes: ReadBytesAsync, WriteBytesAsync, ReplaceContentsBytesAsync.
package gasync
