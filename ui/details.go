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
	page     *gtk.ScrolledWindow
	head     *detailsHead
	failure  *detailsFailure
	result   *detailsResult
	call     *detailsCall
	timeline *detailsTimeline

	task *shownTask
}

// shownTask is which task the page shows. It is apart from the page for the
// handlers to hold, which must not hold the page.
type shownTask struct{ snapshot tasks.Snapshot }

// newDetailsPage makes the page. It shows nothing before the first Show.
func newDetailsPage(act detailsActions) *detailsPage {
	parts, task := load("details"), &shownTask{}
	d := &detailsPage{
		page:     part[*gtk.ScrolledWindow](parts, "page"),
		head:     newDetailsHead(parts),
		failure:  newDetailsFailure(),
		result:   newDetailsResult(),
		call:     newDetailsCall(),
		timeline: newDetailsTimeline(),
		task:     task,
	}
	groups := part[*gtk.Box](parts, "groups")
	groups.Append(d.failure.group)
	groups.Append(d.result.group)
	groups.Append(d.call.group)
	groups.Append(d.timeline.group)

	copies := func(button *gtk.Button, text func(*tasks.Snapshot) string) {
		button.ConnectClicked(func() { act.Copy(text(&task.snapshot)) })
	}
	copies(d.failure.copy, present.FailureText)
	copies(d.result.copy, present.ResultText)
	copies(d.call.copy, present.ArgumentsText)
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
	was := d.task.snapshot
	d.task.snapshot = s
	if hasChanged(&was, &s) {
		d.apply(present.TaskDetails(&s))
	}
	d.head.showElapsed(present.TaskElapsed(&s, now))
	if s.ID != was.ID {
		d.page.VAdjustment().SetValue(0)
	}
}

// Clear forgets the task.
func (d *detailsPage) Clear() {
	d.task.snapshot = tasks.Snapshot{}
	d.apply(present.Details{})
	d.head.showElapsed("")
}

// hasChanged reports whether a task shows otherwise than before. What is
// submitted and what a finished task gave never change.
func hasChanged(was, is *tasks.Snapshot) bool {
	return was.ID != is.ID || was.State != is.State || was.Started != is.Started ||
		was.CancelRequested != is.CancelRequested || was.Progress != is.Progress
}

func (d *detailsPage) apply(details present.Details) {
	d.head.show(details)
	d.failure.show(details.Failure)
	d.result.show(details.Result)
	d.call.show(details.Call)
	d.timeline.show(details.Timeline)
}
