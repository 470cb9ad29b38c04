package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// window is the window: the sidebar, a place such as the tasks, and the details of
// what is selected there.
// It follows the engine and the connections from open to close.
type window struct {
	lasting[window]
	opts    Options
	monitor *mainloop.Monitor

	window         *adw.ApplicationWindow
	toasts         *adw.ToastOverlay
	outer          *adw.NavigationSplitView // the other two panes, and the details
	inner          *adw.NavigationSplitView // the sidebar, and the tasks
	medium, narrow *adw.Breakpoint

	sidebar      *sidebar
	page         *taskPage
	middlePage   *adw.NavigationPage
	middle       *gtk.Stack // the places
	detailsPage  *adw.NavigationPage
	detailsStack *gtk.Stack
	nothing      *adw.StatusPage // in the place of details
	actions      taskActions
	place        place

	// These are nil until they are made; see windowpages.go.
	details  *detailsPage
	browse   *browsePage
	object   *objectDetails
	patterns *patternsPage
	pattern  *patternDetails

	changes      *tasks.Subscription
	following    *pace  // takes over the changes
	stopWatching func() // the connections

	lastCall *bus.CallSpec  // what New Call made last; nil for none
	known    *present.Known // what New Call completes from

	onCounts func(running, finished int) // what can be canceled or cleared
	onChange func(tasks.Changes)         // what has changed in the engine; nil for nobody
	onClose  func(*window)               // it has just been closed; nil for nobody
	isLast   func() bool                 // whether there is no other window
	closeAll func()                      // closes every window
	stayOpen func()                      // keeps the program running without a window
	shown    struct{ running, finished int }
	asking   bool // whether to cancel what runs and quit
	undo     undo
	closed   bool
	awaiting awaiting
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
		middlePage:   part[*adw.NavigationPage](parts, "middle_page"),
		middle:       part[*gtk.Stack](parts, "middle"),
		detailsPage:  part[*adw.NavigationPage](parts, "details_page"),
		detailsStack: part[*gtk.Stack](parts, "details_stack"),
		nothing:      part[*adw.StatusPage](parts, "nothing"),
		onCounts:     onCounts,
		awaiting:     make(awaiting),
		known:        new(present.Known),
	}
	ref := refer(w)
	w.actions = taskActions{
		cancel:  canceler(opts.Engine),
		retry:   weaklyWith(w, (*window).retry),
		toggle:  weaklyWith(w, func(w *window, id tasks.ID) { w.page.list.toggle(id) }),
		clicked: weaklyWith(w, (*window).rowClicked),
		held:    weaklyWith(w, (*window).startSelecting),
		pick:    func(id tasks.ID) bool { w := ref(); return w != nil && w.page.list.pick(id) },
	}
	w.sidebar = newSidebar(opts.Connections.Backends(), connectionActions{
		open:   weaklyWith(w, (*window).connect),
		close:  opts.Connections.Close,
		browse: weaklyWith(w, (*window).browseBus),
	}, sidebarActions{
		filter:   weaklyWith(w, (*window).setFilter),
		place:    weaklyWith(w, (*window).showPlace),
		browse:   weakly(w, (*window).goBrowse),
		patterns: weakly(w, func(w *window) { w.goTo(patternsPlace) }),
	})
	w.page = newTaskPage(w.actions, newThreadGuard(opts.Loop.OnThread), weakly(w, (*window).selectionChanged), weakly(w, (*window).mendTrouble))
	w.page.arrange(opts.settings.listing())
	w.inner.SetSidebar(w.sidebar.page)
	w.middle.AddNamed(w.page.toolbars, tasksPlace.name())

	w.window.SetApplication(&app.Application)
	if appinfo.Development() {
		w.window.SetTitle(appinfo.Name())
		w.window.AddCSSClass("devel")
	}
	w.page.searchBar.SetKeyCaptureWidget(w.window)
	w.window.NotifyProperty("current-breakpoint", weakly(w, (*window).layout))
	w.page.list.view.ConnectActivate(weaklyWith(w, (*window).rowActivated))
	w.window.ConnectCloseRequest(weaklyTrue(w, (*window).closeRequested))
	w.restore()
	w.addActions()
	w.follow()
	w.layout()
	return w
}

// canceler gives what cancels a task by its id.
func canceler(engine *tasks.Engine) func(tasks.ID) {
	return func(id tasks.ID) {
		if task := engine.Lookup(id); task != nil {
			task.Cancel(tasks.CanceledByUser)
		}
	}
}

// rowActivated opens the details where they are a page of their own.
func (w *window) rowActivated(position uint) {
	if s := w.page.list.listing.At(int(position)); s != nil && w.page.list.pick(s.ID) {
		return
	}
	if w.page.list.selected != 0 {
		w.outer.SetShowContent(true)
	}
}

// rowClicked opens the details where they have to be gone to, once the list has
// made of the click what it does: where several tasks are selected, or none is, it
// was about that. (The list's own way to do so selects what the pointer is over.)
func (w *window) rowClicked(id tasks.ID) {
	coreglib.IdleAdd(weaklyTrue(w, func(w *window) bool {
		if list := w.page.list; w.outer.Collapsed() && list.selected == id && len(list.chosen) == 1 {
			w.outer.SetShowContent(true)
		}
		return false
	}))
}

func (w *window) setFilter(filter present.Filter) {
	w.page.setFilter(filter)
	w.goTo(tasksPlace)
}

// layout folds the panes into pages where the window is small. With no task there
// are no details to make room for.
func (w *window) layout() {
	now := w.window.CurrentBreakpoint()
	narrow := isBreakpoint(now, w.narrow)
	single := narrow || isBreakpoint(now, w.medium) || w.lonely()
	w.outer.SetSidebarWidthFraction(w.place.share())
	w.outer.SetCollapsed(single)
	w.inner.SetCollapsed(narrow)
	w.page.setNarrow(narrow)
	if narrow {
		w.window.AddCSSClass("narrow")
	} else {
		w.window.RemoveCSSClass("narrow")
	}
}

func isBreakpoint(a, b *adw.Breakpoint) bool {
	return a != nil && a.Native() == b.Native()
}

func (w *window) letGo() {
	w.sidebar.letGo()
	w.page.letGo()
	if w.details != nil {
		w.details.letGo()
	}
	if w.browse != nil {
		w.browse.letGo()
		w.object.letGo()
	}
	w.lasting.letGo()
}

// close ends everything of the window's; it is gone after it.
func (w *window) close() {
	w.remember()
	w.closed = true
	if w.browse != nil {
		w.browse.leave()
	}
	w.changes.Close()
	w.stopWatching()
	w.window.Destroy()
	w.letGo()
	if w.onClose != nil {
		w.onClose(w)
	}
}
