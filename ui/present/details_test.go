package present

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

var sleep = bus.CallSpec{
	Endpoint: bus.Endpoint{Address: bus.SessionAddress(), Backend: "godbus"},
	Call: bus.Call{
		Destination: bus.PracticeName, Path: bus.PracticePath, Interface: bus.PracticeInterface,
		Member: "Sleep", Args: []bus.Value{bus.Uint32(60000)},
	},
	Timeout: 25 * time.Second,
}

func TestDetailsOfARunningCall(t *testing.T) {
	want := Details{
		Title: "Practice.Sleep", State: "Running", Icon: "media-playback-start-symbolic", Class: "accent",
		Progress: Progress{Text: "13 of 19", Fraction: 13.0 / 19, Bar: true},
		Call: CallFacts{
			Heading:     "Call",
			Connection:  "Session · godbus",
			Destination: "io.github.bellhop_gtk.Bellhop.Practice",
			Path:        "/io/github/bellhop_gtk/Bellhop/Practice",
			Method:      "io.github.bellhop_gtk.Bellhop.Practice.Sleep",
			Arguments:   "uint32 60000",
			Timeout:     "25 s",
		},
		Timeline:  []Moment{{"Queued", "11:59:59.999"}, {"Started", "+1 ms"}},
		CanCancel: true,
		CanCopyAs: true,
	}
	got := TaskDetails(at(tasks.Running, withData(sleep), withProgress(tasks.Progress{Done: 13, Total: 19})))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestDetailsOfAFinishedCall(t *testing.T) {
	got := TaskDetails(at(tasks.Succeeded, withData(sleep), withResult(bus.Reply{}), withProgress(tasks.Progress{Done: 1})))
	if !got.Final || got.CanCancel || !got.CanRetry || got.Result.Text != "()" || got.Note != "" || got.Failure != (Failure{}) {
		t.Errorf("got %+v", got)
	}
	if got.Progress != (Progress{}) {
		t.Errorf("a finished task is on its way: %+v", got.Progress)
	}
	if want := []Moment{{"Queued", "11:59:59.999"}, {"Started", "+1 ms"}, {"Succeeded", "+41 ms"}}; !reflect.DeepEqual(got.Timeline, want) {
		t.Errorf("the timeline is %v, want %v", got.Timeline, want)
	}
}

func TestTimelineOfATaskThatNeverRan(t *testing.T) {
	s := at(tasks.Canceled, withCancel)
	s.Started = time.Time{}
	got := TaskDetails(s)
	if want := []Moment{{"Queued", "11:59:59.999"}, {"Canceled", "+41 ms"}}; !reflect.DeepEqual(got.Timeline, want) {
		t.Errorf("the timeline is %v, want %v", got.Timeline, want)
	}
	if got.Note != "" {
		t.Errorf("it never reached a service, and says %q", got.Note)
	}
}

func TestDetailsOfConnecting(t *testing.T) {
	spec := bus.ConnectSpec{Endpoint: bus.Endpoint{Address: bus.SystemAddress()}}
	if got, want := TaskDetails(at(tasks.Running, withData(spec))).Call, (CallFacts{Heading: "Connection", Connection: "System"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	connected := at(tasks.Succeeded, withData(spec), withResult(bus.ConnectionInfo{UniqueName: ":1.7"}))
	if got, want := TaskDetails(connected).Call, (CallFacts{Heading: "Connection", Connection: "System", UniqueName: ":1.7"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestDetailsOfOtherWork(t *testing.T) {
	if got := TaskDetails(at(tasks.Failed, withData(nil), withErr(errors.New("no")))); got.Call != (CallFacts{}) || got.CanRetry {
		t.Errorf("got %+v", got)
	}
}

func TestGivingUpIsNotStopping(t *testing.T) {
	const still = "Stopped waiting; the service may still be working."
	deadline := &bus.Error{Kind: bus.KindTimeout, Err: context.DeadlineExceeded}
	for _, tt := range []struct {
		name string
		s    *tasks.Snapshot
		want string
	}{
		{"running", at(tasks.Running, withCancel), ""},
		{"canceled", at(tasks.Canceled, withCancel), still},
		{"timed out", at(tasks.Failed, withErr(deadline)), still},
		{"timed out at the service", at(tasks.Failed, withErr(bus.NewRemoteError("org.freedesktop.DBus.Error.TimedOut", ""))), ""},
		{"refused", at(tasks.Failed, withErr(bus.NewRemoteError("org.freedesktop.DBus.Error.AccessDenied", ""))), ""},
		{"succeeded", at(tasks.Succeeded, withCancel), ""},
		{"canceled, of other work", at(tasks.Canceled, withCancel, withData(bus.ConnectSpec{})), ""},
	} {
		if got := TaskDetails(tt.s).Note; got != tt.want {
			t.Errorf("%s: the note is %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestMethodWithoutInterface(t *testing.T) {
	spec := sleep
	spec.Call.Interface = ""
	if got := TaskDetails(at(tasks.Running, withData(spec))).Call.Method; got != "Sleep" {
		t.Errorf("the method is %q", got)
	}
}

func TestLongArgumentsAreCut(t *testing.T) {
	spec := sleep
	spec.Call.Args = []bus.Value{bus.String(strings.Repeat("x", 1<<20))}
	got := TaskDetails(at(tasks.Running, withData(spec))).Call.Arguments
	if len(got) > blockLimit+16 || !strings.HasSuffix(got, cutMark) {
		t.Errorf("%d bytes of arguments end in %q", len(got), got[len(got)-8:])
	}
}

func TestProgressBar(t *testing.T) {
	for _, tt := range []struct {
		p    tasks.Progress
		want Progress
	}{
		{tasks.Progress{}, Progress{}},
		{tasks.Progress{Done: 5}, Progress{Text: "5 done"}},
		{tasks.Progress{Done: 5, Total: 4}, Progress{Text: "5 of 4", Fraction: 1, Bar: true}},
		{tasks.Progress{Done: -5, Total: 4}, Progress{Text: "-5 of 4", Fraction: 0, Bar: true}},
		{tasks.Progress{Text: "a\nb"}, Progress{Text: "a␊b"}},
	} {
		if got := progressOf(at(tasks.Running, withProgress(tt.p))); got != tt.want {
			t.Errorf("%+v: got %+v, want %+v", tt.p, got, tt.want)
		}
	}
}

func TestTaskElapsed(t *testing.T) {
	now := noon.Add(12400 * time.Millisecond)
	for _, tt := range []struct {
		state tasks.State
		want  string
	}{{tasks.Queued, ""}, {tasks.Running, "12.4 s"}, {tasks.Succeeded, "40 ms"}} {
		if got := TaskElapsed(at(tt.state), now); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.state, got, tt.want)
		}
	}
}
