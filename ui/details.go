package ui

import (
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// detailsActions is what the details page asks of its window. The functions
// must not hold on to the page or to what it sits in.
type detailsActions struct {
	Cancel, Retry func(tasks.ID)
	Copy          func(text string)
}

// detailsPage shows one task whole: how it stands, what it does, what came of
// it, and when. It is used on the main loop's thread alone.
type detailsPage struct {
	page    *gtk.ScrolledWindow
	head    detailsHead
	failure detailsFailure
	result  detailsResult
	call    detailsCall
	moments detailsTimeline

	task  *shownTask
	shown present.Details // what the widgets show
}

// shownTask is which task the page shows. It is apart from the page for the
// handlers to hold, which must not hold the page.
type shownTask struct{ snapshot tasks.Snapshot }

// newDetailsPage makes the page. It shows nothing before the first Show.
func newDetailsPage(act detailsActions) *detailsPage {
	parts, task := load("details"), &shownTask{}
	d := &detailsPage{
		page:    part[*gtk.ScrolledWindow](parts, "page"),
		head:    newDetailsHead(parts),
		failure: newDetailsFailure(parts),
		result:  newDetailsResult(parts),
		call:    newDetailsCall(parts),
		moments: newDetailsTimeline(parts),
		task:    task,
	}
	copies := func(button string, text func(*tasks.Snapshot) string) {
		part[*gtk.Button](parts, button).ConnectClicked(func() { act.Copy(text(&task.snapshot)) })
	}
	copies("copy_error", present.FailureText)
	copies("copy_result", present.ResultText)
	copies("copy_arguments", present.ArgumentsText)
	d.head.cancel.ConnectClicked(func() { act.Cancel(task.snapshot.ID) })
	d.head.retry.ConnectClicked(func() { act.Retry(task.snapshot.ID) })
	d.apply(present.Details{})
	return d
}

// Widget is what the page is made of, to be put somewhere.
func (d *detailsPage) Widget() gtk.Widgetter { return d.page }

// Show shows the task as it is at now. Showing a task again that has not
// changed touches nothing but the elapsed time; otherwise only what differs is
// set, so that a selection or a place in a text is lost only with that text.
func (d *detailsPage) Show(s tasks.Snapshot, now time.Time) {
	last := &d.task.snapshot
	same, changed := s.ID == last.ID, hasChanged(last, &s)
	d.task.snapshot = s
	if changed {
		d.apply(present.TaskDetails(&s))
	}
	d.head.setElapsed(present.TaskElapsed(&s, now))
	if !same {
		d.page.VAdjustment().SetValue(0)
	}
}

// Clear forgets the task.
func (d *detailsPage) Clear() {
	d.task.snapshot = tasks.Snapshot{}
	d.apply(present.Details{})
	d.head.setElapsed("")
}

// hasChanged reports whether a task shows otherwise than before. What is
// submitted and what a finished task gave never change.
func hasChanged(was, is *tasks.Snapshot) bool {
	return was.ID != is.ID || was.State != is.State || was.Started != is.Started ||
		was.CancelRequested != is.CancelRequested || was.Progress != is.Progress
}

func (d *detailsPage) apply(details present.Details) {
	was := &d.shown
	d.head.show(was, &details)
	d.failure.show(was.Failure, details.Failure)
	d.result.show(was.Result, details.Result)
	d.call.show(details.Call)
	d.moments.show(details.Timeline)
	d.shown = details
}
