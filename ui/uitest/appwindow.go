package uitest

import "slices"

// FocusWindow gives the program's newest window the keyboard. [Start] does so:
// nobody manages windows here, and without the focus no key arrives.
func (a *App) FocusWindow() {
	a.t.Helper()
	if err := a.x.focus(a.newestWindow()); err != nil {
		a.fail("focus the window: %v", err)
	}
	a.Until("an active window", anyActive)
}

// UnfocusWindow takes the keyboard from the program's window, as when somebody
// turns to another.
func (a *App) UnfocusWindow() {
	a.t.Helper()
	if err := a.x.focus(noWindow); err != nil {
		a.fail("take the focus from the window: %v", err)
	}
	a.Until("no active window", func(tree *Node) bool { return !anyActive(tree) })
}

// anyActive reports whether a window of the program, be it a dialog, is active.
func anyActive(tree *Node) bool {
	return slices.ContainsFunc(tree.Children, func(window *Node) bool { return window.Is(Active) })
}

// ResizeWindow gives the program's newest window that size, as [App.WindowSize]
// counts, and returns when it has it.
func (a *App) ResizeWindow(width, height int) {
	a.t.Helper()
	window, scale := a.newestWindow(), max(a.options.Look.Scale, 1)
	wide, high, err := a.x.shadows(window)
	if err == nil {
		err = a.x.resize(window, scale*width+wide, scale*height+high)
	}
	if err != nil {
		a.fail("resize the window: %v", err)
	}
	a.Until("the window resized", func(*Node) bool {
		w, h := a.WindowSize()
		return w == width && h == height
	})
}

// WindowSize is the size of the program's newest window in the program's pixels,
// without its shadows.
func (a *App) WindowSize() (width, height int) {
	a.t.Helper()
	window, scale := a.newestWindow(), max(a.options.Look.Scale, 1)
	width, height, err := a.x.size(window)
	if err != nil {
		a.fail("read the size of the window: %v", err)
	}
	wide, high, err := a.x.shadows(window)
	if err != nil {
		a.fail("read how wide the window's shadows are: %v", err)
	}
	return (width - wide) / scale, (height - high) / scale
}

func (a *App) newestWindow() xWindow {
	a.t.Helper()
	windows, err := a.x.windows()
	if err != nil || len(windows) == 0 {
		a.fail("the program has no window on the X server (%v)", err)
	}
	return windows[0]
}
