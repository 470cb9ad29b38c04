package tasks

import "time"

// Spec says what a task is called and how it may run. It is copied by Submit
// and never changed; the zero Spec is a task without a name and without limits.
type Spec struct {
	// Title and Detail are for people: a row's two lines.
	Title, Detail string
	// Data is the caller's own description of the work, handed on in
	// snapshots. It must not be changed after Submit.
	Data any
	// Key names what the task shares with others, a connection, say. At most
	// the key's limit of tasks with the same key run at once; a child under the
	// key of its parent, or of its parent's, runs in that one's place.
	Key string
	// Timeout is how long the work may run, from its start; 0 is no limit, and
	// what is below 0 has passed before the work starts.
	Timeout time.Duration
	// Ring is how many of the items that the work emits are kept: the latest.
	Ring int
	// Parent is canceled with this task as its child; nil for none.
	Parent *Task
}

// Options set an engine up. The zero value is ready: no limits, and
// [DefaultKeep] finished tasks kept.
type Options struct {
	Limit      int // tasks running at once; 0 is no limit
	KeyLimit   int // tasks with the same key running at once, unless SetKeyLimit says otherwise; 0 is no limit
	QueueLimit int // tasks waiting at once; 0 is no limit
	Keep       int // finished tasks kept; 0 is DefaultKeep, below 0 none

	// NoWait reports whether the calling goroutine must not wait, as a main
	// loop's must not: mainloop.Loop.OnThread, say. Wait, the groups and Shutdown
	// then give [ErrNoWait] where they would have to wait. nil is never.
	NoWait func() bool
}

// DefaultKeep is how many finished tasks an engine keeps unless told otherwise.
const DefaultKeep = 10_000

// ID names a task within its engine. IDs start at 1 and grow in the order of
// submission.
type ID uint64
