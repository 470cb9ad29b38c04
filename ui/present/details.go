package present

import (
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// Details is what the page of one task shows, but for what changes with the
// clock alone. A field that is empty has nothing to show.
type Details struct {
	Title              string
	State, Icon, Class string // the state's word, icon and style class
	Progress           Progress
	Note               string // what people should know about how it ended
	Failure            Failure
	Result             Result
	Reply              ReplyFacts
	Call               CallFacts
	Timeline           []Moment
	Final              bool // the task has finished
	CanCancel          bool
	CanRetry           bool
	Repeats            bool // it has the calls that it makes under it
	Parent             bool // it is one of those
	CanCopyAs          bool // there is a [Command] that does the same
}

// Progress is how far the work is.
type Progress struct {
	Text     string
	Fraction float64 // between 0 and 1, if there is a Bar
	Bar      bool    // there is a total, so that a bar means something
}

// Moment is one entry of a task's timeline.
type Moment struct {
	Event string // "Queued", "Started", or the final state
	Time  string // the time of day of the first moment; of the others how much later
}

// TaskDetails gives the details of a task. It works in proportion to what is
// shown, however large the task's result is, and is meant to be called when the
// task has changed; what changes with the clock is [TaskElapsed].
func TaskDetails(s *tasks.Snapshot) Details {
	st := statusOf(s)
	d := Details{
		Title:     taskTitle(s),
		State:     st.text(),
		Icon:      st.icon,
		Class:     st.class,
		Progress:  progressOf(s),
		Call:      factsOf(s),
		Timeline:  timeline(s, st),
		Final:     s.State.Final(),
		CanCancel: canCancel(s),
		CanRetry:  canRetry(s),
		CanCopyAs: HasCommand(s),
		Parent:    s.Parent != 0,
	}
	_, d.Repeats = s.Spec.Data.(bus.RepeatSpec)
	switch s.State {
	case tasks.Succeeded:
		d.Result = resultOf(s.Result)
		d.Reply = replyFacts(s.Result)
	case tasks.Failed, tasks.Canceled:
		d.Failure = failureOf(s)
	}
	if gaveUp(s) {
		d.Note = tr.T("Stopped waiting; the service may still be working.")
	}
	return d
}

func progressOf(s *tasks.Snapshot) Progress {
	if s.State != tasks.Running {
		return Progress{}
	}
	p := Progress{Text: Line(progressText(s.Progress))}
	if total := s.Progress.Total; total > 0 {
		p.Bar = true
		p.Fraction = min(1, max(0, float64(s.Progress.Done)/float64(total)))
	}
	return p
}

// timeline tells when the task was queued, and how much later the rest was.
func timeline(s *tasks.Snapshot, st status) []Moment {
	moments := []Moment{{queued.text(), clockTime(s.Submitted)}}
	later := func(t time.Time) string { return "+" + Elapsed(t.Sub(s.Submitted)) }
	if !s.Started.IsZero() {
		moments = append(moments, Moment{tr.T("Started"), later(s.Started)})
	}
	if !s.Finished.IsZero() {
		moments = append(moments, Moment{st.text(), later(s.Finished)})
	}
	return moments
}
