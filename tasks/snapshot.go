package tasks

import "time"

// Progress is how far the work says it is.
type Progress struct {
	Done, Total int64  // Total is 0 where it is not known
	Text        string // one line, for people
}

// Snapshot is a task at one moment: a value, safe to keep and to pass on.
type Snapshot struct {
	ID     ID
	Parent ID // 0 for none
	Spec   *Spec
	State  State
	// CancelRequested tells that a cancel was asked for; Cause is its cause.
	CancelRequested bool
	Cause           error
	// Err is why the task failed or was canceled, Result what it gave.
	Err      error
	Result   any
	Progress Progress
	Items    Items // see Task.Items for themselves
	Pinned   bool
	// Started and Finished are zero before the work has started or the task
	// has finished.
	Submitted, Started, Finished time.Time
}

// Elapsed is how long the work has run until now, or ran; 0 if it never did.
func (s *Snapshot) Elapsed(now time.Time) time.Duration {
	switch {
	case s.Started.IsZero():
		return 0
	case s.Finished.IsZero():
		return now.Sub(s.Started)
	}
	return s.Finished.Sub(s.Started)
}
