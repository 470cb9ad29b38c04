package ui

import (
	"io"
	"time"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	coreglib "github.com/diamondburned/gotk4/pkg/core/glib"
	"github.com/diamondburned/gotk4/pkg/gdk/v4"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// watchPause is how long the list of a watch rests after it was brought up to date,
// for a flood not to keep the main loop busy.
const watchPause = 100 * time.Millisecond

// watchActions are what the list of a watch asks for. They must not hold on to
// widgets.
type watchActions struct {
	Items         func(tasks.ID) ([]any, tasks.Items)
	Watching      func(tasks.ID) (bus.WatchInfo, bool)
	Pause, Resume func(tasks.ID)
	Save          func(name string, write func(io.Writer) error)
}

// detailsWatch is what a watch or a monitor has seen, as it comes. The list stays at
// its end while it is there.
type detailsWatch struct {
	lasting[detailsWatch]
	group               *adw.PreferencesGroup
	state, counts, none *gtk.Label
	pause, clear, save  *gtk.Button
	scroll              *gtk.ScrolledWindow
	list                *rowList[*watchRow]
	messageScroll       *gtk.ScrolledWindow
	message             *gtk.TextView

	do      watchActions
	task    tasks.Snapshot
	items   present.WatchList
	seen    tasks.Items // what the list shows of
	paused  bool
	waiting bool // a refresh is due
	toEnd   bool // the list is to be scrolled to its end, or is being
	scrolls int  // to its end, so far

	shownState, shownCounts, opened string
}

func newDetailsWatch(do watchActions) *detailsWatch {
	parts := load("detailswatch")
	w := &detailsWatch{
		group:         part[*adw.PreferencesGroup](parts, "group"),
		state:         part[*gtk.Label](parts, "state"),
		counts:        part[*gtk.Label](parts, "counts"),
		none:          part[*gtk.Label](parts, "none"),
		pause:         part[*gtk.Button](parts, "pause"),
		clear:         part[*gtk.Button](parts, "clear"),
		save:          part[*gtk.Button](parts, "save"),
		scroll:        part[*gtk.ScrolledWindow](parts, "scroll"),
		messageScroll: part[*gtk.ScrolledWindow](parts, "message_scroll"),
		message:       part[*gtk.TextView](parts, "message"),
		do:            do,
	}
	w.message.SetDirection(gtk.TextDirLTR)
	w.list = newRowList(part[*gtk.ListView](parts, "list"), newWatchRow,
		fillWeakly(w, (*detailsWatch).fill), weaklyWith(w, (*detailsWatch).open))
	w.list.onSelect(weaklyWith(w, (*detailsWatch).open))
	w.pause.ConnectClicked(weakly(w, (*detailsWatch).togglePause))
	w.clear.ConnectClicked(weakly(w, (*detailsWatch).empty))
	w.save.ConnectClicked(weakly(w, (*detailsWatch).saveAs))
	w.group.SetVisible(false)
	focus := gtk.NewEventControllerFocus()
	focus.ConnectEnter(weakly(w, (*detailsWatch).focused))
	w.scroll.AddController(focus)
	return w
}

func (w *detailsWatch) letGo() {
	w.list.letGo()
	w.lasting.letGo()
}

// focused leads the keyboard on to a row in sight. The view has it come to the row
// where it was last, and shows that only once it moves on; at the end of the list that
// row is out of sight.
func (w *detailsWatch) focused() {
	coreglib.IdleAdd(weaklyTrue(w, func(w *detailsWatch) bool {
		root := w.scroll.Root()
		if root == nil {
			return false
		}
		if focus := root.Focus(); focus != nil && !gtk.BaseWidget(focus).Mapped() {
			w.list.focusInSight()
		}
		return false
	}))
}

// show shows the task's items, if it watches.
func (w *detailsWatch) show(s *tasks.Snapshot) {
	is, canPause := false, false
	if s.ID != 0 && w.do.Items != nil {
		is, canPause = present.IsWatch(s)
	}
	w.group.SetVisible(is)
	if s.ID != w.task.ID {
		w.reset()
	}
	w.task = *s
	if !is {
		return
	}
	w.pause.SetVisible(canPause)
	w.showWords()
	if s.Items != w.seen {
		w.ask()
	}
}

func (w *detailsWatch) reset() {
	w.items, w.seen = present.WatchList{}, tasks.Items{}
	w.list.show(0, -1)
	w.showRest()
	w.openText("")
}

// showWords brings everything but the rows up to date.
func (w *detailsWatch) showWords() {
	if w.toEnd && w.isLaidOut() {
		w.scrollToEnd()
	}
	var watching *bus.WatchInfo
	if info, ok := w.do.Watching(w.task.ID); ok {
		watching = &info
	}
	paused := watching != nil && watching.State == bus.WatchPaused
	if paused != w.paused {
		w.paused = paused
		label := tr.T("Pause")
		if paused {
			label = tr.T("Resume")
		}
		w.pause.SetLabel(label)
	}
	state, counts := present.WatchText(&w.task, watching)
	setTextOrHide(w.state, w.shownState, state)
	setText(w.counts, w.shownCounts, counts)
	w.shownState, w.shownCounts = state, counts
}

// ask has the list brought up to date at once, or after its rest.
func (w *detailsWatch) ask() {
	if w.waiting {
		return
	}
	w.waiting = true
	w.refresh()
	coreglib.TimeoutAdd(uint(watchPause.Milliseconds()), weaklyTrue(w, (*detailsWatch).rested))
}

// rested tells that the list may be brought up to date again.
func (w *detailsWatch) rested() bool {
	w.waiting = false
	if w.group.Visible() {
		w.showWords()
		if w.task.Items != w.seen {
			w.ask()
		}
	}
	return false
}

// refresh brings the list up to date.
func (w *detailsWatch) refresh() {
	items, counts := w.do.Items(w.task.ID)
	if counts == w.seen {
		return
	}
	atEnd := w.isAtEnd()
	w.seen, w.task.Items = counts, counts
	slide := w.items.Set(items, counts)
	w.showRest() // what is hidden cannot be scrolled
	w.list.slide(slide.Gone, slide.Come, w.items.Len())
	w.toEnd = atEnd
	if atEnd && w.isLaidOut() {
		w.scrollToEnd()
	}
}

// isLaidOut reports whether the list has had its rows laid out. One that has not
// been loses them over being scrolled.
func (w *detailsWatch) isLaidOut() bool {
	at := w.scroll.VAdjustment()
	return w.scroll.Mapped() && at.PageSize() > 1 && at.Upper() > at.PageSize()
}

// scrollToEnd has the list scrolled to its end. It is there after the next frame; what
// comes until then does not find it at its end.
func (w *detailsWatch) scrollToEnd() {
	n := w.list.model.NItems()
	if w.toEnd = n > 0; !w.toEnd {
		return
	}
	w.list.view.ScrollTo(n-1, gtk.ListScrollNone, nil)
	w.scrolls++
	scroll, frames := w.scrolls, 0
	next := weaklyTrue(w, func(w *detailsWatch) bool {
		if frames++; frames < 2 { // it is laid out after the first was begun
			return true
		}
		if w.scrolls == scroll {
			w.toEnd = false
		}
		return false
	})
	w.scroll.AddTickCallback(func(gtk.Widgetter, gdk.FrameClocker) bool { return next() })
}

// isAtEnd reports whether the end of the list is in sight. A list that nobody has
// seen yet begins there.
func (w *detailsWatch) isAtEnd() bool {
	at := w.scroll.VAdjustment()
	if w.toEnd || !w.scroll.Mapped() || w.list.model.NItems() == 0 {
		return true
	}
	return at.Value()+at.PageSize() >= at.Upper()-1
}

// showRest shows what depends on whether there are rows.
func (w *detailsWatch) showRest() {
	some := w.items.Len() > 0
	w.scroll.SetVisible(some)
	w.none.SetVisible(!some)
	w.clear.SetSensitive(some)
	w.save.SetSensitive(some)
}

func (w *detailsWatch) fill(row *watchRow, position int) {
	if position < w.items.Len() {
		row.show(w.items.Row(position))
	}
}

// open shows one item whole.
func (w *detailsWatch) open(position int) {
	if position >= 0 && position < w.items.Len() {
		w.openText(w.items.ItemText(position))
	}
}

func (w *detailsWatch) openText(text string) {
	if text == w.opened {
		return
	}
	w.opened = text
	w.message.Buffer().SetText(text)
	w.messageScroll.SetVisible(text != "")
}

func (w *detailsWatch) togglePause() {
	if w.paused {
		w.do.Resume(w.task.ID)
	} else {
		w.do.Pause(w.task.ID)
	}
	w.showWords()
}

// empty leaves out what there is so far.
func (w *detailsWatch) empty() {
	w.items.Clear()
	w.list.show(0, -1)
	w.showRest()
	w.openText("")
}

func (w *detailsWatch) saveAs() {
	items := w.items.Items()
	w.do.Save("messages.txt", func(to io.Writer) error { return present.WriteItems(to, items) })
}
