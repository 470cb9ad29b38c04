package tasks

import "fmt"

// State is where a task is in its life. The zero value is Queued.
type State uint8

// The states. Succeeded, Failed and Canceled are final.
const (
	Queued State = iota
	Running
	Succeeded
	Failed
	Canceled
	stateCount
)

// legal holds every move that a task may make, and no other.
var legal = [stateCount][stateCount]bool{
	Queued:  {Running: true, Canceled: true},
	Running: {Succeeded: true, Failed: true, Canceled: true, Queued: true},
}

// Final reports whether a task in this state has finished.
func (s State) Final() bool {
	return s == Succeeded || s == Failed || s == Canceled
}

// CanBecome reports whether a task may move from s to next.
func (s State) CanBecome(next State) bool {
	return s < stateCount && next < stateCount && legal[s][next]
}

// String gives the state's name in English, for logs. It is not translated.
func (s State) String() string {
	switch s {
	case Queued:
		return "Queued"
	case Running:
		return "Running"
	case Succeeded:
		return "Succeeded"
	case Failed:
		return "Failed"
	case Canceled:
		return "Canceled"
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}
