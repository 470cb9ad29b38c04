package ui

import (
	"io"
	"time"

	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// detailsActions is what the details page asks of its window. The functions
// must not hold on to the page or to what it sits in.
type detailsActions struct {
	Cancel, Retry func(tasks.ID)
	Copy          func(text string)
	Tell          func(error)
	Save          func(name string, write func(io.Writer) error)
	ShowObject    func(bus.Object)
	ShowCalls     func(tasks.ID) // that a task repeats
	ShowTask      func(tasks.ID)
	Watch         watchActions
}

// detailsPage shows one task whole: how it stands, what it does, what came of
// it, and when. It is used on the main loop's thread alone.
type detailsPage struct {
	page     *gtk.ScrolledWindow
	head     *detailsHead
	failure  *detailsFailure
	result   *detailsResult
	reply    *detailsReply
	watch    *detailsWatch
	call     *detailsCall
	timeline *detailsTimeline

	items func(tasks.ID) ([]any, tasks.Items)
	task  *shownTask
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
		result:   newDetailsResult(task.leader(act.ShowObject)),
		reply:    newDetailsReply(),
		watch:    newDetailsWatch(act.Watch),
		call:     newDetailsCall(),
		timeline: newDetailsTimeline(),
		items:    act.Watch.Items,
		task:     task,
	}
	groups := part[*gtk.Box](parts, "groups")
	groups.Append(d.failure.group)
	groups.Append(d.result.group)
	groups.Append(d.watch.group)
	groups.Append(d.reply.group)
	groups.Append(d.call.group)
	groups.Append(d.timeline.group)

	copies := func(button *gtk.Button, text func(*tasks.Snapshot) string) {
		button.ConnectClicked(func() { act.Copy(text(&task.snapshot)) })
	}
	copies(d.failure.copy, present.FailureText)
	shown := d.result.shown
	copies(d.result.copy, func(s *tasks.Snapshot) string { return present.ResultTextAs(s, shown.form) })
	d.result.save.ConnectClicked(func() {
		result, form := task.snapshot.Result, shown.form
		act.Save("result"+form.Extension(), func(to io.Writer) error { return present.WriteResult(to, result, form) })
	})
	copies(d.call.copy, present.ArgumentsText)
	d.head.cancel.ConnectClicked(func() { act.Cancel(task.snapshot.ID) })
	d.head.retry.ConnectClicked(func() { act.Retry(task.snapshot.ID) })
	d.head.calls.ConnectClicked(func() { act.ShowCalls(task.snapshot.ID) })
	d.head.parent.ConnectClicked(func() { act.ShowTask(task.snapshot.Parent) })
	d.page.InsertActionGroup("details", copyAsActions(task, act))
	withoutHyphens(d.page)
	d.apply(present.Details{}, nil)
	return d
}

func (d *detailsPage) letGo() {
	d.result.letGo()
	d.watch.letGo()
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
		d.apply(present.TaskDetails(&s), s.Result)
	}
	d.watch.show(&s)
	d.showSoFar(&s)
	d.head.showElapsed(present.TaskElapsed(&s, now))
	if s.ID != was.ID {
		d.page.VAdjustment().SetValue(0)
	}
}

// Clear forgets the task.
func (d *detailsPage) Clear() {
	d.task.snapshot = tasks.Snapshot{}
	d.apply(present.Details{}, nil)
	d.watch.show(&d.task.snapshot)
	d.head.showElapsed("")
}

// hasChanged reports whether a task shows otherwise than before. What is
// submitted and what a finished task gave never change.
func hasChanged(was, is *tasks.Snapshot) bool {
	return was.ID != is.ID || was.State != is.State || was.Started != is.Started ||
		was.CancelRequested != is.CancelRequested || was.Progress != is.Progress
}

func (d *detailsPage) apply(details present.Details, result any) {
	d.head.show(details)
	d.failure.show(details.Failure)
	d.result.show(details.Result, result)
	d.reply.show(details.Reply)
	d.call.show(details.Call)
	d.timeline.show(details.Timeline)
}

// showSoFar shows what a task that repeats a call has come to before its end, or did
// before it was canceled.
func (d *detailsPage) showSoFar(s *tasks.Snapshot) {
	if _, repeats := s.Spec.Data.(bus.RepeatSpec); !repeats || s.State == tasks.Succeeded || d.items == nil {
		return
	}
	items, _ := d.items(s.ID)
	if len(items) == 0 {
		return
	}
	so := present.ResultAs(items[len(items)-1], present.AsText, false)
	so.CanCopy = false // there is no result yet
	d.result.show(so, items[len(items)-1])
}

// leader gives what leads to an object of the service that the task shown asked.
func (t *shownTask) leader(show func(bus.Object)) func(bus.ObjectPath) {
	return func(path bus.ObjectPath) {
		if endpoint, name, ok := present.Place(&t.snapshot); ok && show != nil {
			show(bus.Object{Endpoint: endpoint, Name: name, Path: path})
		}
	}
}
