package present

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestFailure(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want Failure
	}{
		{"none", nil, Failure{}},
		{
			"of a service", bus.NewRemoteError("org.freedesktop.DBus.Error.ServiceUnknown", "The name is not activatable"),
			Failure{"Nobody on the bus has this name.", "org.freedesktop.DBus.Error.ServiceUnknown", "The name is not activatable"},
		},
		{
			"of a service of its own kind", bus.NewRemoteError("org.example.Odd", ""),
			Failure{"The service reported an error.", "org.example.Odd", ""},
		},
		{
			"hostile", bus.NewRemoteError("a\x00b", "<b>\xff\n\x1b"),
			Failure{"The service reported an error.", "a␀b", "<b>\ufffd\n␛"},
		},
		{
			"of the connection", fmt.Errorf("calling: %w", bus.NewDisconnectedError(errors.New("EOF"))),
			Failure{"The connection was lost.", "", "EOF"},
		},
		{
			"of our own", fmt.Errorf("calling: %w", &bus.Error{Kind: bus.KindProtocol, Reason: bus.Because("it has %d parts", 12000), Err: errors.New("EOF")}),
			Failure{"A message did not follow the D-Bus protocol.", "", "it has 12,000 parts"},
		},
		{
			"of a connection that was closed", bus.NewDisconnectedError(bus.ErrClosed),
			Failure{"The connection was lost.", "", "the connection was closed"},
		},
		{
			"of the syntax", &bus.Error{Kind: bus.KindBadAddress, Err: &bus.SyntaxError{What: "address", Text: "a\nb", Offset: 1, Reason: bus.Because("it is odd")}},
			Failure{"The address cannot be used.", "", "“a␊b”: it is odd"},
		},
		{
			"of a context", bus.NewContextError(endedContext()),
			Failure{"The task was canceled.", "", ""},
		},
		{"of no kind", &bus.Error{Message: "odd"}, Failure{"The task failed.", "", "odd"}},
		{"of no bus", errors.New("odd"), Failure{"The task failed.", "", "odd"}},
		{"without its time limit", context.DeadlineExceeded, Failure{"No answer came within 25 s.", "", ""}},
		{
			"a timeout of the bus", bus.NewRemoteError("org.freedesktop.DBus.Error.TimedOut", "start"),
			Failure{"No answer came in time.", "org.freedesktop.DBus.Error.TimedOut", "start"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := failureOf(at(tasks.Failed, withErr(tt.err))); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

// endedContext gives a context that has ended.
func endedContext() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestErrorLine(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{&bus.Error{Kind: bus.KindProtocol, Reason: bus.Because("odd")}, "Protocol error · odd"},
		{&bus.Error{Reason: bus.Because("odd")}, "odd"},
		{bus.ErrNotAsked, "too many properties give no answer"},
		{bus.NewRemoteError("org.example.Odd", "no"), "Odd · no"},
		{bus.NewContextError(endedContext()), "The task was canceled."},
	} {
		if got := ErrorLine(test.err); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}

func TestFailureOfATimeoutWithoutLimit(t *testing.T) {
	s := at(tasks.Failed, withErr(context.DeadlineExceeded))
	s.Spec.Timeout = 0
	if got := failureOf(s).Sentence; got != "No answer came in time." {
		t.Errorf("it says %q", got)
	}
}

func TestFailureOfAPanic(t *testing.T) {
	got := failureOf(at(tasks.Failed, withErr(&tasks.PanicError{Value: "boom", Stack: []byte("main.go:1")})))
	if !strings.Contains(got.Sentence, "fault in Bellhop") || got.Message != "boom\n\nmain.go:1" {
		t.Errorf("got %+v", got)
	}
}

func TestLongMessagesAreCut(t *testing.T) {
	got := failureOf(at(tasks.Failed, withErr(bus.NewRemoteError("a.b", strings.Repeat("x", 1<<20)))))
	if len(got.Message) > blockLimit+len(cutMark) {
		t.Errorf("the message has %d bytes", len(got.Message))
	}
}

func TestCanceledSaysWhy(t *testing.T) {
	for _, tt := range []struct {
		cause error
		want  string
	}{
		{tasks.CanceledByUser, "You canceled this task."},
		{tasks.CanceledByShutdown, "Bellhop was closing."},
		{&tasks.CancelError{Reason: tasks.ReasonParent}, "The task that this one belongs to has ended."},
		{&tasks.CancelError{Reason: tasks.ReasonConnectionClosed}, "The connection was closed."},
		{&tasks.CancelError{Reason: tasks.ReasonLimit}, "A limit was reached."},
		{&tasks.CancelError{}, "The task was canceled."},
		{fmt.Errorf("wrapped: %w", tasks.CanceledByUser), "You canceled this task."},
		{errors.New("odd"), "The task was canceled."},
		{nil, "The task was canceled."},
	} {
		s := at(tasks.Canceled)
		s.Cause = tt.cause
		if got := failureOf(s); got != (Failure{Sentence: tt.want}) {
			t.Errorf("%v: got %+v, want %q", tt.cause, got, tt.want)
		}
	}
}

func TestFailureText(t *testing.T) {
	for _, tt := range []struct {
		f    Failure
		want string
	}{
		{Failure{}, ""},
		{Failure{Sentence: "A."}, "A."},
		{Failure{Name: "n"}, "n"},
		{Failure{Sentence: "A.", Message: "m"}, "A.\nm"},
		{Failure{Sentence: "A.", Name: "n", Message: "m"}, "A.\nn: m"},
		{Failure{Sentence: "A.", Name: "n"}, "A.\nn"},
	} {
		if got := tt.f.Text(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.f, got, tt.want)
		}
	}
}

func TestLimitIsInTheSentence(t *testing.T) {
	s := at(tasks.Failed, withErr(context.DeadlineExceeded))
	s.Spec.Timeout = 500 * time.Millisecond
	if got := failureOf(s).Sentence; got != "No answer came within 0.5 s." {
		t.Errorf("it says %q", got)
	}
}
