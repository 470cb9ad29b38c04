package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

var started = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// taskIn gives the snapshot of a call in a state.
func taskIn(id tasks.ID, state tasks.State) tasks.Snapshot {
	s := tasks.Snapshot{
		ID:        id,
		Spec:      &tasks.Spec{Title: "Echo", Data: bus.CallSpec{Call: bus.Call{Member: "Echo", Args: []bus.Value{bus.String("<b>")}}}},
		State:     state,
		Submitted: started,
		Started:   started,
	}
	switch state {
	case tasks.Succeeded:
		s.Result = bus.Reply{Body: []bus.Value{bus.String("answer")}}
	case tasks.Failed:
		s.Err = bus.NewRemoteError("org.example.Error", "<b>&")
	}
	if state.Final() {
		s.Finished = started.Add(time.Second)
	}
	return s
}

func TestDetailsKeepASelectionWhileNothingChanges(t *testing.T) {
	onLoop(t, func() {
		d := newDetailsPage(detailsActions{})
		s := taskIn(1, tasks.Succeeded)
		d.Show(s, started)
		buffer := d.result.text.Buffer()
		buffer.SelectRange(buffer.IterAtOffset(2), buffer.IterAtOffset(5))
		d.Show(s, started.Add(time.Minute))
		if start, end, ok := buffer.SelectionBounds(); !ok || start.Offset() != 2 || end.Offset() != 5 {
			t.Error("the selection is gone")
		}
	})
}

func TestDetailsShowWhatThereIs(t *testing.T) {
	for _, tt := range []struct {
		state                          tasks.State
		cancel, retry, failure, result bool
	}{
		{tasks.Queued, true, false, false, false},
		{tasks.Running, true, false, false, false},
		{tasks.Succeeded, false, true, false, true},
		{tasks.Failed, false, true, true, false},
		{tasks.Canceled, false, true, false, false},
	} {
		onLoop(t, func() {
			d := newDetailsPage(detailsActions{})
			d.Show(taskIn(1, tasks.Failed), started) // what was shown before must not stay
			d.Show(taskIn(2, tt.state), started)
			for name, is := range map[string]struct{ shown, want bool }{
				"Cancel": {d.head.cancel.Visible(), tt.cancel},
				"Retry":  {d.head.retry.Visible(), tt.retry},
				"error":  {d.failure.group.Visible(), tt.failure},
				"result": {d.result.group.Visible(), tt.result},
			} {
				if is.shown != is.want {
					t.Errorf("%v: %s is shown: %v", tt.state, name, is.shown)
				}
			}
		})
	}
}

func TestDetailsShowTextAsItIs(t *testing.T) {
	onLoop(t, func() {
		d := newDetailsPage(detailsActions{})
		d.Show(taskIn(1, tasks.Failed), started)
		if got := d.failure.message.row.Subtitle(); got != "<b>&" || d.failure.message.row.UseMarkup() {
			t.Errorf("the message is shown as %q", got)
		}
		if d.call.arguments.row.UseMarkup() {
			t.Error("the arguments are taken for markup")
		}
	})
}

func TestDetailsButtonsAreForTheTaskShown(t *testing.T) {
	onLoop(t, func() {
		var did []string
		said := func(what string) func(tasks.ID) {
			return func(id tasks.ID) { did = append(did, what+strings.Repeat("!", int(id))) }
		}
		d := newDetailsPage(detailsActions{
			Cancel: said("cancel"), Retry: said("retry"),
			Copy: func(text string) { did = append(did, text) },
		})
		press := func(button *gtk.Button) { button.Emit("clicked") }
		d.Show(taskIn(1, tasks.Running), started)
		press(d.head.cancel)
		press(d.call.copy)
		d.Show(taskIn(2, tasks.Succeeded), started)
		press(d.head.retry)
		press(d.result.copy)
		d.Show(taskIn(3, tasks.Failed), started)
		press(d.failure.copy)
		want := []string{
			"cancel!", "'<b>'", "retry!!", "('answer',)",
			"The service reported an error.\norg.example.Error: <b>&",
		}
		if !slices.Equal(did, want) {
			t.Errorf("the buttons did %q, want %q", did, want)
		}
	})
}

func TestDetailsClockGoesOn(t *testing.T) {
	onLoop(t, func() {
		d := newDetailsPage(detailsActions{})
		s := taskIn(1, tasks.Running)
		d.Show(s, started.Add(time.Second))
		d.Show(s, started.Add(2*time.Second))
		if got := d.head.elapsed.Text(); got != "2.0 s" {
			t.Errorf("after two seconds it shows %q", got)
		}
		d.Clear()
		if d.head.elapsed.Visible() || d.call.group.Visible() {
			t.Error("a cleared page shows a task")
		}
	})
}

func TestDetailsAreFreed(t *testing.T) {
	var pages alive
	for range 20 {
		onLoop(t, func() {
			d := newDetailsPage(detailsActions{Cancel: func(tasks.ID) {}})
			pages.watch(d.page)
			d.Show(taskIn(1, tasks.Succeeded), started)
		})
	}
	pages.awaitAtMost(t, 1) // the last one may still be on the stack
}
