package ui

import "slices"

// inFront shows the window that was in front last, or one that it opens if there
// is none, and gives it.
func (a *application) inFront() *window {
	w := a.window
	if w == nil {
		w = a.open()
	}
	w.window.Present()
	return w
}

// anyWindow gives the window that was in front last, wherever it is now, or one
// that it opens if there is none.
func (a *application) anyWindow() *window {
	if a.window != nil {
		return a.window
	}
	return a.inFront()
}

// open makes a window, beside those that there are. All show the same tasks.
func (a *application) open() *window {
	w := newWindow(a.Application, a.opts, a.monitor, a.setCounts)
	a.windows = append(a.windows, w)
	a.window = w
	w.onChange = a.notifier.follow
	w.onClose = a.closed
	w.isLast = func() bool { return len(a.windows) == 1 }
	w.closeAll = a.closeAll
	w.stayOpen = a.stayOpen
	a.followFront(w)
	a.collectAfterDialogs(w)
	_ = a.opts.Loop.Post(prepareToCopy)
	a.leaveBackground()
	return w
}

// closed forgets a window that has just been closed.
func (a *application) closed(w *window) {
	a.garbage.ask()
	a.windows = slices.DeleteFunc(a.windows, func(other *window) bool { return other == w })
	if a.window != w {
		return
	}
	a.window = nil
	if n := len(a.windows); n > 0 {
		a.window = a.windows[n-1]
	}
}

func (a *application) closeAll() {
	for _, w := range slices.Clone(a.windows) {
		w.close()
	}
}

// followFront keeps in mind which window is in front, and takes the notifications
// back once somebody looks at it.
func (a *application) followFront(w *window) {
	w.window.NotifyProperty("is-active", weakly(w, func(w *window) {
		if w.window.IsActive() && !w.closed {
			a.window = w
			a.notifier.seen()
		}
	}))
}

func (a *application) collectAfterDialogs(w *window) {
	garbage := a.garbage
	w.window.NotifyProperty("visible-dialog", weakly(w, func(w *window) {
		if w.window.VisibleDialog() == nil {
			garbage.ask()
		}
	}))
}
