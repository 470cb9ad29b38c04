package present

import (
	"slices"
	"testing"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// ended gives the snapshot of a task that has run for so long and ended.
func ended(id tasks.ID, state tasks.State, after time.Duration) tasks.Snapshot {
	start := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	s := tasks.Snapshot{
		ID:      id,
		Spec:    &tasks.Spec{Title: "Sleep <b>&\n"},
		State:   state,
		Started: start, Finished: start.Add(after),
	}
	if state == tasks.Failed {
		s.Err = bus.NewRemoteError("org.example.Error", "no")
	}
	return s
}

func canceledBy(cause error) tasks.Snapshot {
	s := ended(1, tasks.Canceled, time.Minute)
	s.Cause, s.Err = cause, cause
	return s
}

func updated(all ...tasks.Snapshot) tasks.Changes { return tasks.Changes{Updated: all} }

func away() bool { return true }
func here() bool { return false }

func TestWhichEndsAreNews(t *testing.T) {
	child := ended(1, tasks.Succeeded, time.Minute)
	child.Parent = 7
	waiting := tasks.Snapshot{ID: 1, Spec: &tasks.Spec{}, State: tasks.Canceled, Finished: time.Now(), Cause: &tasks.CancelError{}}
	running := ended(1, tasks.Running, 0)
	running.Finished = time.Time{}
	for name, test := range map[string]struct {
		s    tasks.Snapshot
		want string // the notice's body, if any
	}{
		"ten seconds":             {ended(1, tasks.Succeeded, NoticeAfter), ""},
		"over ten seconds":        {ended(1, tasks.Succeeded, NoticeAfter+100*time.Millisecond), "Succeeded after 10.1 s"},
		"failed":                  {ended(1, tasks.Failed, 62*time.Second), "Failed after 1:02 min"},
		"running":                 {running, ""},
		"never started":           {waiting, ""},
		"part of another":         {child, ""},
		"canceled by the person":  {canceledBy(tasks.CanceledByUser), ""},
		"canceled with all":       {canceledBy(tasks.CanceledByShutdown), ""},
		"canceled with its group": {canceledBy(&tasks.CancelError{Reason: tasks.ReasonGroup}), ""},
		"canceled by closing":     {canceledBy(&tasks.CancelError{Reason: tasks.ReasonConnectionClosed}), ""},
		"canceled by a limit":     {canceledBy(&tasks.CancelError{Reason: tasks.ReasonLimit}), "Canceled after 1:00 min"},
	} {
		t.Run(name, func(t *testing.T) {
			var n Notices
			withdraw, send := n.Note(updated(test.s), away)
			if len(withdraw) > 0 {
				t.Errorf("it withdraws %q", withdraw)
			}
			if test.want == "" {
				if len(send) > 0 {
					t.Errorf("it sends %+v", send)
				}
				return
			}
			want := Notice{ID: "task-1", Task: 1, Title: Line(test.s.Spec.Title), Body: test.want, Failed: test.s.State == tasks.Failed}
			if len(send) != 1 || send[0] != want {
				t.Errorf("it sends %+v, want %+v", send, want)
			}
		})
	}
}

func TestNoticesAreForThoseWhoLookElsewhere(t *testing.T) {
	var n Notices
	s := ended(1, tasks.Succeeded, time.Minute)
	if _, send := n.Note(updated(s), here); len(send) > 0 {
		t.Errorf("it sends %+v to somebody who looks", send)
	}
	if _, send := n.Note(updated(s), away); len(send) > 0 {
		t.Errorf("it tells of what was seen: %+v", send)
	}
	if gone := n.Seen(); len(gone) > 0 {
		t.Errorf("it withdraws %q, which were never sent", gone)
	}
}

func TestNoticesAreWithdrawnWhenSeenOrGone(t *testing.T) {
	var n Notices
	n.Note(updated(ended(1, tasks.Succeeded, time.Minute), ended(2, tasks.Failed, time.Minute)), away)
	if withdraw, _ := n.Note(tasks.Changes{Removed: []tasks.ID{1, 9}}, away); !slices.Equal(withdraw, []string{"task-1"}) {
		t.Errorf("with task 1 it withdraws %q", withdraw)
	}
	if withdraw := n.Seen(); !slices.Equal(withdraw, []string{"task-2"}) {
		t.Errorf("seen, it withdraws %q", withdraw)
	}
	if withdraw := n.Seen(); len(withdraw) > 0 {
		t.Errorf("seen again, it withdraws %q", withdraw)
	}
	if _, send := n.Note(updated(ended(2, tasks.Failed, time.Minute)), away); len(send) > 0 {
		t.Errorf("a change of a task that has ended is told: %+v", send)
	}
}

func TestManyAreToldTogether(t *testing.T) {
	var n Notices
	long := func(id tasks.ID) tasks.Snapshot { return ended(id, tasks.Succeeded, time.Minute) }
	if _, send := n.Note(updated(long(1), long(2)), away); len(send) != 2 {
		t.Fatalf("of two it sends %+v", send)
	}
	withdraw, send := n.Note(updated(long(3), ended(4, tasks.Failed, time.Minute)), away)
	if !slices.Equal(withdraw, []string{"task-1", "task-2"}) {
		t.Errorf("it withdraws %q", withdraw)
	}
	if want := (Notice{ID: "tasks", Title: "4 tasks have ended", Body: "1 failed", Failed: true}); len(send) != 1 || send[0] != want {
		t.Errorf("it sends %+v, want %+v", send, want)
	}
	withdraw, send = n.Note(updated(long(5)), away)
	if len(withdraw) > 0 || len(send) != 1 || send[0].Title != "5 tasks have ended" {
		t.Errorf("of one more it withdraws %q and sends %+v", withdraw, send)
	}
	if withdraw, _ = n.Note(tasks.Changes{Removed: []tasks.ID{1, 2, 3, 4}}, away); len(withdraw) > 0 {
		t.Errorf("with one left it withdraws %q", withdraw)
	}
	if withdraw, _ = n.Note(tasks.Changes{Removed: []tasks.ID{5}}, away); !slices.Equal(withdraw, []string{"tasks"}) {
		t.Errorf("with none left it withdraws %q", withdraw)
	}
	if _, send = n.Note(updated(long(6)), away); len(send) != 1 || send[0].ID != "task-6" {
		t.Errorf("afterwards it sends %+v", send)
	}
}
