// Package tasks runs work away from the thread that asked for it, and tells
// what became of it.
//
// An [Engine] takes work with [Submit], runs each piece as a task on a goroutine
// of its own, within limits, and hands out a [Future] to await. Whoever shows
// the tasks subscribes to changes and reads snapshots. The package knows
// nothing of D-Bus or of a toolkit.
//
// # A task's life
//
// A task is Queued, then Running, then Succeeded, Failed or Canceled; the legal
// moves are one table (see [State]). Work that could do nothing yet may have its
// task wait again, with [ErrAgain]. A finished task never changes. That a
// cancel was asked for is a flag beside the state: work that finishes all the
// same has Succeeded. A timeout is a failure with [context.DeadlineExceeded],
// and counts from the start of the work. A panic is a failure with a
// [*PanicError]; the process lives.
//
// # Order
//
// Tasks start in the order in which they were submitted, as far as the limits
// allow: a task waits first for a place under its key, then for a place in the
// engine, first in first out at each. Canceling a queued task finishes it
// without ever running it and gives its place to the next.
//
// # Children
//
// A task submitted with a parent is canceled with it, and the parent does not
// finish before its children have. A child runs in its parent's place as far as
// the engine's limit goes, for otherwise parents awaiting their children could
// fill the engine; under a key of its ancestors it runs in that one's place for
// the same reason. Other keys' limits hold: two parents that each await a child
// under the other's key wait for each other. When the parent's work fails, children
// still under way are canceled.
//
// # Concurrency
//
// Everything exported may be called from any goroutine, also from within work
// and from a wake function. Nothing but [Future.Wait], the groups ([All],
// [Any], [First]), [Limiter] and [Engine.Shutdown] blocks; with Options.NoWait all
// but the limiter refuse to do so on a main loop's thread. No function of the caller's runs under a lock. The engine owns the
// goroutines of its tasks, and Shutdown returns nil only when all have ended.
//
// Mistakes of the program are panics that name them: nil functions, an engine or a
// limiter without its constructor, a parent of another engine.
//
// Changes are coalesced for each subscriber to the latest snapshot of each task:
// memory is bounded by the number of tasks kept, and a subscriber that never
// drains slows nobody.
//
// # In a program of your own
//
// Import github.com/bellhop-gtk/bellhop/tasks; it needs the standard library only.
// [Submit] and [Future.Wait] run work and await it; [All], [Any] and [First] await
// several; [Retry] tries again; [Reporter] tells how far the work is; [Limiter] holds
// back what is not a task; [Engine.Subscribe] is for whoever shows the tasks. In a GTK
// program set Options.NoWait, and see package mainloop for the whole of it. Package
// taskstest helps to test what is built on an engine.
package tasks
