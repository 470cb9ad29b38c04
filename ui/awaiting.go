package ui

import "github.com/bellhop-gtk/bellhop/tasks"

// awaiting is what waits on the main loop for tasks to end. It is told by the
// changes of the engine that the window follows anyway, so that waiting takes no
// goroutine, and stops when the window does.
type awaiting map[tasks.ID]func(tasks.Snapshot)

// after has f called with the task as it ended. It must be called in the turn of
// the main loop in which the task was submitted, and f must not hold on to
// widgets.
func (a awaiting) after(task *tasks.Task, f func(tasks.Snapshot)) { a[task.ID()] = f }

// apply calls those whose tasks have ended.
func (a awaiting) apply(changes tasks.Changes) {
	for _, snapshot := range changes.Updated {
		if f := a[snapshot.ID]; f != nil && snapshot.State.Final() {
			delete(a, snapshot.ID)
			f(snapshot)
		}
	}
	for _, id := range changes.Removed {
		delete(a, id)
	}
}
