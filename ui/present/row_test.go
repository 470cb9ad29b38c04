package present

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// at makes the snapshot of a call that started at noon and, if its state is
// final, ran for 40 ms.
func at(state tasks.State, change ...func(*tasks.Snapshot)) *tasks.Snapshot {
	s := &tasks.Snapshot{
		ID:        7,
		Spec:      &tasks.Spec{Title: "Practice.Sleep", Detail: "Session", Data: bus.CallSpec{}, Timeout: 25 * time.Second},
		State:     state,
		Submitted: noon.Add(-time.Millisecond),
		Started:   noon,
	}
	if state == tasks.Queued {
		s.Started = time.Time{}
	}
	if state.Final() {
		s.Finished = noon.Add(40 * time.Millisecond)
	}
	for _, f := range change {
		f(s)
	}
	return s
}

func withErr(err error) func(*tasks.Snapshot) {
	return func(s *tasks.Snapshot) { s.Err = err }
}

func withCancel(s *tasks.Snapshot) { s.CancelRequested, s.Cause = true, tasks.CanceledByUser }

func withProgress(p tasks.Progress) func(*tasks.Snapshot) {
	return func(s *tasks.Snapshot) { s.Progress = p }
}

func withData(data any) func(*tasks.Snapshot) {
	return func(s *tasks.Snapshot) { s.Spec.Data = data }
}

func withText(title, detail string) func(*tasks.Snapshot) {
	return func(s *tasks.Snapshot) { s.Spec.Title, s.Spec.Detail = title, detail }
}

func TestTaskRow(t *testing.T) {
	deadline := &bus.Error{Kind: bus.KindTimeout, Err: context.DeadlineExceeded}
	for _, tt := range []struct {
		name string
		s    *tasks.Snapshot
		want Row
	}{
		{"queued", at(tasks.Queued), Row{
			Title: "Practice.Sleep", Detail: "Session", State: "Queued", Icon: "content-loading-symbolic", Class: "dimmed",
			Name: "Practice.Sleep, Queued", CanCancel: true,
		}},
		{"running", at(tasks.Running), Row{
			Title: "Practice.Sleep", Detail: "Session", State: "Running", Icon: "media-playback-start-symbolic", Class: "accent",
			Elapsed: "12.4 s", Name: "Practice.Sleep, Running", CanCancel: true,
		}},
		{"canceling", at(tasks.Running, withCancel), Row{
			Title: "Practice.Sleep", Detail: "Session", State: "Canceling", Icon: "media-playback-stop-symbolic", Class: "dimmed",
			Elapsed: "12.4 s", Name: "Practice.Sleep, Canceling",
		}},
		{"succeeded", at(tasks.Succeeded), Row{
			Title: "Practice.Sleep", Detail: "Session", State: "Succeeded", Icon: "object-select-symbolic", Class: "success",
			Elapsed: "40 ms", Name: "Practice.Sleep, Succeeded", CanRetry: true,
		}},
		{"succeeded in spite of a cancel", at(tasks.Succeeded, withCancel), Row{
			Title: "Practice.Sleep", Detail: "Session", State: "Succeeded", Icon: "object-select-symbolic", Class: "success",
			Elapsed: "40 ms", Name: "Practice.Sleep, Succeeded", CanRetry: true,
		}},
		{"failed", at(tasks.Failed, withErr(&bus.Error{Kind: bus.KindAccessDenied})), Row{
			Title: "Practice.Sleep", Detail: "Access denied · Session", State: "Failed", Icon: "dialog-error-symbolic", Class: "error",
			Elapsed: "40 ms", Name: "Practice.Sleep, Failed", CanRetry: true,
		}},
		{"timed out", at(tasks.Failed, withErr(deadline)), Row{
			Title: "Practice.Sleep", Detail: "Session", State: "Timed Out", Icon: "alarm-symbolic", Class: "warning",
			Elapsed: "40 ms", Name: "Practice.Sleep, Timed Out", CanRetry: true,
		}},
		{"canceled", at(tasks.Canceled, withCancel), Row{
			Title: "Practice.Sleep", Detail: "Session", State: "Canceled", Icon: "action-unavailable-symbolic", Class: "dimmed",
			Elapsed: "40 ms", Name: "Practice.Sleep, Canceled", CanRetry: true,
		}},
		{"without a title", at(tasks.Queued, withText("", "")), Row{
			Title: "Task 7", State: "Queued", Icon: "content-loading-symbolic", Class: "dimmed",
			Name: "Task 7, Queued", CanCancel: true,
		}},
		{"with a title from a bus", at(tasks.Queued, withText("a\nb", "\x00")), Row{
			Title: "a␊b", Detail: "␀", State: "Queued", Icon: "content-loading-symbolic", Class: "dimmed",
			Name: "a␊b, Queued", CanCancel: true,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := TaskRow(tt.s, noon.Add(12*time.Second+400*time.Millisecond)); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestRowOfATaskCanceledInTheQueue(t *testing.T) {
	s := at(tasks.Canceled, withCancel)
	s.Started = time.Time{}
	if got := TaskRow(s, noon).Elapsed; got != "" {
		t.Errorf("it never ran, and says that it ran %q", got)
	}
}

func TestTimedOut(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{context.DeadlineExceeded, "Timed Out"},
		{fmt.Errorf("dialling: %w", context.DeadlineExceeded), "Timed Out"},
		{bus.NewRemoteError("org.freedesktop.DBus.Error.TimedOut", ""), "Timed Out"},
		{bus.NewRemoteError("org.freedesktop.DBus.Error.NoReply", ""), "Failed"},
		{errors.New("deadline exceeded"), "Failed"},
	} {
		if got := TaskRow(at(tasks.Failed, withErr(tt.err)), noon).State; got != tt.want {
			t.Errorf("%v: the state is %q, want %q", tt.err, got, tt.want)
		}
	}
}

func TestRowDetailTellsOfProgress(t *testing.T) {
	for _, tt := range []struct {
		p    tasks.Progress
		want string
	}{
		{tasks.Progress{}, "Session"},
		{tasks.Progress{Done: 3}, "3 done · Session"},
		{tasks.Progress{Done: 3, Total: 19}, "3 of 19 · Session"},
		{tasks.Progress{Done: 3, Total: 19, Text: "Reading\n/org"}, "Reading␊/org · Session"},
	} {
		if got := TaskRow(at(tasks.Running, withProgress(tt.p)), noon).Detail; got != tt.want {
			t.Errorf("%+v: the detail is %q, want %q", tt.p, got, tt.want)
		}
	}
}

func TestRowDetailTellsWhatWentWrong(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{bus.NewRemoteError("org.freedesktop.DBus.Error.ServiceUnknown", "no"), "No such name · Session"},
		{bus.NewRemoteError("org.freedesktop.UPower.GeneralError", "no"), "GeneralError · Session"},
		{&bus.Error{Message: "odd"}, "odd · Session"},
		{fmt.Errorf("wrapped: %w", &bus.Error{Kind: bus.KindDisconnected}), "Disconnected · Session"},
		{&tasks.PanicError{Value: "boom"}, "Crashed · Session"},
		{errors.New("two\nlines"), "two␊lines · Session"},
		{nil, "Session"},
	} {
		if got := TaskRow(at(tasks.Failed, withErr(tt.err)), noon).Detail; got != tt.want {
			t.Errorf("%v: the detail is %q, want %q", tt.err, got, tt.want)
		}
	}
}

func TestRetryNeedsADescription(t *testing.T) {
	for _, tt := range []struct {
		data any
		want bool
	}{
		{bus.CallSpec{}, true},
		{bus.ConnectSpec{}, true},
		{nil, false},
		{"something else", false},
	} {
		if got := TaskRow(at(tasks.Failed, withData(tt.data)), noon).CanRetry; got != tt.want {
			t.Errorf("%T: CanRetry is %v", tt.data, got)
		}
		if TaskRow(at(tasks.Running, withData(tt.data)), noon).CanRetry {
			t.Errorf("%T: a running task can be retried", tt.data)
		}
	}
}

func TestEveryKindHasAShortReason(t *testing.T) {
	for kind := bus.KindOther + 1; kind <= bus.KindProtocol; kind++ {
		if shortReasons[kind] == "" {
			t.Errorf("%v has no short reason", kind)
		}
	}
}
