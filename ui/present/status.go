package present

import (
	"context"
	"errors"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// status is a task's state as people see it: a word, an icon and a class, for
// colour alone tells some nothing.
type status struct{ word, icon, class string }

// text is the word in the reader's language.
func (s status) text() string { return tr.T(s.word) }

var (
	queued    = status{tr.Mark("Queued"), "content-loading-symbolic", "dimmed"}
	running   = status{tr.Mark("Running"), "media-playback-start-symbolic", "accent"}
	canceling = status{tr.Mark("Canceling"), "media-playback-stop-symbolic", "dimmed"}
	succeeded = status{tr.Mark("Succeeded"), "object-select-symbolic", "success"}
	failed    = status{tr.Mark("Failed"), "dialog-error-symbolic", "error"}
	timedOut  = status{tr.Mark("Timed Out"), "alarm-symbolic", "warning"}
	canceled  = status{tr.Mark("Canceled"), "action-unavailable-symbolic", "dimmed"}
)

func statusOf(s *tasks.Snapshot) status {
	switch s.State {
	case tasks.Succeeded:
		return succeeded
	case tasks.Canceled:
		return canceled
	case tasks.Failed:
		if isTimeout(s.Err) {
			return timedOut
		}
		return failed
	}
	switch {
	case s.CancelRequested:
		return canceling
	case s.State == tasks.Running:
		return running
	}
	return queued
}

// isTimeout reports whether time ran out, ours or, by the error it sent, the
// service's.
func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	e, ok := errors.AsType[*bus.Error](err)
	return ok && e.Kind == bus.KindTimeout
}

// gaveUp reports whether we stopped waiting for a call that may have reached the
// service, which nobody has told to stop.
func gaveUp(s *tasks.Snapshot) bool {
	if !asksService(s.Spec.Data) || s.Started.IsZero() {
		return false
	}
	return s.State == tasks.Canceled || s.State == tasks.Failed && errors.Is(s.Err, context.DeadlineExceeded)
}

// asksService reports whether the work is a call that may have the service do
// something.
func asksService(data any) bool {
	switch data.(type) {
	case bus.CallSpec, bus.RepeatSpec, bus.SetPropertySpec, bus.ActivateSpec:
		return true
	}
	return false
}

func canCancel(s *tasks.Snapshot) bool { return !s.State.Final() && !s.CancelRequested }

// canRetry reports whether the task's description is enough to run it again.
func canRetry(s *tasks.Snapshot) bool { return s.State.Final() && bus.CanRetry(s.Spec.Data) }
