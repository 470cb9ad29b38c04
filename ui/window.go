package ui

import (
	"cmp"
	"slices"
	"time"
	"weak"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// window is the window: the sidebar, the tasks, the details of the selected one.
// It follows the engine and the connections from open to close.
type window struct {
	opts    Options
	monitor *mainloop.Monitor

	window         *adw.ApplicationWindow
	toasts         *adw.ToastOverlay
	outer          *adw.NavigationSplitView // the other two panes, and the details
	inner          *adw.NavigationSplitView // the sidebar, and the tasks
	medium, narrow *adw.Breakpoint

	sidebar      *sidebar
	page         *taskPage
	details      *detailsPage
	detailsStack *gtk.Stack
	detailsNav   *adw.NavigationPage

	changes      *tasks.Subscription
	taskPace     *pace
	stopWatching func() // the connections

	lastCall *bus.CallSpec // what New Call made last; nil for none

	onCounts func(running, finished int) // what can be canceled or cleared
	shown    struct{ running, finished int }
	asking   bool // whether to cancel what runs and quit
	closed   bool
}

// newWindow makes the window, which is not shown yet.
func newWindow(app *adw.Application, opts Options, monitor *mainloop.Monitor, onCounts func(running, finished int)) *window {
	parts := load("window")
	w := &window{
		opts:         opts,
		monitor:      monitor,
		window:       part[*adw.ApplicationWindow](parts, "window"),
		toasts:       part[*adw.ToastOverlay](parts, "toasts"),
		outer:        part[*adw.NavigationSplitView](parts, "outer"),
		inner:        part[*adw.NavigationSplitView](parts, "inner"),
		medium:       part[*adw.Breakpoint](parts, "medium"),
		narrow:       part[*adw.Breakpoint](parts, "narrow"),
		detailsStack: part[*gtk.Stack](parts, "details_stack"),
		detailsNav:   part[*adw.NavigationPage](parts, "details_page"),
		onCounts:     onCounts,
	}
	actions := taskActions{cancel: canceler(opts.Engine), retry: weaklyWith(w, (*window).retry)}
	w.sidebar = newSidebar(opts.Connections.Backends(), connectionActions{
		open:  weaklyWith(w, (*window).connect),
		close: opts.Connections.Close,
	}, weaklyWith(w, (*window).setFilter))
	w.page = newTaskPage(actions, weakly(w, (*window).showDetails), weakly(w, (*window).reconnect))
	w.details = newDetailsPage(detailsActions{
		Cancel: actions.cancel,
		Retry:  actions.retry,
		Copy:   weaklyWith(w, (*window).copy),
	})
	w.inner.SetSidebar(w.sidebar.page)
	w.inner.SetContent(w.page.page)
	w.detailsStack.AddNamed(w.details.Widget(), stackTask)

	w.window.SetApplication(&app.Application)
	w.page.searchBar.SetKeyCaptureWidget(w.window)
	w.window.NotifyProperty("current-breakpoint", weakly(w, (*window).layout))
	w.page.list.view.ConnectActivate(weaklyWith(w, (*window).rowActivated))
	w.window.ConnectCloseRequest(weaklyTrue(w, (*window).keepOpen))
	w.addActions()
	w.addShortcuts()
	w.follow()
	w.layout()
	return w
}

// stackTask is the child of the details' stack that shows a task.
const stackTask = "task"

// canceler gives what cancels a task by its id.
func canceler(engine *tasks.Engine) func(tasks.ID) {
	return func(id tasks.ID) {
		if task := engine.Lookup(id); task != nil {
			task.Cancel(tasks.CanceledByUser)
		}
	}
}

// follow subscribes to what the window shows.
func (w *window) follow() {
	w.taskPace = newPace(w.opts.Loop, weakly(w, (*window).drain))
	w.changes = w.opts.Engine.Subscribe(w.taskPace.ask)
	connections := newPace(w.opts.Loop, weakly(w, (*window).showConnections))
	w.stopWatching = w.opts.Connections.Subscribe(connections.ask)
	w.showConnections()
	w.tick()
	coreglib.TimeoutSecondsAdd(1, weaklyTrue(w, (*window).tick))
}

// drain takes over what has changed in the engine.
func (w *window) drain() {
	if w.closed {
		return
	}
	changes := w.changes.Drain()
	change := w.page.list.apply(changes)
	w.page.meter.count(change.Finished)
	w.page.showStack()
	w.showCounts()
	if touches(changes, w.page.list.selected) {
		w.showDetails()
	}
}

// touches reports whether a task is among the changes.
func touches(changes tasks.Changes, id tasks.ID) bool {
	_, updated := slices.BinarySearchFunc(changes.Updated, id, func(s tasks.Snapshot, id tasks.ID) int {
		return cmp.Compare(s.ID, id)
	})
	return updated || slices.Contains(changes.Removed, id)
}

func (w *window) showCounts() {
	listing := w.page.list.listing
	w.sidebar.showCounts(listing)
	running := listing.Count(present.Running)
	finished := listing.Count(present.All) - running
	wasEmpty := w.empty()
	w.shown.running, w.shown.finished = running, finished
	w.onCounts(running, finished)
	if w.empty() != wasEmpty {
		w.layout()
	}
}

// empty tells that there is no task at all.
func (w *window) empty() bool { return w.shown.running+w.shown.finished == 0 }

// showDetails shows the selected task as it is now.
func (w *window) showDetails() {
	list := w.page.list
	s := list.listing.Lookup(list.selected)
	if s == nil {
		list.choose(0)
		w.detailsStack.SetVisibleChildName("none")
		w.details.Clear()
		w.outer.SetShowContent(false)
		return
	}
	w.details.Show(*s, list.clock)
	w.detailsStack.SetVisibleChildName(stackTask)
}

// rowActivated opens the details where they are a page of their own.
func (w *window) rowActivated(uint) {
	if w.page.list.selected != 0 {
		w.outer.SetShowContent(true)
	}
}

// tick lets the clocks in the window go on; it is called once a second.
func (w *window) tick() bool {
	if w.closed {
		return false
	}
	now := time.Now()
	w.page.list.tick(now)
	w.page.meter.tick(now, w.shown.running, w.monitor.Read())
	if s := w.page.list.listing.Lookup(w.page.list.selected); s != nil && !s.State.Final() {
		w.details.Show(*s, now)
	}
	return true
}

func (w *window) showConnections() {
	if w.closed {
		return
	}
	all := w.opts.Connections.All()
	w.sidebar.showConnections(all)
	w.page.showBanner(lostTitle(lostOf(all)))
}

func (w *window) setFilter(filter present.Filter) {
	w.page.setFilter(filter)
	w.inner.SetShowContent(true)
}

// layout folds the panes into pages where the window is small. With no task there
// are no details to make room for.
func (w *window) layout() {
	now := w.window.CurrentBreakpoint()
	narrow := isBreakpoint(now, w.narrow)
	single := narrow || isBreakpoint(now, w.medium) || w.empty()
	w.outer.SetCollapsed(single)
	w.inner.SetCollapsed(narrow)
	w.page.setNarrow(narrow)
	if narrow {
		w.window.AddCSSClass("narrow")
	} else {
		w.window.RemoveCSSClass("narrow")
	}
	// A click shows the details where they have to be gone to.
	w.page.list.view.SetSingleClickActivate(single)
}

func isBreakpoint(a, b *adw.Breakpoint) bool {
	return a != nil && a.Native() == b.Native()
}

// connect opens a connection, or makes a lost one anew.
func (w *window) connect(endpoint bus.Endpoint) {
	if _, err := w.opts.Connections.Open(endpoint); err != nil {
		w.tell(err)
	}
}

// reconnect makes the connections anew that were lost.
func (w *window) reconnect() {
	for _, info := range lostOf(w.opts.Connections.All()) {
		w.connect(info.Endpoint)
	}
}

// submitter gives what submits a call and selects its task.
func (w *window) submitter() func(bus.CallSpec) error {
	ref, connections := weak.Make(w), w.opts.Connections
	return func(spec bus.CallSpec) error {
		future, err := connections.SubmitCall(spec)
		if err != nil {
			return err
		}
		if w := ref.Value(); w != nil {
			w.lastCall = &spec
			w.choose(future.Task().ID())
		}
		return nil
	}
}

// choose selects a task that has just been submitted.
func (w *window) choose(id tasks.ID) {
	if w.closed {
		return
	}
	w.drain()
	w.page.list.choose(id)
}

// retry runs again what a task did.
func (w *window) retry(id tasks.ID) {
	task := w.opts.Engine.Lookup(id)
	if task == nil {
		return
	}
	if err := w.opts.Connections.Retry(task.Spec().Data); err != nil {
		w.tell(err)
	}
}

// copy puts text on the clipboard.
func (w *window) copy(text string) {
	w.window.Clipboard().SetText(text)
	w.toasts.AddToast(newToast("Copied to clipboard"))
}

// tell shows an error that came of pressing something.
func (w *window) tell(err error) {
	w.toasts.AddToast(newToast(present.Line(err.Error())))
}

// close ends everything of the window's; it is gone after it.
func (w *window) close() {
	w.closed = true
	w.changes.Close()
	w.stopWatching()
	w.window.Destroy()
}
